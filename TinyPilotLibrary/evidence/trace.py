"""Films as a trace that Playwright's viewer opens: actions with their times, pictures, dots, log and errors."""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.film import Film, Note, Step, Still
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.vision.drawing.compact import jpeg_of

# The format's own version, which viewers since then read, and the version that they are told.
_VERSION, _PLAYWRIGHT = 8, "1.50.0"
_PAGE, _FRAME = "page@1", "frame@1"
# Pictures are at addresses that nothing answers to: the trace has them.
_ADDRESS = "http://screen.invalid"


def write_trace(films: Sequence[tuple[Film, Path]], file: Path) -> None:
    """Writes a trace.

    Args:
        films: The films, each with the folder of its pictures.
        file: The zip file.

    Raises:
        ConfigurationError: If there is no film, a picture is missing, or the file cannot be written.
    """
    if not films:
        raise ConfigurationError("There is no film to make a trace of. Films are kept with recording=failed or always.")
    trace = _Trace(films[0][0], title=" | ".join(film.title for film, _ in films[:3]))
    try:
        for film, folder in sorted(films, key=lambda item: item[0].began):
            trace.add(film, folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, trace.zip())
    except OSError as error:
        raise ConfigurationError(f"The trace '{file}' cannot be made: {error}.") from error


