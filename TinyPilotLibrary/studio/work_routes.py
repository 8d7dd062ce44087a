"""The routes of trying locators and cutting templates."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.studio.cutting import area_verdict, on_frame, text_verdict
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.fitting import fitted
from TinyPilotLibrary.studio.saved_templates import save
from TinyPilotLibrary.studio.studio_requests import (
    AreaRequest,
    AreaVerdict,
    FittedAnswer,
    FrozenAnswer,
    SavedAnswer,
    SaveRequest,
    TextVerdict,
    TryAnswer,
    TryRequest,
)
from TinyPilotLibrary.studio.trying import box, tried


def add_work_routes(routes: APIRouter, served: Served, desk: Desk) -> None:
    """Adds the routes of trying and cutting.

    Args:
        routes: Takes them.
        served: The device.
        desk: Templates, and who reads.
    """

    @routes.post("/try")
    def try_locator(body: TryRequest) -> TryAnswer:
        frame = served.frames.frame() if body.frozen is None else desk.frozen.of(body.frozen)
        return tried(desk, frame, body)

    @routes.post("/freeze")
    def freeze() -> FrozenAnswer:
        frame = served.frames.frame()
        return FrozenAnswer(number=desk.frozen.keep(frame), width=frame.size.width, height=frame.size.height)

    @routes.get("/frozen/{number}")
    def frozen(number: int) -> Response:
        # Without loss: what is cut is what is seen.
        return Response(desk.frozen.of(number).png(), media_type="image/png")

    @routes.post("/area")
    def area(body: AreaRequest) -> AreaVerdict:
        frame = desk.frozen.of(body.frozen)
        return area_verdict(frame, on_frame(frame, body.region))

    @routes.post("/fit")
    def fit(body: AreaRequest) -> FittedAnswer:
        frame = desk.frozen.of(body.frozen)
        return FittedAnswer(region=box(fitted(desk.reader, frame, on_frame(frame, body.region))))

    @routes.post("/text")
    def text(body: AreaRequest) -> TextVerdict:
        frame = desk.frozen.of(body.frozen)
        return text_verdict(desk, frame, on_frame(frame, body.region))

    @routes.post("/save")
    def save_template(body: SaveRequest) -> SavedAnswer:
        frame = desk.frozen.of(body.frozen)
        for each in body.areas:
            on_frame(frame, each.region)
        return save(desk, frame, body, _folder(desk, body.folder))


def _folder(desk: Desk, name: str) -> Path:
    folders = desk.folders()
    if name:
        chosen = next((folder for folder in folders if str(folder) == name), None)
        if chosen is None:
            raise Refusal(400, f"'{name}' is not one of the template folders here.")
        return chosen
    if not folders:
        raise Refusal(409, "There is no folder to save in: start the studio with --templates FOLDER.")
    return next((folder for folder in folders if folder.is_dir()), folders[0])
