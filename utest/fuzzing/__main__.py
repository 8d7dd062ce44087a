"""Looks for input that breaks a parser, for as long as it is let: `python3 tasks.py fuzz --minutes 30`."""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from utest.fuzzing.parsers import PARSERS
from utest.fuzzing.trial import try_once

_AT_ONCE = 200
_ROUND = settings(
    max_examples=_AT_ONCE,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def _round(name: str, number: int) -> int:
    """Tries some inputs; tells how many."""
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


def main(words: Sequence[str]) -> int:
    """Runs until the time is over.

    Returns:
        The exit code: 1 if a parser broke.
    """
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--minutes", type=float, default=1.0)
    reader.add_argument("--only", action="append", choices=list(PARSERS), help="one parser; may be given several times")
    asked = reader.parse_args(words)
    names = asked.only or list(PARSERS)
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
