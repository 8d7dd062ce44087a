"""What would become of an area as a template: by the code that keywords use."""

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.errors import LocatorError, TemplateError
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.studio_requests import AreaVerdict, TextVerdict
from TinyPilotLibrary.studio.trying import found_answer
from TinyPilotLibrary.vision.content import in_light
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import every_place
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

# What is less alike than this is no twin that anybody has to fear.
_ALIKE = 0.5
_LONGEST_TEXT = 80
# As behind a dialog, or on a screen that goes to sleep; and as in another theme.
_DIMMED, _TINTED = (0.6, 0.6, 0.6), (0.3, 0.75, 1.0)


def on_frame(frame: Frame, box: list[int]) -> Region:
    """A region of a frame as the page gives it.

    Args:
        frame: The frame.
        box: Left, top, width and height, in pixels.

    Raises:
        Refusal: If it is not wholly on the frame.
    """
    try:
        return Region(*box).on(frame.size)
    except (LocatorError, TypeError) as error:
        raise Refusal(400, str(error)) from None


def area_verdict(frame: Frame, region: Region) -> AreaVerdict:
    """Whether an area can be a template, and whether it is unique on its own frame.

    Args:
        frame: The frame.
        region: The area, in pixels.
    """
    try:
        template = Template("area", part(frame.color, region).copy())
    except TemplateError as error:
        return AreaVerdict(unusable=str(error))
    # One search for what is found and for what is merely alike.
    places = [found_answer(match) for match in every_place(frame, template, whole(frame.size), _ALIKE)]
    pixels = part(frame.color, region)
    others = [place for place in places if not Region(*place.region).is_about(region)]
    return AreaVerdict(
        twins=sum(place.score >= DEFAULT_THRESHOLD for place in others),
        nearest=max(others, key=lambda place: place.score, default=None),
        dimmed=_is_found(template, pixels, _DIMMED),
        tinted=_is_found(template, pixels, _TINTED),
    )


def _is_found(template: Template, pixels: Pixels, shares: tuple[float, float, float]) -> bool:
    """Whether a template is found where less light of blue, green and red is left."""
    frame = Frame.of_pixels(in_light(pixels, shares))
    return bool(every_place(frame, template, whole(frame.size), DEFAULT_THRESHOLD))


def text_verdict(desk: Desk, frame: Frame, region: Region) -> TextVerdict:
    """The text in an area, and the locator that finds it.

    Args:
        desk: Who reads.
        frame: The frame.
        region: The area, in pixels.
    """
    page = desk.reader.read(frame, region)
    text = next((line.folded[0].strip() for line in page.lines if line.folded[0].strip()), "")[:_LONGEST_TEXT]
    if not text:
        return TextVerdict(error=page.error)
    locator = Locator(LocatorKind.TEXT, text, f"text:{text}")
    places = TextFinder(locator, None, ReadOptions(desk.reader)).find_all(frame)
    return TextVerdict(locator=str(locator), places=len(places))
