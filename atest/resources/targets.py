"""Targets for suites: `Library    atest.resources.targets.Targets`."""

import re
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import requests
from PIL import Image
from robot.api import ExecutionResult, logger
from robot.api.deco import keyword, library
from robot.result import Keyword, Message, ResultVisitor, TestCase, TestSuite

from atest.lab.companion import Companion
from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.vision.geometry import Size

_IMAGE = re.compile(r'<img src="([^"]+)"')
_LINK = re.compile(r'(?:src|href)="([^"]+)"')
_METADATA_LINK = re.compile(r"\[([^|\]]+)\|")
# So that a suite takes seconds.
_QUICK = Speed(power_on_test=1.0, boot_line=0.01, network_boot=0.2)


@library(scope="SUITE")
class Targets:
    """Virtual computers behind HTTP and HTTPS, which are ended by `Stop Serving`."""

    def __init__(self) -> None:
        self._served = ExitStack()
        self._device: VirtualDevice | None = None
        self._url = ""

    @keyword
    def stop_serving(self) -> None:
        """Ends what was served, so that ports are free again."""
        self._served.close()

    @keyword
    def serve_virtual_computer(self, *, api_key: str | None = None, graphics: str = "1024x768", port: int = 0) -> str:
        """Serves a new virtual computer, a quick one, over HTTP, on a free port if none is given. Returns its URL."""
        width, height = map(int, graphics.split("x"))
        self._device = device = VirtualDevice(VirtualComputer(Size(width, height), speed=_QUICK))
        self._url = url = self._served.enter_context(running(device, Serving(port=port, api_key=api_key)))
        logger.info(f"A virtual computer is served at {url}.")
        return url

    @keyword
    def get_keys_of_computer(self) -> list[str]:
        """What came to the keyboard of the virtual computer that was served last."""
        assert self._device
        return list(self._device.computer.keyboard.received)

    @keyword
    def get_url_of_computer(self) -> str:
        """The URL of the virtual computer that was served last."""
        return self._url

    @keyword
    def get_lease(self) -> dict[str, object]:
        """Who has the right to send input to the virtual computer that was served last, and how many wait for it."""
        url = self._url
        token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        told: dict[str, object] = requests.get(f"{url}/api/companion/v1/lease", headers=headers, timeout=30).json()
        return told

    @keyword
    def serve_over_tls(self, device: str, *, api_key: str | None = None) -> tuple[str, Path]:
        """Runs `tinypilot serve` in front of a device, over HTTPS with a certificate of its own.

        Returns its URL and the certificate of the authority that it has to be trusted by.
        """
        options = {}
        if api_key:
            key = Path(self._served.enter_context(tempfile.TemporaryDirectory())) / "key"
            key.write_text(api_key)
            options["api-key-file"] = key
        companion = Companion(device, options)
        self._served.callback(companion.close)
        logger.info(f"{companion.url} serves {device}.")
        return companion.url, companion.authority

    @keyword
    def make_picture(self, file: Path, color: str, size: str = "40x20") -> Path:
        """Makes a picture of one colour."""
        width, height = map(int, size.split("x"))
        Image.new("RGB", (width, height), color).save(file)
        return file

    @keyword
    def crop_picture(self, source: Path, file: Path, left: int, top: int, width: int, height: int) -> Path:
        """Cuts a template out of a screenshot."""
        with Image.open(source) as picture:
            picture.crop((left, top, left + width, top + height)).save(file)
        return file

    @keyword
    def make_hole(self, source: Path, file: Path, left: int, top: int, width: int, height: int) -> Path:
        """Saves a picture with a part of it transparent."""
        with Image.open(source) as picture:
            opaque = picture.convert("RGBA")
        opaque.paste((0, 0, 0, 0), (left, top, left + width, top + height))
        opaque.save(file)
        return file

    @keyword
    def resize_picture(self, source: Path, file: Path, factor: float) -> Path:
        """Saves a picture at another size."""
        with Image.open(source) as picture:
            size = (round(picture.width * factor), round(picture.height * factor))
            picture.resize(size, Image.Resampling.BICUBIC).save(file)
        return file

    @keyword
    def swap_colours(self, source: Path, file: Path) -> Path:
        """Saves a picture with red and blue swapped."""
        with Image.open(source) as picture:
            red, green, blue = picture.convert("RGB").split()
            Image.merge("RGB", (blue, green, red)).save(file)
        return file

    @keyword
    def get_pictures_of_log(self, output: Path, test: str | None = None) -> "list[Picture]":
        """Returns every picture in an output.xml, or those of one test, in order."""
        pictures = _Pictures()
        ExecutionResult(output).visit(pictures)
        return [picture for picture in pictures.found if test is None or picture.test == test]

    @keyword
    def get_links_of_log(self, output: Path) -> list[str]:
        """Returns every link and the source of every picture in an output.xml, in order."""
        pictures = _Pictures()
        ExecutionResult(output).visit(pictures)
        return pictures.links

    @keyword
    def get_files_of_log(self, output: Path) -> list[str]:
        """Returns the names of all files that an output.xml leads to: those of films are on the films' pages."""
        names: set[str] = set()
        for link in self.get_links_of_log(output):
            file = output.parent / link
            names.add(file.name)
            if file.suffix == ".html":
                names.update(beside.name for beside in [file.with_suffix(".film.json")] if beside.is_file())
                names.update(Path(link).name for link in _LINK.findall(file.read_text("utf-8")))
        return sorted(names)


@dataclass(frozen=True)
class Picture:
    """A picture of a log: in which test and keyword, and from which file."""

    test: str
    keyword: str
    file: str


class _Pictures(ResultVisitor):
    """Finds the pictures of a log."""

    def __init__(self) -> None:
        self.found: list[Picture] = []
        self.links: list[str] = []
        self._test = ""

    def start_suite(self, suite: TestSuite) -> None:
        self.links += [link for value in suite.metadata.values() for link in _METADATA_LINK.findall(value)]

    def start_test(self, test: TestCase) -> None:
        self._test = test.name

    def start_message(self, message: Message) -> None:
        self.links += _LINK.findall(message.message) if message.html else []

    def start_keyword(self, keyword: Keyword) -> None:
        for message in keyword.messages:
            self.found += [Picture(self._test, keyword.name, source) for source in _IMAGE.findall(message.message)]
