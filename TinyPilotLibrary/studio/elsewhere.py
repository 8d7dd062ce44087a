"""Other screens, and whether a template would be found on them: by the search that keywords use."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from TinyPilotLibrary.companion.client_deadline import ClientDeadline
from TinyPilotLibrary.errors import TinyPilotError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.studio.cutting import on_frame
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.saved_templates import save
from TinyPilotLibrary.studio.stored_requests import FoundInAnswer, ScreenAnswer, TriedAnswer
from TinyPilotLibrary.studio.studio_requests import SaveRequest
from TinyPilotLibrary.studio.trying import box
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match


@dataclass(frozen=True)
class OtherScreen:
    """A screen that was kept.

    Args:
        read: Gives its frame.
        name: Its name; empty if it has none.
        tests: The tests that failed on it.
        seen: When it was seen, in seconds since 1970; None if that is not known.
    """

    read: Callable[[], Frame]
    name: str = ""
    tests: tuple[str, ...] = ()
    seen: float | None = None


Tried = tuple[OtherScreen, Match | None]


async def tried_while_wanted(
    screens: Callable[[Frame], Sequence[OtherScreen]], desk: Desk, asked: SaveRequest, request: Request
) -> list[Tried]:
    """Tries areas on other screens until its client hangs up: of an area that is dragged only the last is of interest.

    Args:
        screens: Gives the screens besides the frozen one.
        desk: Looks for them, and has the frozen frame that they are cut from.
        asked: The areas.
        request: The request.

    Returns:
        As of `tried_on`.

    Raises:
        Refusal: If the frame is not kept any more, an area is not on it, or there is none to match.
        TemplateError: If they cannot be a template.
    """
    frame = desk.frozen.of(asked.frozen)
    for each in asked.areas:
        on_frame(frame, each.region)
    over = threading.Event()
    gone = asyncio.create_task(ClientDeadline(request).passes())
    gone.add_done_callback(lambda _: over.set())
    try:
        return await run_in_threadpool(lambda: tried_on(screens(frame), desk, frame, asked, over.is_set))
    finally:
        gone.cancel()


def tried_on(
    screens: Sequence[OtherScreen],
    desk: Desk,
    frame: Frame,
    asked: SaveRequest,
    is_over: Callable[[], bool] = lambda: False,
) -> list[Tried]:
    """Whether areas would be found on screens, were they saved as a template.

    Args:
        screens: The screens; the one that the areas are cut from is left out, and so is one that is damaged.
        desk: Looks for them.
        frame: The screen that they are cut from.
        asked: The areas.
        is_over: Whether nobody wants to know any more.

    Returns:
        The screens in their order, each with where it is; None where it is not.

    Raises:
        Refusal: If there is no area to match.
        TemplateError: If they cannot be a template.
    """
    with TemporaryDirectory() as folder:
        save(desk, frame, asked, Path(folder))
        resolved = desk.catalog.find([Locator.parse(asked.name)], [Path(folder)])

        def tried(some: Iterable[int]) -> list[tuple[int, Match | None]]:
            look = Look(resolved, None, desk.threshold(), ReadOptions(desk.reader))
            told = []
            for index in some:
                if is_over():
                    break
                try:
                    other = screens[index].read()
                    if other.identity == frame.identity:
                        continue
                    outcome = look.outcomes(other)[0]
                except (OSError, TinyPilotError):
                    # One that is damaged says nothing of the template.
                    continue
                told.append((index, outcome if isinstance(outcome, Match) else None))
            return told

        shares = os.cpu_count() or 1
        with ThreadPoolExecutor(shares) as pool:
            parts = list(pool.map(tried, [range(share, len(screens), shares) for share in range(shares)]))
    told = sorted((each for part in parts for each in part), key=lambda each: each[0])
    return [(screens[index], match) for index, match in told]


def told_elsewhere(tried: Iterable[Tried]) -> TriedAnswer:
    """Screens as the page is told them: those that it is found on, and those that it is not.

    Args:
        tried: The screens, each with where it is.
    """
    answer = TriedAnswer(found=[], missed=[])
    for screen, match in tried:
        told = ScreenAnswer(screen=screen.name, tests=list(screen.tests), seen=screen.seen)
        if match is None:
            answer.missed.append(told)
            continue
        answer.found.append(FoundInAnswer(**told.model_dump(), score=round(match.score, 4), region=box(match.region)))
    return answer
