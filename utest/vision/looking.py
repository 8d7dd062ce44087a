"""Looking at one frame for one picture, as the library does."""

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.finding.picture_files import Picture
from TinyPilotLibrary.finding.picture_finder import PictureFinder
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import every_place
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD


def match_of(
    frame: Frame, template: Template, region: Region | None = None, threshold: float = DEFAULT_THRESHOLD
) -> Match | None:
    """Where a template is."""
    return IncrementalSearch([template], region, threshold).look(frame)[0]


def matches_of(frame: Frame, template: Template) -> list[Match]:
    """Every place where a template is."""
    return every_place(frame, template, whole(frame.size), DEFAULT_THRESHOLD)


def outcome_of(
    frame: Frame, picture: Picture, region: Region | None = None, threshold: float = DEFAULT_THRESHOLD
) -> Match | Miss:
    """Where a picture is, or the miss, which says why it is not there."""
    return PictureFinder(ResolvedLocator(Locator.parse(picture.name), [picture]), region, threshold).find(frame)
