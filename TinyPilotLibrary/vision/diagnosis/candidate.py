"""What a place of the screen has in common with a template that it is not, and what it has not."""

from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import starmap
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import BLOCK, Floats, Pixels, part
from TinyPilotLibrary.vision.templates.correlation import Correlator
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.verdict import (
    Judge,
    deciding_difference,
    difference_of,
    score_of,
)

Flags = NDArray[np.bool_]
# Blocks with so much contrast around them have something in them; of a faint template those with the most.
_SOMETHING, _OF_THE_MOST, _AROUND = 8.0, 0.5, (9, 9)
# What is there has at least this share of its contrast.
_OF_ITS = 0.5
# How many blocks may differ, as a share, where the rest was made darker.
_ASIDE = 0.01
# How much it may be blurred, in pixels.
_BLURS = (0.7, 1.0, 1.4, 2.0)
#: With less contrast than this, in levels, it could be anything.
STILL_CONTRAST = 4.0
# A strip of it is at least so large.
_LEAST_STRIP = Size(16, 10)
# What is left of contrast and ground, and beside the largest difference, counts under these roots.
_ROOT_OF_WHOLE, _ROOT_OF_LARGEST = 1 / 2, 1 / 8
# So far from what differs, in pixels, what fits does so by itself.
_APART = 7


