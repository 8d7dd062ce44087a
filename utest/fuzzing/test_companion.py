"""The companion is asked for everything that it describes, with content that it has and has not foreseen."""

import pytest


@pytest.mark.integration
def test_whatever_it_is_asked_it_answers_as_it_says() -> None:
    # What makes the calls up is loaded for long, and only where this test runs.
    from utest.fuzzing.companion import ask_all  # noqa: PLC0415

    assert ask_all(0, examples=2) >= 25
