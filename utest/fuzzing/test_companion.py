"""The companion is asked for everything that it describes, with content that it has and has not foreseen."""

from utest.fuzzing.companion import ask_all


def test_whatever_it_is_asked_it_answers_as_it_says() -> None:
    assert ask_all(0, examples=2) >= 25
