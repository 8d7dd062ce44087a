"""Whatever a parser is given, it raises the library's errors alone, soon, and in little memory."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from utest.fuzzing.parsers import PARSERS
from utest.fuzzing.trial import try_once

# Those that are looked for with more patience by `tasks.py fuzz`.
_FEW = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", PARSERS)
def test_no_input_breaks_a_parser(name: str) -> None:
    parser = PARSERS[name]

    @_FEW
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        # Where coverage is measured, everything takes several times as long.
        try_once(parser, data.draw(parser.given), longest=5.0)

    tried()
