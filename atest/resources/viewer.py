"""Playwright's trace viewer, as its npm package has it, in a browser: `Library    atest.resources.viewer.Viewer`."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

from atest.resources.npm import npm_package

_PACKAGE = "playwright-core@1.65.1"
_SCRIPT = Path(__file__).with_name("viewer.js")
_PATIENCE = 180


@library
class Viewer:
    """Opens traces in the unmodified viewer."""

    @keyword
    def open_trace(self, trace: Path, chosen: str) -> dict[str, list[str]]:
        """Opens a trace. Returns what the viewer shows of it.

        Args:
            trace: The zip file.
            chosen: The action that is chosen in the list.

        Returns:
            `actions`: their titles. `pictures`: the sizes of the pictures in the film strip and of the chosen action.
            `log`: the lines of its log. `errors`: those of the trace. `attachments`: what is attached to it.
            `failures`: what went wrong in the viewer.
        """
        programs = [shutil.which(name) for name in ("node", "chromium")]
        if not all(programs):
            raise SkipExecution("To open a trace in the viewer, install npm and chromium: apt install npm chromium")
        package = npm_package(_PACKAGE)
        with _serving(package / "lib" / "vite" / "traceViewer", trace) as url:
            ran = subprocess.run(
                [programs[0] or "", _SCRIPT, package, programs[1] or "", url, chosen],
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        logger.info(ran.stdout + ran.stderr)
        assert ran.returncode == 0, ran.stderr
        return dict(json.loads(ran.stdout))


@contextmanager
def _serving(viewer: Path, trace: Path) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return str(trace) if path.partition("?")[0] == "/trace.zip" else super().translate_path(path)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(viewer))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        yield f"{base}/index.html?trace={base}/trace.zip"
        server.shutdown()
