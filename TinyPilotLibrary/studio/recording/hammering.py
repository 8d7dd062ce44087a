"""A key that was pressed again and again while the machine starts, as one keyword that does so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from TinyPilotLibrary.studio.recording.steps import DEFAULT_TIMEOUT, PRESS, WAIT, Step

# The keys of firmware. Arrows and Enter are pressed often in menus, where each press counts.
_KEYS = re.compile(r"F\d+|Delete|Esc")
# Who presses it so often does not know when it will be taken.
_OFTEN = 3
_POWER = {"Power On", "Reset Target"}
_TIMEOUT = "timeout"


def with_hammering(steps: Sequence[Step]) -> list[Step]:
    """Steps where a key that was pressed often after the power was switched is pressed until what came of it is there.

    Firmware takes the key for a moment only, and that moment is not the same the next time.

    Args:
        steps: The steps as they were done.
    """
    written: list[Step] = []
    rest = [single for step in steps for single in _singly(step)]
    while rest:
        if written and written[-1].keyword in _POWER and (hammered := _hammered(rest)):
            step, count = hammered
            written.append(step)
            rest = rest[count:]
        else:
            written.append(rest.pop(0))
    return [step for presses, some in groupby(written, _is_press) for step in (_together(some) if presses else some)]


def _hammered(steps: Sequence[Step]) -> tuple[Step, int] | None:
    """The step that the first ones are put together to, and how many they are; None if no key was hammered."""
    key = next((step.values[0] for step in steps[:2] if _is_press(step)), "")
    if not _KEYS.fullmatch(key):
        return None
    begun = list(takewhile(lambda step: step.keyword == WAIT or step == Step(PRESS, (key,)), steps))
    waits = [step for step in begun[1:] if step.keyword == WAIT]
    if not waits or sum(map(_is_press, begun)) < _OFTEN:
        return None
    # What was pressed after that, and changed nothing, was too much.
    last = waits[-1]
    seconds = sum(_seconds(step) for step in begun if step.keyword == WAIT)
    options = tuple(option for option in last.options if option[0] != _TIMEOUT)
    timeout = ((_TIMEOUT, f"{seconds} s"),) if seconds > DEFAULT_TIMEOUT else ()
    return Step("Press Key Until Screen Contains", (key, *last.values), (*options, *timeout)), len(begun)


def _singly(step: Step) -> list[Step]:
    return [replace(step, values=(value,)) for value in step.values] if _is_press(step) else [step]


def _together(presses: Iterable[Step]) -> list[Step]:
    return [Step(PRESS, tuple(value for step in presses for value in step.values))]


def _is_press(step: Step) -> bool:
    return step.keyword == PRESS


def _seconds(wait: Step) -> int:
    return next((int(value.split()[0]) for name, value in wait.options if name == _TIMEOUT), DEFAULT_TIMEOUT)
