"""Texts that differ in one digit from one that stands on the screen."""

from collections.abc import Iterator

import numpy as np

# What a reader confuses: half of the other digits are these.
_ALIKE = {
    "0": "689", "1": "47", "2": "37", "3": "58", "4": "19", "5": "36", "6": "58", "7": "12", "8": "036", "9": "04"
}  # fmt: skip
_DIGITS = "0123456789"
KINDS = ("other", "lost", "doubled", "swapped")


def near_misses(text: str, each: int, random: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Texts with one digit that is another, is lost, is doubled, or changes places with the one beside it.

    Args:
        text: What stands on the screen.
        each: How many of each kind; fewer where there are not so many.
        random: Chooses them.

    Yields:
        Kind and text; no text twice, and none that is the text itself.
    """
    seen = {text}
    places = [place for place, character in enumerate(text) if character in _DIGITS]
    for kind in KINDS:
        made = 0
        for place in random.permutation(places):
            wrong = _with(kind, text, int(place), random)
            if wrong not in seen and made < each:
                seen.add(wrong)
                made += 1
                yield kind, wrong


def _with(kind: str, text: str, place: int, random: np.random.Generator) -> str:
    """A text with one change at a digit; the text itself where there is none of the kind."""
    before, digit, after = text[:place], text[place], text[place + 1 :]
    if kind == "other":
        others = _ALIKE[digit] if random.integers(2) else _DIGITS.replace(digit, "")
        return before + others[int(random.integers(len(others)))] + after
    if kind == "lost":
        return before + after
    if kind == "doubled":
        return before + 2 * digit + after
    return before + after[0] + digit + after[1:] if after[:1].isdigit() else text
