"""Why something was not found: only asked for when a wait fails, so it may take longer than looking.

The first of these that fits is told, as what it looks like: accepted outside the region (shifted); brightness fits, but
not the colour; the same but darker or brighter as a whole; blurred; a part differs; scaled; covered; absent.
"""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from TinyPilotLibrary.vision.cascade import Span
from TinyPilotLibrary.vision.correlation import Correlator
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Candidate
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.seeker import seeker
from TinyPilotLibrary.vision.template import Template
from TinyPilotLibrary.vision.verdict import NCC_TOLERANCE, Judge, score_of

# Below this correlation nothing is worth naming.
_LEAST_ALIKE = 0.5
# How well a darker, a blurred and a partly changed thing still correlate.
_SAME_SHAPE, _BLURRED, _REST_FITS = 0.97, 0.96, 0.93
# How much it may be blurred, in pixels, and what contrast has to be left, in levels.
_BLURS, _STILL_CONTRAST = (0.7, 1.0, 1.4, 2.0), 4.0
# A part is less than this share of the blocks; covered is what shows at least so many of its blocks.
_PART, _STILL_SEEN, _LEAST_COVERED = 0.25, 0.4, 0.4
# Sizes that a screen is scaled by, and how much better than unscaled the thing has to correlate then.
_SCALES = (0.5, 0.625, 2 / 3, 0.75, 0.8, 1.25, 4 / 3, 1.5, 1.6, 2.0)
_SCALED, _BETTER = 0.8, 0.15


def closest(frame: Frame, template: Template, region: Region, threshold: float) -> Candidate:
    """What came nearest to a template that was not found.

    Args:
        frame: The picture of the screen.
        template: What was looked for.
        region: Where, in pixels.
        threshold: The score that was wanted.

    Returns:
        The place that correlates best, its score and why it was refused.
    """
    if template.size.width > region.width or template.size.height > region.height:
        smaller = "screen" if region == whole(frame.size) else "region"
        extent = f"{region.width:g}x{region.height:g}"
        return Candidate(None, 0.0, f"its {template.size} pixels are larger than the {smaller}, {extent}")
    elsewhere = _elsewhere(frame, template, region, threshold)
    if elsewhere is not None:
        return elsewhere
    correlation = Correlator(template).everywhere(part(frame.gray, region))
    row, column = (int(index) for index in np.unravel_index(int(correlation.argmax()), correlation.shape))
    place = template.at(int(region.left) + column, int(region.top) + row)
    comparison = _Comparison(frame, template, place, float(correlation[row, column]))
    reason = next(comparison.reasons(), None)
    if comparison.correlation < _LEAST_ALIKE and reason is None:
        return Candidate(None, 0.0, "nothing there is alike")
    return Candidate(place, comparison.score, reason or "it differs in shape")


def _elsewhere(frame: Frame, template: Template, region: Region, threshold: float) -> Candidate | None:
    """The thing itself, outside the region that was searched."""
    if region == whole(frame.size):
        return None
    search = seeker(template, threshold)
    everywhere = search.judged(frame, Span.within(whole(frame.size), template.size))
    found = next(filter(search.accepts, everywhere), None)
    if found is None:
        return None
    match = search.match(found)
    return Candidate(match.region, match.score, "it looks shifted: it is on the screen, but not in the region")


