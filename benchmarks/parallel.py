"""Many stands at once: suites by pabot on a pool of virtual computers, against one process on the same pool.

Each stand is a companion in a process of its own. What is measured by the clock has four; what is counted has
`--devices`: tests, stands and pictures, and what one device takes of memory and processor.
"""

import sys
from statistics import fmean

from benchmarks._machine import processor
from benchmarks._measure import Benchmark, Cell, Count
from benchmarks._parts import Options, measure
from benchmarks._rack import Rack, Ran, memory, rack

_DEVICES, _ROUNDS = 4, 3
_ONE, _PABOT = "one process", "pabot"
_AT_LEAST = 1.8


def speed(bench: Benchmark, options: Options) -> None:
    """All suites by one process, and by pabot with a process for each stand, in turns."""
    samples: dict[str, list[float]] = {_ONE: [], _PABOT: []}
    runs: list[Ran] = []
    with rack(_DEVICES, _DEVICES) as stands:
        for turn in bench.track(range(1 if options.quick else _ROUNDS), "Rounds"):
            for way in (_ONE, _PABOT) if turn % 2 == 0 else (_PABOT, _ONE):
                runs.append(stands.run(*(_pabot(_DEVICES) if way == _PABOT else ())))
                samples[way].append(runs[-1].seconds)
        _count(bench, f"{_DEVICES} devices", stands, runs)
    compared = bench.samples(f"{stands.suites} suites on {_DEVICES} stands", samples, baseline=_ONE, operation="run")
    bench.floor(f"pabot with {_DEVICES}: times as fast as one process", compared.ratio(_PABOT), at_least=_AT_LEAST)


def many(bench: Benchmark, options: Options) -> None:
    """A suite for each of many stands, all at once: nothing is lost, and what each takes."""
    with rack(options.devices, options.devices) as stands:
        before = [processor(one.pid) for one in stands.companions]
        ran = stands.run(*_pabot(options.devices))
        took = [processor(one.pid) - begun for one, begun in zip(stands.companions, before, strict=True)]
        companion = fmean(memory(one.pid) for one in stands.companions)
        _count(bench, f"{options.devices} devices", stands, [ran])
        used = Count(len(ran.stands))
        bench.floor(f"{options.devices} devices: stands that were used", used, at_least=options.devices)
    suite, share = ran.processor / options.devices, fmean(took)
    rows: list[list[Cell]] = [
        ["a companion", round(companion), round(share, 2), round(100 * share / ran.seconds, 1)],
        ["a process of Robot Framework", round(ran.largest), round(suite, 2), round(100 * suite / ran.seconds, 1)],
    ]
    columns = ["for one device", "memory, MiB", "processor, s", "% of a core meanwhile"]
    bench.table(f"{options.devices} devices at once, {ran.seconds:.0f} s", columns, rows)


def _pabot(processes: int) -> tuple[str, ...]:
    return ("pabot", "--no-pabotlib", "--processes", str(processes))


def _count(bench: Benchmark, where: str, stands: Rack, runs: list[Ran]) -> None:
    bench.floor(f"{where}: tests that did not pass", Count(sum(stands.tests - ran.passed for ran in runs)), at_most=0)
    bench.floor(f"{where}: pictures lost", Count(sum(ran.lost for ran in runs)), at_most=0)


if __name__ == "__main__":
    about = "Suites on many stands at once, by pabot"
    sys.exit(measure("parallel", about, {"speed": speed, "many": many}))
