"""The studio: from a key to its picture, what a screen costs, verdicts on areas, searches through stored screens."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from itertools import cycle
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread

import requests
from PIL import Image

from atest.lab.packages import MissingPackages, require
from benchmarks._measure import Benchmark, Count, Way
from benchmarks._pages import INSTALLED, NEEDS, ScreenPage, novnc
from benchmarks._parts import Options, measure
from benchmarks._serving import started
from benchmarks._vnc_clients import Receiver
from benchmarks._vnc_guest import PART, guest
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.studio.cutting import area_verdict
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.elsewhere import OtherScreen, tried_on
from TinyPilotLibrary.studio.stored_run import stored_frame
from TinyPilotLibrary.studio.studio_requests import Area, SaveRequest
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from utest.companion.screen_stream import screen_stream
from utest.devices.vnc.servers import free_port

_PAGE, _POLLING, _DECODING = "page", "a snapshot four times a second", "decoding"
_NOVNC, _BARE = "noVNC", "its first byte"
# How long a person holds a key, in seconds: some 80 to 120 ms.
_HELD = 0.1
_EVERY = 0.25
_FRAMES = Path(__file__).parent / "frames"
_STORED = 1000


class _Page:
    """Asks for the screen as the page does, and as one that fetches snapshots."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        token = self._session.get(f"{url}/studio/token", headers={"Sec-Fetch-Site": "same-origin"}, timeout=30)
        self._session.headers["Authorization"] = f"Bearer {token.json()['token']}"
        self._keys = cycle(["ArrowDown", "ArrowUp"])
        # A key may come at any time between two snapshots.
        self._phases = cycle([share / 10 for share in (3, 9, 1, 6, 4, 8, 0, 5, 7, 2)])
        self.picture = b""
        self._pictures: Queue[int] = Queue()
        Thread(target=self._view, daemon=True).start()

    def press(self, key: str = "") -> None:
        """Presses a key, or moves the selected row."""
        self._ask("keystrokes", {"keystrokes": [{"code": key or next(self._keys)}]})

    def until(self, text: str) -> None:
        """Waits until a text is on the screen, and knows this screen."""
        reader = ScreenReader()
        while text not in reader.read(Frame.read(self.snapshot())).text:
            time.sleep(_EVERY)
        self.know()

    def know(self) -> None:
        """Has the screen as it is."""
        self.picture = self.snapshot()
        while not self._pictures.empty():
            self._pictures.get()

    def see(self, timeout: float = 20) -> int:
        """Waits for the next picture. Returns how large it was; 0 if there is none."""
        try:
            return self._pictures.get(timeout=timeout)
        except Empty:
            return 0

    def snapshot(self) -> bytes:
        """A snapshot."""
        return self._get("frame").content

    def press_and_see(self) -> None:
        """Until the key's picture is there."""
        self.press()
        self.see()

    def press_and_poll(self) -> None:
        """Until a snapshot shows it."""
        self.press()
        time.sleep(_EVERY * next(self._phases))
        while (picture := self.snapshot()) == self.picture:
            time.sleep(_EVERY)
        self.picture = picture

    def _view(self) -> None:
        with requests.Session() as session, suppress(requests.RequestException, AssertionError):
            session.headers.update(self._session.headers)
            with screen_stream(session, self._url) as stream:
                while True:
                    self._pictures.put(len(stream.next_picture().data))

    def _get(self, path: str) -> requests.Response:
        return self._session.get(f"{self._url}/api/companion/v1/{path}", timeout=30)

    def _ask(self, path: str, body: object) -> None:
        self._session.post(f"{self._url}/api/companion/v1/{path}", json=body, timeout=30).raise_for_status()


@contextmanager
def _page() -> Iterator[_Page]:
    """The setup of the virtual computer's firmware, in a studio of a process of its own."""
    with started("studio", "virtual:?setup_prompt=10m", "--port", "0", told=r"(http://\S+?)/studio/") as url:
        page = _Page(url)
        page.until("Test done")
        page.press("F2")
        page.until("Arrows: select")
        yield page


def keys(bench: Benchmark, options: Options) -> None:
    """From a key to its picture, over HTTP as the page has it; what a browser takes to draw is the same for all."""
    with _page() as page:
        ways = {_PAGE: Way(page.press_and_see, before=page.know), _POLLING: Way(page.press_and_poll, before=page.know)}
        rounds = 10 if options.quick else 40
        taken = bench.compare("From a key to its picture", ways, baseline=_POLLING, operation="key", rounds=rounds)
    bench.floor("at least 3 times as soon as by snapshots", taken.ratio(_PAGE), at_least=3)


def browsers(bench: Benchmark, options: Options) -> None:
    """From a key that comes to a page in Chromium to its picture on the canvas: the studio's page, and noVNC's."""
    if not INSTALLED:
        bench.leave_out(_NOVNC, "Selenium is not installed: pip install --group dev")
        return
    try:
        require(*NEEDS)
        _in_browsers(bench, 10 if options.quick else 40)
    except MissingPackages as missing:
        bench.leave_out(_NOVNC, str(missing))