class _Comparison:
    """The best candidate beside the template.

    Args:
        frame: The picture of the screen.
        template: What was looked for.
        place: Where the best candidate is.
        correlation: How well it correlates.
    """

    def __init__(self, frame: Frame, template: Template, place: Region, correlation: float) -> None:
        judge = Judge(template)
        self._frame = frame
        self._template = template
        self._window = part(frame.gray, place)
        self._brightness = judge.brightness_difference(self._window)
        self._chroma = judge.chroma_difference(part(frame.color, place))
        self._blocks = judge.luma_differences(self._window)[template.whole_blocks]
        self.correlation = correlation

    @property
    def score(self) -> float:
        """The candidate's score."""
        return score_of(max((1.0 - self.correlation) / NCC_TOLERANCE, self._brightness, self._chroma))

    def reasons(self) -> Iterator[str]:
        """What it looks like, the likeliest first."""
        tests: list[Callable[[], str | None]] = [
            self._other_color,
            self._other_brightness,
            self._blurred,
            self._a_part,
            self._scaled,
            self._covered,
        ]
        yield from (told for test in tests if (told := test()) is not None)

    def _other_color(self) -> str | None:
        return "it looks like it in another colour" if self._brightness <= 1 < self._chroma else None

    def _other_brightness(self) -> str | None:
        """The same but for a factor and an offset of brightness."""
        if self.correlation < _SAME_SHAPE or self._brightness <= 1:
            return None
        counts = self._template.counts
        window, sought = (pixels[counts].astype(float) for pixels in (self._window, self._template.gray))
        gain = float(np.polyfit(sought, window, 1)[0])
        mean = float(window.mean() - sought.mean())
        if abs(gain - 1) < 0.05 and abs(mean) < 6:
            return None
        what = "darker" if mean < 0 else "brighter"
        return f"it looks like it, but {what}: contrast x{gain:.2f}, {mean:+.0f} levels"

    def _blurred(self) -> str | None:
        """As a blurred picture of it would be, and better so than as it is."""
        if self.correlation < _LEAST_ALIKE:
            return None
        least = max(_BLURRED, self.correlation + 0.01)
        for sigma in _BLURS:
            blurred = np.asarray(cv2.GaussianBlur(self._template.color, (0, 0), sigma), np.uint8)
            # Blurred to one brightness it tells nothing.
            if float(cv2.cvtColor(blurred, cv2.COLOR_BGR2GRAY)[self._template.counts].std()) < _STILL_CONTRAST:
                return None
            softer = Template(self._template.name, blurred, self._template.mask)
            if Correlator(softer).at(self._window, 0, 0) >= least:
                return "it looks blurred"
        return None

    def _a_part(self) -> str | None:
        """Few blocks differ, and the rest correlates."""
        differs = Judge(self._template).luma_differences(self._window) > 1
        share = float((self._blocks > 1).mean())
        if not 0 < share < _PART:
            return None
        spread = cv2.dilate(differs.astype(np.uint8), np.ones((7, 7), np.uint8))
        rows, columns = spread.shape
        kept = self._template.counts.copy()
        kept[:rows, :columns] &= spread == 0
        window, sought = (pixels[kept].astype(float) for pixels in (self._window, self._template.gray))
        if window.size < 16 or min(window.std(), sought.std()) < 1:
            return None
        if np.corrcoef(window, sought)[0, 1] < _REST_FITS:
            return None
        ys, xs = np.nonzero(differs)
        where = Region(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 4, int(np.ptp(ys)) + 4)
        return f"it looks like it, but a part differs: {where} of the template"

    def _scaled(self) -> str | None:
        """It is there in another size."""
        half = self._frame.pyramid.half
        best, factor = 0.0, 1.0
        for scale in _SCALES:
            width, height = (round(length * scale / 2) for length in self._template.size)
            if min(width, height) < 8 or width > half.shape[1] or height > half.shape[0]:
                continue
            small = cv2.resize(self._template.gray, (width, height), interpolation=cv2.INTER_AREA)
            correlation = float(cv2.matchTemplate(half, small, cv2.TM_CCOEFF_NORMED).max())
            if correlation > best:
                best, factor = correlation, scale
        if best < _SCALED or best < self.correlation + _BETTER:
            return None
        lines = round(self._frame.size.height / factor)
        return (
            f"it matches at {factor:.3g} of its size: the screen was {lines} lines high when it was cut, and is "
            f"{self._frame.size.height} now"
        )

    def _covered(self) -> str | None:
        """Of the blocks that have something in them, many fit."""
        deviation = cv2.blur(self._template.gray.astype(np.float32) ** 2, (9, 9))
        mean = cv2.blur(self._template.gray.astype(np.float32), (9, 9))
        rows, columns = self._template.whole_blocks.shape
        textured = np.sqrt(np.maximum(deviation - mean * mean, 0))[2 : 2 + rows, 2 : 2 + columns] > 8
        fits = self._blocks[textured[self._template.whole_blocks]] <= 1
        if self.correlation < _LEAST_COVERED or not fits.size or fits.mean() < _STILL_SEEN:
            return None
        return f"it looks partly covered: {100 * fits.mean():.0f} % of it are there"
