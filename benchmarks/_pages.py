"""Pages in Chromium that show a machine's screen, and how long a key takes there until its picture is drawn."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from atest.lab.packages import Need

try:
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.wait import WebDriverWait

    #: Whether Selenium is installed.
    INSTALLED = True
except ModuleNotFoundError:
    INSTALLED = False
NOVNC = Path("/usr/share/novnc")
NEEDS = (
    Need("/usr/bin/chromium", ("chromium",)),
    Need("/usr/bin/chromedriver", ("chromium-driver",)),
    Need(str(NOVNC / "vnc_lite.html"), ("novnc",)),
)
_SWITCHES = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,800")
# A key, and a picture after it, take no longer, in seconds.
_ANSWERS = 30.0
# The page itself tells when a key came to it, and when its canvas has another pixel: how a driver asks takes no part.
_WATCH = """
const canvas = document.querySelector(arguments[0]);
const context = canvas.getContext("2d");
const colour = (row) => [...context.getImageData(0, row, 1, 1).data];
const isOther = (one, other) => one.some((part, index) => Math.abs(part - other[index]) > 8);
let look = () => {};
let came = 0;
addEventListener("keydown", (event) => { came = event.timeStamp; }, true);
for (const way of ["drawImage", "putImageData"]) {
  const draw = CanvasRenderingContext2D.prototype[way];
  CanvasRenderingContext2D.prototype[way] = function (...given) {
    draw.apply(this, given);
    if (this.canvas === canvas) look();
  };
}
window.taken = (row) => new Promise((done) => {
  const before = colour(row);
  came = 0;
  look = () => { if (came && isOther(colour(row), before)) { done(performance.now() - came); look = () => {}; } };
});
"""


class ScreenPage:
    """A page that shows a screen.

    Args:
        url: Its address.
        canvas: Where on it the screen is, as a CSS selector.
        capture: What is clicked first, so that keys go to the machine; nothing if empty.
    """

    def __init__(self, url: str, canvas: str, capture: str = "") -> None:
        options = ChromeOptions()
        options.binary_location = NEEDS[0].what
        for switch in _SWITCHES:
            options.add_argument(switch)
        self._driver = Chrome(options=options, service=Service(NEEDS[1].what))
        self._driver.set_script_timeout(_ANSWERS)
        self._driver.get(url)
        self._canvas = canvas
        self._until("return document.querySelector(arguments[0])?.height === 1080")
        if capture:
            self._until("const found = document.querySelector(arguments[1]); found?.click(); return !!found", capture)
        self._driver.execute_script("document.querySelector(arguments[0]).focus()", canvas)
        self._driver.execute_script(_WATCH, canvas)

    def press(self, key: str, row: int, hold: float) -> float:
        """Presses a letter. Returns the seconds until its picture is drawn: until the first pixel of a row is another.

        Args:
            key: The letter.
            row: The row.
            hold: How long it is held, in seconds; a driver takes some milliseconds more.
        """
        self._driver.execute_script("window.shown = taken(arguments[0])", row)
        event = {"code": f"Key{key.upper()}", "key": key, "windowsVirtualKeyCode": ord(key.upper())}
        self._driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **event})
        time.sleep(hold)
        self._driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **event})
        taken: float = self._driver.execute_async_script("shown.then(arguments[0])")
        return taken / 1000

    def close(self) -> None:
        """Ends its browser."""
        self._driver.quit()

    def _until(self, script: str, *given: str) -> Any:  # noqa: ANN401 - what a script returns
        return WebDriverWait(self._driver, _ANSWERS).until(lambda it: it.execute_script(script, self._canvas, *given))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def novnc(port: int) -> Iterator[str]:
    """noVNC's page for a VNC server that takes web sockets itself, so that nothing stands between them.

    Args:
        port: The port of the server's web sockets on loopback.

    Yields:
        Its address.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(NOVNC))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/vnc_lite.html?host=127.0.0.1&port={port}&path=&scale=true"
        server.shutdown()