class ReferenceTemplate:
    """A template with all that places are compared with, computed once.

    Args:
        template: The template.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        self.judge = Judge(template)
        self.correlator = Correlator(template)

    @cached_property
    def gray(self) -> Pixels:
        """Its brightness; what does not count is as bright as the rest is on average, so that it adds nothing."""
        gray, counts = self.template.gray, self.template.counts
        return np.where(counts, gray, np.uint8(gray[counts].mean()))

    @cached_property
    def contrast(self) -> Floats:
        """The contrast around each sliding 4x4 block."""
        return _contrast(self.template.gray)

    @cached_property
    def something(self) -> Flags:
        """Which of the sliding 4x4 blocks have something in them."""
        counts = self.template.whole_blocks
        least = min(_SOMETHING, _OF_THE_MOST * float(self.contrast[counts].max()))
        return (self.contrast >= least) & counts

    @cached_property
    def extent(self) -> int:
        """How many pixels the rectangle has in which there is something."""
        ys, xs = np.nonzero(self.something)
        return (int(np.ptp(xs)) + BLOCK) * (int(np.ptp(ys)) + BLOCK)

    @cached_property
    def sharpness(self) -> float:
        """How much of the finest detail it has."""
        return _sharpness(self.template.gray)

    @cached_property
    def strips(self) -> list[tuple[int, int, Template]]:
        """Strips along its sides, a third of it each: how far they are from its left and top edge, and themselves."""
        width, height = self.template.size
        across, down = (
            max(width // 3, min(width, _LEAST_STRIP.width)),
            max(height // 3, min(height, _LEAST_STRIP.height)),
        )
        upright = [(left, 0, across, height) for left in (0, width - across) if across < width]
        lying = [(0, top, width, down) for top in (0, height - down) if down < height]
        strips = []
        for region in starmap(Region, upright + lying):
            # What is flat is everywhere.
            with suppress(TemplateError):
                strips.append((int(region.left), int(region.top), self.template.part(region)))
        return strips

    @cached_property
    def softer(self) -> list[Correlator]:
        """It as it is when it is blurred, less and more, as long as something can be told."""
        blurred = []
        for sigma in _BLURS:
            color = np.asarray(cv2.GaussianBlur(self.template.color, (0, 0), sigma), np.uint8)
            gray = cv2.cvtColor(color, cv2.COLOR_BGR2GRAY)
            if float(gray[self.template.counts].std()) < STILL_CONTRAST:
                break
            blurred.append(Correlator(replace(self.template, color=color)))
        return blurred


@lru_cache(maxsize=512)
def reference_of(template: Template) -> ReferenceTemplate:
    """The template prepared for comparing; what was prepared is kept."""
    return ReferenceTemplate(template)


class Candidate:
    """A place beside a template.

    Args:
        frame: The picture of the screen.
        reference: The template.
        place: The place, of the template's size, in pixels.
    """

    def __init__(self, frame: Frame, reference: ReferenceTemplate, place: Region) -> None:
        self._frame = frame
        self._reference = reference
        self.template = reference.template
        self.place = place
        self.window = part(frame.gray, place)

    @cached_property
    def correlation(self) -> float:
        """How well the brightness correlates."""
        return self._reference.correlator.at(self.window, 0, 0)

    @cached_property
    def brightness(self) -> float:
        """The difference in brightness, as a share of the tolerance."""
        return self._reference.judge.brightness_difference(self.window)

    @cached_property
    def chroma(self) -> float:
        """The difference in colour, as a share of the tolerance."""
        return self._reference.judge.chroma_difference(part(self._frame.color, self.place))

    @cached_property
    def deciding_difference(self) -> float:
        """The largest difference, as a share of its tolerance."""
        return deciding_difference(self.correlation, self.brightness, self.chroma)

    @property
    def looks_the_same(self) -> bool:
        """Whether it is accepted by the default threshold."""
        return self.deciding_difference <= 1

    def score(self, threshold: float) -> float:
        """How near the place comes to what is wanted; below the threshold, where it is not accepted.

        Down to 0.80, or a lower threshold, it is the score of a match, which the largest difference decides. That is
        the same for a row of which one word differs and for one of which all do. So below it counts how much of the
        thing is left: of brightness and colour the mean of all blocks, of which each that is within its tolerance
        counts 1 and each other one over its difference, of contrast, ground and the largest difference roots of the
        same, and the correlation; the least of these.

        Args:
            threshold: The least score that is accepted, 0.0 to 1.0.
        """
        deciding = self.deciding_difference
        limit = max(1.0, difference_of(threshold))
        if deciding <= limit:
            return score_of(deciding)
        judge = self._reference.judge
        luma = _left(judge.luma_differences(self.window), limit)
        chroma = _left(judge.chroma_differences(part(self._frame.color, self.place)), limit)
        gain, ground, largest = _left(np.array([*judge.whole_differences(self.window), deciding]), limit)
        shares = (
            luma[self.template.whole_blocks].mean(),
            luma[self.something].mean(),
            chroma.mean(),
            gain**_ROOT_OF_WHOLE,
            ground**_ROOT_OF_WHOLE,
            largest**_ROOT_OF_LARGEST,
            max(0.0, self.correlation),
        )
        return score_of(limit) * float(min(shares))

    @cached_property
    def differs(self) -> Flags:
        """Which of the sliding 4x4 blocks differ in brightness."""
        return (self._reference.judge.luma_differences(self.window) > 1) & self.template.whole_blocks

    @property
    def something(self) -> Flags:
        """Which of the sliding 4x4 blocks of the template have something in them."""
        return self._reference.something

    @property
    def extent(self) -> int:
        """How many pixels the rectangle of the template has in which there is something."""
        return self._reference.extent

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
        seen = _contrast(self.window) > _OF_ITS * self._reference.contrast
        return float((~spread & seen)[self.something].mean())

    @property
    def sharpness(self) -> float:
        """How much of its finest detail is there, as a share."""
        return _sharpness(self.window) / max(self._reference.sharpness, 1e-3)

    @property
    def correlation_of_blurred(self) -> float:
        """How well it correlates with a blurred picture of the template."""
        return max((softer.at(self.window, 0, 0) for softer in self._reference.softer), default=0.0)

    def fits(self, gain: float, offset: float) -> bool:
        """Whether it is as bright, but for a factor and an offset of brightness; a few blocks aside.

        Args:
            gain: The factor.
            offset: The offset, in levels.
        """
        expected = _transformed(self.template.gray, gain, offset)
        color = np.asarray(cv2.cvtColor(expected, cv2.COLOR_GRAY2BGR), np.uint8)
        differs = Judge(replace(self.template, color=color)).luma_differences(self.window) > 1
        return float(differs[self.template.whole_blocks].mean()) <= _ASIDE

    def is_tinted(self, gain: float, offset: float) -> bool:
        """Whether red, green and blue did not all change by a factor and an offset of brightness.

        Args:
            gain: The factor.
            offset: The offset, in levels.
        """
        expected = replace(self.template, color=_transformed(self.template.color, gain, offset))
        return Judge(expected).chroma_difference(part(self._frame.color, self.place)) > 1

    @property
    def differing(self) -> Region:
        """The rectangle of the template in which it differs."""
        ys, xs = np.nonzero(self.differs)
        # A block differs if one side of it does.
        inner = BLOCK // 2
        return Region(
            int(xs.min()) + inner - 1, int(ys.min()) + inner - 1, int(np.ptp(xs)) + inner, int(np.ptp(ys)) + inner
        )


def _left(differences: NDArray[np.floating[Any]], limit: float) -> NDArray[np.floating[Any]]:
    """Which share is left of what differs so much: all of it within the limit, else one over its difference."""
    return np.asarray(limit / np.maximum(differences, limit))


def _transformed(pixels: Pixels, gain: float, offset: float) -> Pixels:
    return np.asarray(np.clip(gain * pixels.astype(np.float32) + offset, 0, 255), np.uint8)


def _contrast(gray: Pixels) -> Floats:
    """The standard deviation around the middle of each sliding 4x4 block."""
    values = gray.astype(np.float32)
    mean, square = (cv2.blur(some, _AROUND) for some in (values, values * values))
    rows, columns = (length - BLOCK + 1 for length in gray.shape)
    middle = BLOCK // 2
    return np.sqrt(np.maximum(square - mean * mean, 0))[middle : middle + rows, middle : middle + columns]


def _sharpness(gray: Pixels) -> float:
    return float(cv2.Laplacian(gray, cv2.CV_32F).std())
