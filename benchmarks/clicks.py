"""Clicks on a guest that is slow to poll its USB pointer: how many are released where they were pressed.

Double clicks on two far points, to and fro, as a suite makes them: the pointer is moved and the button pressed by
calls of their own. The guest is nice and every core of this machine is busy; its kernel tells what came in one report.
The baseline sends everything at once.
"""

import sys
from collections.abc import Mapping
from functools import partial
from statistics import fmean

from atest.lab.tablet import CONTROLLERS, Report, TabletGuest
from benchmarks._measure import Benchmark, Cell, Share
from benchmarks._parts import Options, measure

# Of a processor: what the nicest process gets beside one that is busy.
_SHARE = 0.0145
_WAYS: Mapping[str, Mapping[str, object]] = {"at once": {"click_hold": 0}, "qemu:": {}}
_BASELINE, _OURS = _WAYS
_DOUBLE_CLICKS = {_BASELINE: 50, _OURS: 200}
_BATCH = 10
_HOURS = 3


def _measured(bench: Benchmark, options: Options, controller: str) -> None:
    clicks = {way: count // (10 if options.quick else 1) for way, count in _DOUBLE_CLICKS.items()}
    left = dict(clicks)
    found: dict[str, list[Report]] = {way: [] for way in _WAYS}
    times: dict[str, list[float]] = {way: [] for way in _WAYS}
    with TabletGuest.running(controller, timeout=_HOURS * 3600) as guest, guest.slowed_down(_SHARE):
        seen = 0
        while any(left.values()):
            for way in [name for name, count in left.items() if count]:
                batch = min(_BATCH, left[way])
                left[way] -= batch
                times[way].append(guest.double_click_far_points(batch, _WAYS[way]) / batch)
                reports = guest.reports()
                found[way] += reports[seen:]
                seen = len(reports)
    rows: list[list[Cell]] = []
    for way, reports in found.items():
        alone = sum(report.released and not report.moved for report in reports)
        wanted = 2 * clicks[way]
        rows.append([way, wanted, sum(report.released for report in reports), alone, round(fmean(times[way]), 3)])
        if way == _OURS:
            bench.floor(f"{controller}: releases alone in their report", Share(alone, wanted), at_least=100)
    columns = ["way", "releases", "that came", "alone in their report", "seconds a double click"]
    bench.table(f"Pointer at {controller}", columns, rows)


if __name__ == "__main__":
    about = "Clicks on a guest that is slow to poll its pointer"
    sys.exit(measure("clicks", about, {name: partial(_measured, controller=name) for name in CONTROLLERS}))
