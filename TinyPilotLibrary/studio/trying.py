"""A locator tried on a frame: by the code that keywords use, so that what is said here is what they will say."""

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.choice import in_reading_order
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.studio_requests import FoundAnswer, MissedAnswer, TryAnswer, TryRequest
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.match import Match, Miss

# More boxes than that say nothing more.
_MOST = 100


def tried(desk: Desk, frame: Frame, asked: TryRequest) -> TryAnswer:
    """Looks for every place of what a locator names.

    Args:
        desk: Where templates are, and who reads.
        frame: The frame.
        asked: What is looked for, and how.

    Returns:
        The places, counted as `nth` counts them; or what came closest, and why it was refused.

    Raises:
        LocatorError: If it cannot be looked for.
    """
    locator = Locator.parse(asked.locator)
    region = Region.parse(asked.region) if asked.region.strip() else None
    offset = Point.parse(asked.offset) if asked.offset.strip() else None
    if locator.point is not None:
        place = locator.point.pixel(frame.size)
        match = Match(str(locator), Region(place.x, place.y, 1, 1), 1.0, locator.point)
        return TryAnswer(found=[clicked(match, frame.size, offset)])
    resolved = desk.catalog.find([locator], desk.folders(), asked.scale)
    exact = None if asked.exact is None else Exact(asked.exact)
    state = None if asked.state is None else TextState(asked.state)
    how = ReadOptions(desk.reader, asked.ignore_case, asked.similarity, exact, state)
    look = Look(resolved, region, desk.threshold() if asked.threshold is None else asked.threshold, how)
    notes = [sentence for item in resolved for sentence in item.unusable]
    places = look.find_all(frame)
    if places:
        shown = in_reading_order(places[:_MOST])
        return TryAnswer(found=[clicked(match, frame.size, offset) for match in shown], notes=notes)
    missed = [missed_answer(outcome) for outcome in look.outcomes(frame) if isinstance(outcome, Miss)]
    return TryAnswer(missed=missed, notes=notes)


def clicked(match: Match, size: Size, offset: Point | None) -> FoundAnswer:
    """A match as the page is told it, with where a click on it goes, or why it goes nowhere.

    Args:
        match: The match.
        size: The size of the screen.
        offset: How far from it is clicked; None for not at all.
    """
    answer = found_answer(match)
    try:
        x, y = match.click_point.pixel(size, offset)
    except LocatorError as error:
        return answer.model_copy(update={"click": None, "no_click": str(error)})
    return answer.model_copy(update={"click": [x, y]})


def found_answer(match: Match) -> FoundAnswer:
    """A match as the page is told it."""
    return FoundAnswer(
        region=box(match.region),
        score=round(match.score, 4),
        click=[int(match.click_point.x), int(match.click_point.y)],
        text=match.text,
        template=match.template,
    )


def missed_answer(miss: Miss) -> MissedAnswer:
    """A miss as the page is told it; it is diagnosed here."""
    return MissedAnswer(
        locator=miss.locator,
        region=box(miss.region) if miss.region else None,
        score=round(miss.score, 4),
        threshold=round(miss.threshold, 4),
        reason=miss.reason,
    )


def box(region: Region) -> list[int]:
    """A region in pixels as the page is told it."""
    return [int(value) for value in region]
