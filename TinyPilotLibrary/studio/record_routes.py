"""The routes of recording, and of running what was recorded."""

import mimetypes
from os.path import relpath
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.hid.layouts import US, find_layout
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.page_files import ROOT
from TinyPilotLibrary.studio.record_requests import (
    RecordingAnswer,
    RunAnswer,
    RunRequest,
    SavedSuiteAnswer,
    SaveSuiteRequest,
    SecretRequest,
    StartRequest,
)
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.studio.recording.sight import Cut
from TinyPilotLibrary.studio.recording.suite_text import Heading
from TinyPilotLibrary.studio.recording.suites import suite_file
from TinyPilotLibrary.studio.saved_templates import file_in, save
from TinyPilotLibrary.studio.studio_requests import Area, SaveRequest

# A log has scripts of its own. In a sandbox it has another origin than the page, and nothing of its rights.
_SANDBOX = {
    "Content-Security-Policy": "sandbox allow-scripts allow-popups allow-modals; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add_record_routes(routes: APIRouter, served: Served, desk: Desk, recorder: Recorder) -> None:
    """Adds the routes of a recording.

    Args:
        routes: Takes them.
        served: The device.
        desk: Where suites and templates are saved.
        recorder: Records.
    """
    _add_recording(routes, served, desk, recorder)
    _add_saving(routes, desk, recorder)
    _add_running(routes, served, desk, recorder)


def _add_recording(routes: APIRouter, served: Served, desk: Desk, recorder: Recorder) -> None:
    @routes.get("/recording")
    def recording(known: int | None = None) -> RecordingAnswer:
        now = recorder.recording()
        text = None if known == now.version else now.text
        return RecordingAnswer(version=now.version, is_on=now.is_on, is_secret=now.is_secret, name=now.name, text=text)

    @routes.post("/recording/start")
    def start(body: StartRequest) -> Response:
        if desk.run.is_running:
            raise Refusal(409, "A suite is running: what it does is not recorded. Wait for its end, or stop it.")
        layout = find_layout(body.layout)
        suites, folders = desk.suites or Path(), desk.folders()
        suite_file(suites, body.name)
        templates = relpath(folders[0].resolve(), suites.resolve()) if folders else "."
        where = "${CURDIR}" if templates == "." else f"${{CURDIR}}/{Path(templates).as_posix()}"
        device = desk.device or served.device.name
        recorder.start(body.name, Heading(device, "" if layout is US else layout.name, where), layout)
        return Response()

    @routes.post("/recording/secret")
    def secret(body: SecretRequest) -> Response:
        recorder.mark_secret(secret=body.secret)
        return Response()

    @routes.post("/recording/stop")
    def stop() -> Response:
        recorder.stop()
        return Response()


def _add_saving(routes: APIRouter, desk: Desk, recorder: Recorder) -> None:
    @routes.post("/recording/save")
    def save_suite(body: SaveSuiteRequest) -> SavedSuiteAnswer:
        file = suite_file(_suites(desk), body.name)
        cuts = {name: cut for name, cut in recorder.recording().cuts.items() if name in body.text}
        folder = desk.folders()[0] if desk.folders() else _suites(desk)
        taken = [path for path in (file, *(file_in(folder, name) for name in cuts)) if path.exists()]
        if taken and not body.replace:
            raise Refusal(409, f"There is '{taken[0]}' already. Take another name for the recording, or replace it.")
        for name, cut in cuts.items():
            save(desk, cut.frame.bare(), _cut(name, cut), folder)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, body.text.encode())
        except OSError as error:
            raise Refusal(500, f"'{file}' cannot be saved: {error.strerror}.") from error
        return SavedSuiteAnswer(file=str(file), templates=len(cuts))


def _add_running(routes: APIRouter, served: Served, desk: Desk, recorder: Recorder) -> None:
    run = desk.run

    @routes.post("/recording/run")
    def run_suite(body: RunRequest, request: Request) -> Response:
        file = suite_file(_suites(desk), body.name)
        if not file.is_file():
            raise Refusal(404, f"There is no '{file}' yet: save it first.")
        now = recorder.recording()
        if now.is_on:
            raise Refusal(409, "The recording goes on: stop it first.")
        if not served.access.issues_tokens:
            raise Refusal(409, "With an API key suites are not run from here: their process would need it.")
        run.start(file, f"{request.base_url.scheme}://{request.base_url.netloc}", now.secrets)
        return Response()

    @routes.get("/recording/run")
    def running() -> RunAnswer:
        log = f"results/{run.key}/log.html" if run.code is not None and run.has("log.html") else ""
        return RunAnswer(is_running=run.is_running, code=run.code, output=run.output, log=log)

    @routes.post("/recording/run/stop")
    def stop_run() -> Response:
        run.stop()
        return Response()


def result_routes(desk: Desk) -> APIRouter:
    """The files of the last run: a link carries no token, so that their address is one that nobody guesses.

    Args:
        desk: Has the run.
    """
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{ROOT}/results/{{key}}/{{path:path}}")
    def result(key: str, path: str) -> Response:
        file = desk.run.result(key, path)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Response(file.read_bytes(), media_type=kind, headers=_SANDBOX)

    return routes


def _suites(desk: Desk) -> Path:
    if desk.suites is None:
        raise Refusal(409, "There is no folder to save in: start the studio with --templates FOLDER.")
    return desk.suites


def _cut(name: str, cut: Cut) -> SaveRequest:
    areas = [Area(kind="match", region=[int(value) for value in cut.region])]
    if cut.click is not None and cut.click != tuple(cut.region.center):
        areas.append(Area(kind="click", region=[*cut.click, 1, 1]))
    return SaveRequest(frozen=0, name=name, areas=areas, folder="", replace=True)
