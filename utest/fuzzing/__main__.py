"""Looks for input that breaks a parser, for as long as it is let: `python3 tasks.py fuzz --minutes 30`."""

import argparse
import importlib.util
import random
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from utest.fuzzing.companion import ask_all
from utest.fuzzing.parsers import PARSERS
from utest.fuzzing.trial import try_once

_AT_ONCE = 200
_COMPANION = "companion"
# How often each of its calls is tried in a round.
_CALLS = 20
_ROUND = settings(
    max_examples=_AT_ONCE,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
_NAMES = [*PARSERS, _COMPANION]


def _round(name: str, number: int) -> int:
    """Tries some inputs; tells how many."""
    if name == _COMPANION:
        return ask_all(number, _CALLS)
    parser = PARSERS[name]
    tried = 0

    @seed(number)
    @_ROUND
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        try_once(parser, data.draw(parser.given))

    attempt()
    return tried


def _guided(names: Sequence[str], minutes: float) -> int:
    """The same by atheris, each parser for its share of the time; tells the exit code."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed, which chooses input by the code that it reaches: pip install --group fuzz")
        return 2
    seconds = max(1, round(60 * minutes / len(names)))
    command = (sys.executable, "-m", "utest.fuzzing.guided")
    broken = [name for name in names if subprocess.run([*command, name, str(seconds)], check=False).returncode]
    print(f"Broken: {', '.join(broken) or 'none'}")
    return int(bool(broken))


def main(words: Sequence[str]) -> int:
    """Runs until the time is over.

    Returns:
        The exit code: 1 if a parser broke.
    """
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--minutes", type=float, default=1.0)
    reader.add_argument("--only", action="append", choices=_NAMES, help="one parser; may be given several times")
    reader.add_argument("--guided", action="store_true", help="by the code that input reaches (atheris)")
    asked = reader.parse_args(words)
    names = asked.only or _NAMES
    if asked.guided:
        return _guided([name for name in names if name in PARSERS], asked.minutes)
    ends = time.monotonic() + 60 * asked.minutes
    tried: Counter[str] = Counter()
    broken: set[str] = set()
    turn = 0
    while (turn < len(names) or time.monotonic() < ends) and broken != set(names):
        name = names[turn % len(names)]
        turn += 1
        if name in broken:
            continue
        try:
            tried[name] += _round(name, random.getrandbits(32))
        except Exception:  # noqa: BLE001 - whatever it is, it was looked for
            broken.add(name)
            print(f"\n{name}:", flush=True)
            traceback.print_exc()
    for name in names:
        print(f"{name:20} {tried[name]:8} inputs{'  BROKEN' if name in broken else ''}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
