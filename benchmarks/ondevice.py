"""On the device itself: keys through the USB gadget, measured in the lab machine with a real kernel at both ends.

The baseline is how TinyPilot's server writes a report: it starts a process, which opens the node, writes and closes it.
"""

import json
import sys

from atest.lab.ondevice import LabMachine
from atest.lab.ondevice.python import ROOT
from benchmarks._measure import Benchmark
from benchmarks._ondevice_keys import FORKED, OURS

_FOLDER = ROOT / "results" / "bench-ondevice"


def keys(bench: Benchmark, machine: LabMachine) -> None:
    """Keys per second, and how long a key takes to arrive."""
    measured = machine.run(["python", "-m", "benchmarks._ondevice_keys", "/lab/keys.json"], _FOLDER, timeout=300)
    if measured.code:
        sys.exit(f"Measuring failed inside the lab machine:\n{measured.output}")
    found = json.loads((_FOLDER / "keys.json").read_text())
    typing = bench.samples("Typing through the gadget", found["typing"], baseline=FORKED, operation="key")
    bench.samples("From the call to the key at the target", found["arriving"], baseline=FORKED, operation="key")
    bench.floor("gadget: at least 40 times the keys per second", typing.ratio(OURS), at_least=40)


def main() -> int:
    """Measures everything."""
    bench = Benchmark("ondevice", "The device itself: keys through its USB gadget")
    keys(bench, LabMachine.prepared())
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
