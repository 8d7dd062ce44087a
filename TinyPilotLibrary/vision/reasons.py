"""Why something was not found: only asked for when a wait fails, so it may take longer than looking."""

import numpy as np

from TinyPilotLibrary.vision.correlation import Correlator
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Candidate
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.template import Template
from TinyPilotLibrary.vision.verdict import NCC_TOLERANCE, Judge, score_of

_LEAST_ALIKE = 0.5


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
        smaller = "screen" if region.width == frame.size.width and region.height == frame.size.height else "region"
        extent = f"{region.width:g}x{region.height:g}"
        return Candidate(None, 0.0, f"its {template.size} pixels are larger than the {smaller}, {extent}")
    correlation = Correlator(template).everywhere(part(frame.gray, region))
    row, column = (int(index) for index in np.unravel_index(int(correlation.argmax()), correlation.shape))
    place = template.at(int(region.left) + column, int(region.top) + row)
    judge = Judge(template)
    best = float(correlation[row, column])
    if best < _LEAST_ALIKE:
        return Candidate(None, 0.0, "nothing on the screen is alike")
    shares = {
        "nothing there is alike": (1.0 - best) / NCC_TOLERANCE,
        "a part or the brightness differs": judge.brightness_difference(part(frame.gray, place)),
        "the colour differs": judge.chroma_difference(part(frame.color, place)),
    }
    reason = max(shares, key=lambda text: shares[text])
    return Candidate(place, score_of(max(shares.values())), reason)
