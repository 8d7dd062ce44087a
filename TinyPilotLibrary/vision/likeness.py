"""What a place of the screen has in common with a template that it is not, and what it has not."""

from dataclasses import replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.correlation import Correlator
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Floats, Pixels, part
from TinyPilotLibrary.vision.pyramid import BLOCK
from TinyPilotLibrary.vision.template import Template
from TinyPilotLibrary.vision.verdict import NCC_TOLERANCE, Judge, score_of

Flags = NDArray[np.bool_]
# Blocks with so much contrast around them have something in them; of a faint template those with the most.
_SOMETHING, _OF_THE_MOST, _AROUND = 8.0, 0.5, (9, 9)
# What is there has at least this share of its contrast.
_OF_ITS = 0.5
# How many blocks may differ, as a share, where the rest was made darker.
_ASIDE = 0.01
# So far from what differs, in pixels, what fits does so by itself.
_APART = 7


class Likeness:
    """A place beside a template.

    Args:
        frame: The picture of the screen.
        template: The template.
        place: The place, of the template's size, in pixels.
    """

    def __init__(self, frame: Frame, template: Template, place: Region) -> None:
        self._frame = frame
        self._judge = Judge(template)
        self.template = template
        self.place = place
        self.window = part(frame.gray, place)

    @cached_property
    def correlation(self) -> float:
        """How well the brightness correlates."""
        return Correlator(self.template).at(self.window, 0, 0)

    @cached_property
    def brightness(self) -> float:
        """The difference in brightness, as a share of the tolerance."""
        return self._judge.brightness_difference(self.window)

    @cached_property
    def chroma(self) -> float:
        """The difference in colour, as a share of the tolerance."""
        return self._judge.chroma_difference(part(self._frame.color, self.place))

    @property
    def score(self) -> float:
        """The place's score."""
        return score_of(max((1.0 - self.correlation) / NCC_TOLERANCE, self.brightness, self.chroma))

    @cached_property
    def differs(self) -> Flags:
        """Which of the sliding 4x4 blocks differ in brightness."""
        return (self._judge.luma_differences(self.window) > 1) & self.template.whole_blocks

    @cached_property
    def something(self) -> Flags:
        """Which of the sliding 4x4 blocks have something in them."""
        contrast = _contrast(self.template.gray)
        least = min(_SOMETHING, _OF_THE_MOST * float(contrast.max()))
        return (contrast > least) & self.template.whole_blocks

    @cached_property
    def there(self) -> float:
        """Which share of what is in it is there: of the area or of the blocks with something in them, the lesser."""
        fits = ~self.differs
        return float(min(fits[self.template.whole_blocks].mean(), fits[self.something].mean()))

    @cached_property
    def alone(self) -> float:
        """Which share of what is in it is there, with nothing near that differs: what chance seldom gives."""
        spread = cv2.dilate(self.differs.astype(np.uint8), np.ones((_APART, _APART), np.uint8)) > 0
        # Where the screen is empty, the margins of what is not there fit too.
        seen = _contrast(self.window) > _OF_ITS * _contrast(self.template.gray)
        return float((~spread & seen)[self.something].mean())

    @property
    def sharpness(self) -> float:
        """How much of its finest detail is there, as a share."""
        there, whole = (float(cv2.Laplacian(gray, cv2.CV_32F).std()) for gray in (self.window, self.template.gray))
        return there / max(whole, 1e-3)

    def fits(self, gain: float, offset: float) -> bool:
        """Whether it looks the same, but for a factor and an offset of brightness; a few blocks aside."""
        expected = np.clip(gain * self.template.gray.astype(np.float32) + offset, 0, 255).astype(np.uint8)
        differs = (
            Judge(replace(self.template, color=cv2.cvtColor(expected, cv2.COLOR_GRAY2BGR))).luma_differences(
                self.window
            )
            > 1
        )
        return float(differs[self.template.whole_blocks].mean()) <= _ASIDE

    @property
    def differing(self) -> Region:
        """The rectangle of the template in which it differs."""
        ys, xs = np.nonzero(self.differs)
        # A block differs if one side of it does.
        inner = BLOCK // 2
        return Region(
            int(xs.min()) + inner - 1, int(ys.min()) + inner - 1, int(np.ptp(xs)) + inner, int(np.ptp(ys)) + inner
        )


def _contrast(gray: Pixels) -> Floats:
    """The standard deviation around the middle of each sliding 4x4 block."""
    values = gray.astype(np.float32)
    mean, square = (cv2.blur(some, _AROUND) for some in (values, values * values))
    rows, columns = (length - BLOCK + 1 for length in gray.shape)
    middle = BLOCK // 2
    return np.sqrt(np.maximum(square - mean * mean, 0))[middle : middle + rows, middle : middle + columns]