class _Trace:
    """A trace that is being written.

    Args:
        first: The film that begins first.
        title: What the viewer calls it.
    """

    def __init__(self, first: Film, title: str) -> None:
        self._began = first.began
        self._calls = 0
        self._resources: dict[str, bytes] = {}
        self._known: dict[Path, str] = {}
        self._network: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = [
            {
                "type": "context-options",
                "version": _VERSION,
                "origin": "library",
                "browserName": "screen",
                "playwrightVersion": _PLAYWRIGHT,
                "options": {"viewport": {"width": first.width, "height": first.height}},
                "platform": sys.platform,
                "wallTime": first.began * 1000,
                "monotonicTime": 0,
                "sdkLanguage": "python",
                "title": title,
                "contextId": "context@1",
            }
        ]

    def add(self, film: Film, folder: Path) -> None:
        """Adds a film: the test as an action, with its keywords within."""
        start = (film.began - self._began) * 1000
        shown = [(start + still.at * 1000, self._resource(folder / still.picture)) for still in _seen(film)]
        for at, name in shown:
            self._events.append(
                {
                    "type": "screencast-frame",
                    "pageId": _PAGE,
                    "sha1": name,
                    "width": film.width,
                    "height": film.height,
                    "timestamp": at,
                }
            )
        test = Step(0.0, film.seconds, film.title or "Recording", status=film.status, message=film.message, depth=-1)
        parents: list[tuple[int, str]] = []
        for index, step in [(None, test), *enumerate(film.steps)]:
            while parents and parents[-1][0] >= step.depth:
                parents.pop()
            notes = [note for note in film.notes if note.step == index]
            call = self._action(film, folder, step, notes, start, shown, parents[-1][1] if parents else None)
            parents.append((step.depth, call))

    def zip(self) -> bytes:
        """The trace as the bytes of a zip file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("trace.trace", _lines(sorted(self._events, key=_time_of)))
            archive.writestr("trace.network", _lines(self._network))
            for name, data in self._resources.items():
                # Pictures do not become smaller.
                archive.writestr(f"resources/{name}", data, zipfile.ZIP_STORED)
        return buffer.getvalue()

    def _action(
        self,
        film: Film,
        folder: Path,
        step: Step,
        notes: Sequence[Note],
        start: float,
        shown: Sequence[tuple[float, str]],
        parent: str | None,
    ) -> str:
        self._calls += 1
        call = f"call@{self._calls}"
        begin, end = start + step.at * 1000, start + step.until * 1000
        before, after = f"before@{call}", f"after@{call}"
        self._events.append(
            {
                "type": "before",
                "callId": call,
                "startTime": begin,
                "title": step.name,
                "apiName": step.name,
                "class": "Keyword",
                "method": step.name.rpartition(".")[2],
                "params": {},
                "pageId": _PAGE,
                "beforeSnapshot": before,
                # Viewers open the first place of a stack: an empty one must not be.
                **({"stack": [{"file": step.source, "line": step.line, "column": 0}]} if step.source else {}),
                **({"parentId": parent} if parent else {}),
            }
        )
        self._snapshot(film, before, call, begin, shown)
        for note in notes:
            # Times of keywords are rounded, those of notes are not; viewers know no action before it begins.
            self._note(film, note, call, min(max(start + note.at * 1000, begin), end), shown)
        self._snapshot(film, after, call, end, shown)
        attached = [self._attachment(note, folder) for note in notes if note.channel]
        self._events.append(
            {
                "type": "after",
                "callId": call,
                "endTime": end,
                "afterSnapshot": after,
                **({"attachments": attached} if attached else {}),
                **({"error": {"name": "Error", "message": step.message}} if step.status == "FAIL" else {}),
            }
        )
        return call

    def _note(self, film: Film, note: Note, call: str, at: float, shown: Sequence[tuple[float, str]]) -> None:
        self._events.append({"type": "log", "callId": call, "time": at, "message": note.text})
        if note.x is not None and note.y is not None:
            name = f"input@{call}"
            point = {"x": note.x * film.width, "y": note.y * film.height}
            self._events.append({"type": "input", "callId": call, "point": point, "inputSnapshot": name, "_at": at})
            self._snapshot(film, name, call, at, shown)

    def _attachment(self, note: Note, folder: Path) -> dict[str, str]:
        """What another channel told, as a file of the trace."""
        data = (folder / note.file).read_bytes() if note.file else note.text.encode()
        name = f"{hashlib.sha1(data, usedforsecurity=False).hexdigest()}.txt"
        self._resources[name] = data
        return {"name": note.channel, "contentType": "text/plain", "sha1": name}

    def _snapshot(self, film: Film, name: str, call: str, at: float, shown: Sequence[tuple[float, str]]) -> None:
        """The screen at a time, as the page that the viewer shows."""
        picture = next((resource for seen, resource in reversed(shown) if seen <= at), shown[0][1] if shown else None)
        size = {"width": film.width, "height": film.height}
        image = ["IMG", {"src": f"{_ADDRESS}/{picture}", **{key: str(value) for key, value in size.items()}}]
        body = ["BODY", {"style": "margin:0"}, *([image] if picture else [])]
        snapshot = {
            "snapshotName": name,
            "callId": call,
            "pageId": _PAGE,
            "frameId": _FRAME,
            "frameUrl": f"{_ADDRESS}/",
            "doctype": "html",
            "html": ["HTML", {}, ["HEAD", {}], body],
            "viewport": size,
            "timestamp": at,
            "wallTime": self._began * 1000 + at,
            "collectionTime": 0,
            "resourceOverrides": [],
            "isMainFrame": True,
        }
        self._events.append({"type": "frame-snapshot", "snapshot": snapshot})

    def _resource(self, file: Path) -> str:
        if file in self._known:
            return self._known[file]
        data = jpeg_of(file.read_bytes())
        name = f"{hashlib.sha1(data, usedforsecurity=False).hexdigest()}.jpeg"
        if name not in self._resources:
            self._resources[name] = data
            self._network.append({"type": "resource-snapshot", "snapshot": _entry(name, len(data), self._began)})
        self._known[file] = name
        return name


def _seen(film: Film) -> Iterable[Still]:
    return (still for still in film.stills if still.picture)


def _time_of(event: dict[str, Any]) -> float:
    if event["type"] == "context-options":
        return -1.0
    if event["type"] == "frame-snapshot":
        return float(event["snapshot"]["timestamp"])
    return float(next(event[key] for key in ("timestamp", "startTime", "time", "_at", "endTime") if key in event))


def _lines(events: Iterable[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in events)


def _entry(name: str, size: int, began: float) -> dict[str, Any]:
    """How the trace says which file is at an address: as in an HTTP archive."""
    nothing: dict[str, Any] = {"cookies": [], "headers": [], "headersSize": -1, "httpVersion": "HTTP/1.1"}
    return {
        "_frameref": _FRAME,
        "_monotonicTime": 0,
        "startedDateTime": datetime.fromtimestamp(began, timezone.utc).isoformat(),
        "time": 0,
        "request": {"method": "GET", "url": f"{_ADDRESS}/{name}", "queryString": [], "bodySize": 0, **nothing},
        "response": {
            "status": 200,
            "statusText": "OK",
            "content": {"size": size, "mimeType": "image/jpeg", "_sha1": name},
            "redirectURL": "",
            "bodySize": size,
            **nothing,
            "headers": [{"name": "Content-Type", "value": "image/jpeg"}],
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }
