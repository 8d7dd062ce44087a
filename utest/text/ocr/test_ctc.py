"""What a recogniser's answer says: a digit that may be another one is not sure."""

import numpy as np
import pytest

from TinyPilotLibrary.text.ocr.ctc import decoded

_CHARACTERS = ["", "6", "8", "%", "a", "o", " "]


def _read(*steps: dict[str, float]) -> str:
    answer = np.zeros((len(steps), len(_CHARACTERS)))
    for row, shares in zip(answer, steps, strict=True):
        for character, share in shares.items():
            row[_CHARACTERS.index(character)] = share
    return decoded(answer, _CHARACTERS).text


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"6": 1.0}, "6"),
        ({"6": 0.99, "8": 0.01}, "\ufffd"),
        ({"6": 0.9, "a": 0.1}, "6"),
        ({"6": 0.999, "%": 0.001}, "\ufffd"),
        ({"a": 0.6, "o": 0.4}, "a"),
        ({"%": 0.9, "6": 0.1}, "%"),
    ],
)
def test_a_digit_with_a_rival_is_not_sure_and_letters_are_as_likely_as_they_are(
    shares: dict[str, float], expected: str
) -> None:
    assert _read({"8": 1.0}, {"": 1.0}, shares, {"": 1.0}, {"8": 1.0}) == f"8{expected}8"


def test_each_character_tells_how_likely_a_blank_stands_before_it() -> None:
    answer = np.zeros((5, len(_CHARACTERS)))
    answer[[0, 2, 4], 1] = 1.0
    answer[[1, 3], 0] = 0.7
    answer[3, 6] = 0.3
    assert decoded(answer, _CHARACTERS).blanks == (0.0, 0.0, 0.3)
