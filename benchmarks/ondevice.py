"""On the device itself: keys through the USB gadget and waits on a capture, with real kernel devices in the lab.

The baseline of keys is how TinyPilot's server writes a report: it starts a process, which opens the node, writes and
closes it. That of waits is a snapshot at each poll.
"""

import json
import sys

from atest.lab.ondevice import LabMachine
from atest.lab.ondevice.python import ROOT
from benchmarks._measure import Benchmark, Ratio
from benchmarks._ondevice_keys import FORKED, OURS
from benchmarks._ondevice_waits import POLLING, STREAM
from benchmarks._parts import Options, measure

_FOLDER = ROOT / "results" / "bench-ondevice"


def keys(bench: Benchmark, options: Options) -> None:
    """Keys per second, and how long a key takes to arrive."""
    machine = LabMachine.prepared()
    measured = machine.run(["python", "-m", "benchmarks._ondevice_keys", "/lab/keys.json"], _FOLDER, timeout=300)
    if measured.code:
        sys.exit(f"Measuring failed inside the lab machine:\n{measured.output}")
    found = json.loads((_FOLDER / "keys.json").read_text())
    typing = bench.samples("Typing through the gadget", found["typing"], baseline=FORKED, operation="key")
    bench.samples("From the call to the key at the target", found["arriving"], baseline=FORKED, operation="key")
    bench.floor("gadget: at least 40 times the keys per second", typing.ratio(OURS), at_least=40)


def waits(bench: Benchmark, options: Options) -> None:
    """From a change of the target's screen until a wait for it is over."""
    machine = LabMachine.prepared()
    measured = machine.run(["python", "-m", "benchmarks._ondevice_waits", "/lab/waits.json"], _FOLDER, timeout=300)
    if measured.code:
        sys.exit(f"Measuring failed inside the lab machine:\n{measured.output}")
    found = json.loads((_FOLDER / "waits.json").read_text())
    seeing = bench.samples("From a change to the end of its wait", found["samples"], baseline=POLLING, operation="wait")
    frame_time = bench.figure("Frame time of the stream", found["frame time"], "s")
    reaction = Ratio(seeing.spread(STREAM).median / frame_time, "frame times")
    bench.floor("waits: within two frame times of the stream", reaction, at_most=2)
    bench.floor("waits: sooner than by polling", seeing.ratio(STREAM), at_least=1)


if __name__ == "__main__":
    about = "The device itself: keys through its USB gadget, waits on its capture"
    sys.exit(measure("ondevice", about, {"keys": keys, "waits": waits}))
