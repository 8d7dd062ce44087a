"""Debian's uStreamer in front of the virtual capture. A Robot Framework library too."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from robot.api.deco import keyword, library

from atest.ondevice._inside.vivid import CAPTURE

_SOCKET = Path("/run/ustreamer.sock")
#: The addresses of what it can listen on.
PLACES = {"tcp": "http://127.0.0.1:8001", "unix": str(_SOCKET)}
_LISTENS = {"tcp": ("--host=127.0.0.1", "--port=8001"), "unix": (f"--unix={_SOCKET}", "--unix-rm")}
_ENCODING = ("--format=UYVY", "--desired-fps=10", "--workers=1", "--buffers=2", "--quality=95")


@contextmanager
def streamer(kind: str, *options: str) -> Iterator[str]:
    """Runs uStreamer.

    Args:
        kind: What it listens on: `tcp` or `unix`.
        options: More of its options.

    Yields:
        Its address.
    """
    command = ["ustreamer", f"--device={CAPTURE}", "--dv-timings", *_ENCODING, *_LISTENS[kind], *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield PLACES[kind]
    finally:
        process.terminate()
        process.wait()


@library(scope="GLOBAL", auto_keywords=False)
class Streamers:
    """Runs uStreamer until it is stopped."""

    def __init__(self) -> None:
        self._running = ExitStack()

    @keyword
    def start_streamer(self) -> str:
        """Starts uStreamer; gives its address. It may not listen yet."""
        return self._running.enter_context(streamer("tcp"))

    @keyword
    def stop_streamer(self) -> None:
        """Stops uStreamer, if it runs."""
        self._running.close()
