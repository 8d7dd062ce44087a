"""The routes of a run that is over."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.elsewhere import OtherScreen, told_elsewhere, tried_while_wanted
from TinyPilotLibrary.studio.misses import told_miss
from TinyPilotLibrary.studio.pauses import Missed
from TinyPilotLibrary.studio.stored_requests import (
    MissDetails,
    StoredGroupAnswer,
    StoredMissAnswer,
    StoredRunAnswer,
    TriedAnswer,
)
from TinyPilotLibrary.studio.stored_run import StoredRun, stored_frame
from TinyPilotLibrary.studio.studio_requests import SaveRequest


def add_stored_routes(routes: APIRouter, desk: Desk, run: StoredRun) -> None:
    """Adds the routes of a run.

    Args:
        routes: Takes them.
        desk: Where templates are.
        run: The run.
    """
    # Its pictures are asked for one by one.
    shown: dict[int, list[Missed]] = {}

    @routes.get("/stored")
    def stored() -> StoredRunAnswer:
        groups: dict[str, list[StoredMissAnswer]] = {}
        for index, miss in enumerate(run.misses):
            groups.setdefault(miss.locator, []).append(StoredMissAnswer(index=index, test=miss.test))
        often = sorted(groups.items(), key=lambda group: -len(group[1]))
        return StoredRunAnswer(
            summary=run.summary,
            screens=len(run.files),
            groups=[StoredGroupAnswer(locator=locator, misses=misses) for locator, misses in often],
        )

    @routes.get("/stored/{index}")
    def miss(index: int) -> MissDetails:
        frame, missed = run.missed(index, desk)
        shown[index] = missed
        told = [told_miss(each) for each in missed]
        return MissDetails(frozen=desk.frozen.keep(frame), region=run.misses[index].region, missed=told)

    @routes.get("/stored/{index}/{which}/{name}")
    def picture(index: int, which: int, name: str) -> Response:
        missed = shown.get(index, [])
        data = missed[which].pictures.get(name) if 0 <= which < len(missed) else None
        if data is None:
            raise Refusal(404, "There is no such picture.")
        return Response(data, media_type="image/png")

    screens = [_screen(run, file) for file in run.files]

    @routes.post("/stored/try")
    async def try_areas(body: SaveRequest, request: Request) -> TriedAnswer:
        return told_elsewhere(await tried_while_wanted(lambda _: screens, desk, body, request))


def _screen(run: StoredRun, file: Path) -> OtherScreen:
    tests = dict.fromkeys(miss.test for miss in run.misses if miss.file == file)
    return OtherScreen(partial(stored_frame, file), file.name, tuple(tests))