def _in_browsers(bench: Benchmark, rounds: int) -> None:
    """Each has a guest of its own, and each page a browser, which do nothing while another one is measured."""
    with ExitStack() as opened:
        web = free_port()
        opened.enter_context(guest(web=web))
        novnc_page = ScreenPage(opened.enter_context(novnc(web)), "#screen canvas")
        opened.callback(novnc_page.close)
        device = f"vnc:127.0.0.1::{opened.enter_context(guest())}"
        url = opened.enter_context(started("studio", device, "--port", "0", told=r"(http://\S+?/studio/)"))
        own_page = ScreenPage(url, "#screen", "#capture")
        opened.callback(own_page.close)
        port = opened.enter_context(guest())
        _until_drawn(port)
        bare = Receiver(port)
        opened.callback(bare.close)
        for told, key, row, hold in (
            ("a key held as by a person, a part", "a", PART - 1, _HELD),
            ("a key tapped, a part", "a", PART - 1, 0.0),
            ("a key tapped, all", "b", 1079, 0.0),
        ):
            ways: dict[str, Callable[[], float]] = {
                _NOVNC: partial(novnc_page.press, key, row, hold),
                _PAGE: partial(own_page.press, key, row, hold),
                _BARE: partial(bare.press, key, hold),
            }
            taken: dict[str, list[float]] = {way: [] for way in ways}
            for number in range(rounds + 1):
                for way, press in list(ways.items())[:: -1 if number % 2 else 1]:
                    seconds = press()
                    # The first one is not counted.
                    taken[way] += [seconds] if number else []
            title = f"In Chromium, from a key to its picture: {told} of 1920x1080 changes (QEMU)"
            seen = bench.samples(title, taken, baseline=_NOVNC, operation="key")
            bench.figure(f"{told} of it changes, against {_NOVNC}", seen.ratio(_PAGE).value, "times as soon")
            bench.figure(f"{told} of it changes, {_BARE} against {_NOVNC}", seen.ratio(_BARE).value, "times as soon")


def _until_drawn(port: int) -> None:
    """Waits until a guest has its large screen."""
    with closing(open_device(f"vnc:127.0.0.1::{port}")) as device:
        while device.frame().size != (1920, 1080):
            time.sleep(_EVERY)


def pictures(bench: Benchmark, options: Options) -> None:
    """What a screen costs that is still, and one that changes all the time."""
    seconds = 3 if options.quick else 10
    with _page() as page:
        deadline, still = time.monotonic() + seconds, 0
        while time.monotonic() < deadline:
            still += page.see(timeout=1)
        snapshot = len(page.snapshot())
        begun, changing, count = time.monotonic(), 0, 0
        while time.monotonic() < begun + seconds:
            page.press()
            changing += page.see()
            count += 1
    bench.figure("changing", changing / seconds, "bytes of pictures a second")
    bench.figure("changing", count / seconds, "pictures a second")
    bench.figure("still, by snapshots", snapshot / _EVERY, "bytes of pictures a second")
    bench.floor("a still screen costs no bytes of pictures", Count(still), at_most=0)


def area(bench: Benchmark, options: Options) -> None:
    """The verdict on an area of a screen of 1920x1080, against decoding that screen."""
    data = _large_screen()
    frame = Frame.read(data)
    region = Region(600, 400, 240, 60)
    _ = frame.color, frame.gray
    ways = {
        "verdict": Way(lambda: area_verdict(frame, region)),
        _DECODING: Way(lambda: Frame.read(data).color),
    }
    rounds = 10 if options.quick else 30
    taken = bench.compare(
        "The verdict on an area", ways, baseline=_DECODING, operation="area", rounds=rounds, processor=True
    )
    bench.floor("as long as decoding at most 20 screens", taken.ratio(_DECODING, "verdict"), at_most=20)


def _large_screen() -> bytes:
    """Pages beside each other, as JPEG."""
    screen = Image.new("RGB", (1920, 1080))
    for index, name in enumerate(
        ("page-settings-light-13px", "page-files-dark-11px", "ovmf-front-page", "linux-fb-800x600-1")
    ):
        with Image.open(_FRAMES / f"{name}.png") as page:
            screen.paste(page.convert("RGB"), (index % 2 * 960, index // 2 * 540))
    data = io.BytesIO()
    screen.save(data, "JPEG", quality=85)
    return data.getvalue()


def stored(bench: Benchmark, options: Options) -> None:
    """A new template is looked for on a thousand stored screens, against decoding them."""
    sources = sorted(_FRAMES.glob("*.png"))
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"screen-{number}.png" for number in range(100 if options.quick else _STORED)]
        for file, source in zip(files, cycle(sources), strict=False):
            file.symlink_to(source)
        frame = stored_frame(_FRAMES / "ovmf-front-page.png")
        middle = [0, 0, frame.size.width // 2, frame.size.height // 2]
        asked = SaveRequest(frozen=0, name="new.png", areas=[Area(kind="match", region=middle)], folder="")
        screens = [OtherScreen(partial(stored_frame, file)) for file in files]
        ways = {
            "search": Way(lambda: tried_on(screens, Desk(), frame, asked), len(files)),
            _DECODING: Way(lambda: [stored_frame(file).color for file in files], len(files)),
        }
        taken = bench.compare(
            f"{len(files)} stored screens", ways, baseline=_DECODING, operation="screen", rounds=5, seconds=90
        )
    bench.floor("as long as decoding them five times at most", taken.ratio(_DECODING, "search"), at_most=5)


if __name__ == "__main__":
    parts = {"keys": keys, "browsers": browsers, "pictures": pictures, "area": area, "stored": stored}
    sys.exit(measure("studio", "The studio: keys, pictures, areas, stored screens", parts))
