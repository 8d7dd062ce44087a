"""Percent signs of small letters in which recognisers see a digit: 90 % is read as 90 9%."""

import re
from dataclasses import replace

from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

# In pictures of lines that are higher the sign is told from digits.
_HIGHEST = 18
_DIGIT_OF_SIGN = re.compile(r"(?<=\d )\d(?= ?%)")


def without_false_digits(read: Recognised, line: Pixels) -> Recognised:
    """The same, but small letters' single digit between a number and a percent sign as not sure.

    Args:
        read: What was read.
        line: The line's brightness.
    """
    return replace(read, text=_DIGIT_OF_SIGN.sub(UNSURE, read.text)) if line.shape[0] <= _HIGHEST else read
