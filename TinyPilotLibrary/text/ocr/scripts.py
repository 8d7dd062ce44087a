"""Which characters a recogniser may give: on a Latin screen a `0` is no Chinese character that looks like one."""

from collections.abc import Iterable, Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.errors import ConfigurationError


class Script(Enum):
    """What the texts of a screen are written in. Latin letters, digits and signs are always among it."""

    LATIN = "latin"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    CHINESE = "chinese"
    JAPANESE = "japanese"
    KOREAN = "korean"


Ranges = tuple[tuple[int, int], ...]

_IDEOGRAPHS = ((0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_FULL_WIDTH = ((0xFF00, 0xFFEF),)
_RANGES: dict[Script, Ranges] = {
    Script.LATIN: (
        (0x0020, 0x024F),
        (0x1E00, 0x1EFF),
        # Punctuation, raised and lowered digits, signs of currencies.
        (0x2010, 0x20BF),
        # TM and ohm; degrees Celsius are two characters.
        (0x2116, 0x2126),
        # Arrows, signs of mathematics, frames, triangles, check boxes and marks.
        (0x2190, 0x22FF),
        (0x2500, 0x25FF),
        (0x2610, 0x2612),
        (0x2713, 0x2718),
        (0xFB00, 0xFB06),
        # The letters of units, micro and ohm.
        (0x03A9, 0x03A9),
        (0x03BC, 0x03BC),
    ),
    Script.GREEK: ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
    Script.CYRILLIC: ((0x0400, 0x052F),),
    Script.CHINESE: (*_IDEOGRAPHS, *_FULL_WIDTH),
    Script.JAPANESE: (*_IDEOGRAPHS, *_FULL_WIDTH, (0x3040, 0x30FF), (0x31F0, 0x31FF)),
    Script.KOREAN: (*_FULL_WIDTH, (0x1100, 0x11FF), (0x3000, 0x303F), (0x3130, 0x318F), (0xAC00, 0xD7AF)),
}
# A letter of each script that is in no other one.
_LETTERS = {
    Script.LATIN: "A",
    Script.GREEK: "\u03bb",
    Script.CYRILLIC: "\u0436",
    Script.CHINESE: "\u8bed",
    Script.JAPANESE: "\u306e",
    Script.KOREAN: "\uc5b4",
}


def parse_scripts(names: str | Iterable[str]) -> tuple[Script, ...]:
    """The scripts with some names, in any case.

    Args:
        names: One name, several with commas between them, or a list of them.

    Raises:
        ConfigurationError: If there is no such script.
    """
    listed = names.split(",") if isinstance(names, str) else list(names)
    known = {script.value: script for script in Script}
    for name in listed:
        if name.strip().lower() not in known:
            raise ConfigurationError(
                f"languages= must be one or more of {', '.join(known).title()}, got '{name.strip()}'. Give "
                "the script that texts are written in: Latin for English, German or Polish."
            )
    return tuple(known[name.strip().lower()] for name in listed)


def allowed(characters: Sequence[str], scripts: Iterable[Script]) -> NDArray[np.intp]:
    """The indexes of what may come out.

    Args:
        characters: What a recogniser knows; an empty one stands for "none", and may always come out.
        scripts: What is written in on the screen.
    """
    ranges = [span for script in {Script.LATIN, *scripts} for span in _RANGES[script]]
    return np.array(
        [
            index
            for index, character in enumerate(characters)
            if not character or any(first <= ord(character[0]) <= last for first, last in ranges)
        ],
        np.intp,
    )


def unknown(characters: Sequence[str], scripts: Iterable[Script]) -> list[Script]:
    """The scripts whose letters a recogniser does not know.

    Args:
        characters: What it knows.
        scripts: What it is asked for.
    """
    return [script for script in scripts if _LETTERS[script] not in characters]
