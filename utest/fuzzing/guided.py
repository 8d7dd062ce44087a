"""One parser, by input that is chosen by what code it reaches: `python -m utest.fuzzing.guided PARSER SECONDS`."""

import sys

import atheris
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

with atheris.instrument_imports(include=["TinyPilotLibrary"]):
    from utest.fuzzing.parsers import PARSERS
    from utest.fuzzing.trial import try_once


def main(name: str, seconds: str) -> None:
    """Ends the process: with an exit code other than 0 if the parser broke, and then with what broke it."""
    parser = PARSERS[name]

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        try_once(parser, data.draw(parser.given))

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096"], attempt.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
