"""The routes of a paused run."""

import time
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.studio.misses import told_miss
from TinyPilotLibrary.studio.pauses import Answer, Pause, Pauses
from TinyPilotLibrary.studio.studio_requests import AnswerRequest, PauseAnswer, PausedWork

_LONGEST = 20.0
_OVER = "This pause is over: the run goes on."


def add_pause_routes(routes: APIRouter, pauses: Pauses) -> None:
    """Adds the routes of a run.

    Args:
        routes: Takes them.
        pauses: The run.
    """

    @routes.get("/pause")
    def pause(after: int | None = None, timeout: Annotated[float, Query(ge=0, le=_LONGEST)] = _LONGEST) -> PauseAnswer:
        version, current = pauses.state(after, timeout if after is not None else 0)
        return PauseAnswer(version=version, pause=_told(current) if current else None)

    @routes.get("/pause/{number}/{index}/{name}")
    def picture(number: int, index: int, name: str) -> Response:
        current = pauses.pause(number)
        missed = current.missed if current else ()
        data = missed[index].pictures.get(name) if 0 <= index < len(missed) else None
        if data is None:
            raise Refusal(404, _OVER if current is None else "There is no such picture.")
        return Response(data, media_type="image/png")

    @routes.post("/pause/{number}")
    def answer(number: int, body: AnswerRequest) -> Response:
        current = pauses.pause(number)
        if current is not None and body.answer == Answer.GO_ON.value and not current.can_go_on:
            raise Refusal(409, "This keyword needs a place on the screen: it cannot go on without one.")
        if not pauses.answer(number, Answer(body.answer)):
            raise Refusal(409, _OVER)
        return Response()


def _told(pause: Pause) -> PausedWork:
    return PausedWork(
        number=pause.number,
        message=pause.message,
        test=pause.test,
        frozen=pause.frozen,
        can_go_on=pause.can_go_on,
        seconds_left=max(0.0, pause.ends_at - time.monotonic()),
        missed=[told_miss(missed) for missed in pause.missed],
    )
