"""The routes of what was seen since the page was opened."""

from functools import partial

from fastapi import APIRouter, Request

from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.elsewhere import OtherScreen, told_elsewhere, tried_while_wanted
from TinyPilotLibrary.studio.session_frames import SessionFrames
from TinyPilotLibrary.studio.stored_requests import TriedAnswer
from TinyPilotLibrary.studio.studio_requests import SaveRequest
from TinyPilotLibrary.vision.frame import Frame


def add_session_routes(routes: APIRouter, served: Served, desk: Desk, seen: SessionFrames) -> None:
    """Adds the routes.

    Args:
        routes: Takes them.
        served: The device.
        desk: Looks for templates.
        seen: What was seen.
    """

    def besides(frame: Frame) -> list[OtherScreen]:
        own = frame.jpeg(served.frames.quality)
        kept = [screen for screen in seen.newest_first() if screen.jpeg != own]
        return [OtherScreen(partial(Frame.read, screen.jpeg), seen=screen.at) for screen in kept]

    @routes.post("/session/try")
    async def try_areas(body: SaveRequest, request: Request) -> TriedAnswer:
        return told_elsewhere(await tried_while_wanted(besides, desk, body, request))
