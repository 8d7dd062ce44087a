"""One input for one parser: what it may raise, and how much time and memory it may take, in MiB."""

import resource
import sys
import time
from contextlib import suppress

from utest.fuzzing.parsers import Parser

_MOST_MEMORY = 256
_UNIT = 1 << (20 if sys.platform == "darwin" else 10)


def try_once(parser: Parser, given: object, longest: float = 1.0) -> None:
    """Gives a parser one input.

    Args:
        parser: The parser.
        given: The input.
        longest: How long it may take, in seconds of the processor: a busy machine is no fault of a parser.
    """
    begun, before = time.process_time(), _peak()
    with suppress(parser.raises):
        parser.read(given)
    taken, more = time.process_time() - begun, _peak() - before
    assert taken < longest, f"It took {taken:.1f} s."
    assert more < _MOST_MEMORY, f"It took {more} MiB."


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _UNIT
