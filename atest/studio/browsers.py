"""Chromium for suites: `Library    atest.studio.browsers.Browsers`, and studios that are shown in it."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn
from selenium.webdriver import ChromeOptions
from selenium.webdriver.chrome.service import Service

from atest.resources.npm import npm_package
from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Settings, Speed
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.studio.stored_run import StoredRun
from TinyPilotLibrary.studio.stored_screens import stored_screens
from TinyPilotLibrary.studio.studio_routes import studio

# Its firmware waits for F2, and its cursor is seldom drawn anew: what is still can be told from what is not.
_STILL = Speed(power_on_test=100_000.0)
_SWITCHES = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


@library(scope="SUITE")
class Browsers:
    """Browsers by SeleniumLibrary, with Debian's Chromium, and studios to show in them."""

    def __init__(self) -> None:
        self._served = ExitStack()
        self._desk = Desk()
        self._url = ""
        self._recorder = Recorder()
        self._device: VirtualDevice | None = None
        self._size = (0, 0)

    @keyword
    def serve_studio(
        self,
        device: str | None = None,
        *,
        api_key: str | None = None,
        port: int = 0,
        boots: bool = False,
        images: Path | None = None,
    ) -> str:
        """Serves a studio in front of a device, or a new virtual computer. Returns its address.

        Unless it boots, the computer has a still screen.
        """
        if device is None:
            self._device = VirtualDevice(VirtualComputer(speed=Speed() if boots else _STILL))
        served = open_device(device) if device else self._computer
        self._recorder = recorder = Recorder()
        more = studio(replace(self._desk, recorder=recorder))
        serving = Serving(port=port, api_key=api_key, images=images, more=more)
        self._url = self._served.enter_context(running(recorder.of(served), serving))
        return f"{self._url}/studio/"

    @keyword
    def serve_run(self, place: Path) -> str:
        """Serves a studio for a run that is over. Returns its address."""
        run = StoredRun(place)
        serving = Serving(port=0, more=studio(self._desk, run))
        return f"{self._served.enter_context(running(stored_screens(run), serving))}/studio/"

    @keyword
    def get_url_of_device(self) -> str:
        """The URL of the device that the last studio shows, for suites."""
        return self._url

    @keyword
    def use_template_folder(self, folder: Path) -> None:
        """Studios that are served from now on have their templates there."""
        self._desk = Desk(folders=lambda: [folder], suites=folder)

    @keyword
    def drag_in_page(self, locator: str, left: int, top: int, right: int, bottom: int) -> None:
        """Drags the mouse over the screen from one of its pixels to another, as a person does: in many small steps."""
        mouse = self._mouse_over(locator)
        mouse("mousePressed", left, top, 1)
        for step in range(1, 11):
            mouse("mouseMoved", left + (right - left) * step / 10, top + (bottom - top) * step / 10, 1)
        mouse("mouseReleased", right, bottom, 0)

    @keyword
    def click_in_page(self, locator: str, x: int, y: int, count: int = 1) -> None:
        """Clicks on the screen, at one of its pixels; several times one after the other."""
        mouse = self._mouse_over(locator)
        for _ in range(count):
            mouse("mousePressed", x, y, 1)
            mouse("mouseReleased", x, y, 0)

    @keyword
    def restore_first_state(self) -> None:
        """The virtual computer is as it was when it was new, and is switched on; nothing is recorded."""
        self._recorder.stop()
        self._computer.computer.settings = Settings()
        self.restart_virtual_computer()

    @keyword
    def let_firmware_wait(self, time: timedelta) -> None:
        """The firmware of the virtual computer waits so long for F2, from when it is next switched on."""
        computer = self._computer.computer
        computer.speed = replace(computer.speed, power_on_test=time.total_seconds())

    @keyword
    def stop_studios(self) -> None:
        """Ends what was served."""
        self._served.close()
        self._device = None

    @keyword
    def simulate_fault_of_device(self, fault: str, seconds: float) -> None:
        """Lets the virtual computer fail for some time."""
        self._computer.simulate_fault(fault, seconds)

    @keyword
    def restart_virtual_computer(self) -> None:
        """Switches it off and on; what its keyboard got before is forgotten."""
        self._computer.release()
        self._computer.power_off()
        self._computer.power_on()
        self._computer.computer.keyboard.received.clear()

    @keyword
    def get_received_keys(self) -> list[str]:
        """What came to the virtual computer's keyboard."""
        return list(self._computer.computer.keyboard.received)

    @keyword
    def get_held_buttons(self) -> int:
        """The buttons of the virtual computer's mouse that are down."""
        return self._computer.computer.pointer.buttons

    @keyword
    def get_keys_to_point(self, told: str, x: int, y: int) -> list[str]:
        """The keys that move the mouse from where the page tells that it is to a pixel."""
        found = re.search(r"(\d+),(\d+)", told)
        assert found, told
        keys = []
        for way, back, distance in (("RIGHT", "LEFT", x - int(found[1])), ("DOWN", "UP", y - int(found[2]))):
            for step, modifier in ((100, "SHIFT+"), (10, ""), (1, "CTRL+")):
                keys += [f"{modifier}ARROW_{way if distance > 0 else back}"] * (abs(distance) // step % 10)
        return keys

    @keyword
    def make_dead_template(self, file: Path) -> None:
        """Saves the row of the hard disk as a template, with something else where its size is."""
        with Image.open(BytesIO(self._computer.frame().data)) as screen:
            row = screen.convert("RGB").crop((0, 64, 279, 80))
        row.paste((170, 170, 170), (236, 3, 270, 12))
        file.parent.mkdir(parents=True, exist_ok=True)
        row.save(file)

    @keyword
    def open_page(self, url: str, *, dark: bool = False, size: str = "1280x800") -> None:
        """Opens a page in a Chromium of its own."""
        options = ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for switch in _SWITCHES:
            options.add_argument(switch)
        self._selenium.create_webdriver("Chrome", options=options, service=Service("/usr/bin/chromedriver"))
        width, height = map(int, size.split("x"))
        self._resize(width, height)
        self._show_dark(dark=dark)
        self._selenium.go_to(url)

    @keyword
    def hold_keys_in_page(self, *codes: str) -> None:
        """Presses keys by their codes, holds them, and releases them in the other order."""
        keys = [_KEYS[code] for code in codes]
        for kind, each in [("keyDown", keys), ("keyUp", keys[::-1])]:
            for code, key, number in each:
                event = {"type": kind, "code": code, "key": key, "windowsVirtualKeyCode": number}
                event["modifiers"] = sum(_BITS.get(other, 0) for other in codes)
                self._selenium.driver.execute_cdp_cmd("Input.dispatchKeyEvent", event)

    @keyword
    def get_findings_of_axe(self) -> list[str]:
        """What axe-core finds on the page as it is, of what it calls serious or critical."""
        driver = self._selenium.driver
        driver.execute_script((npm_package(_AXE) / "axe.min.js").read_text("utf-8"))
        told = driver.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
        assert told["passes"], "axe-core has looked at nothing."
        return [
            f"{found['id']}: {found['help']}: {node['html']}"
            for found in told["violations"]
            if found["impact"] in {"serious", "critical"}
            for node in found["nodes"]
        ]

    @keyword
    def get_findings_of_axe_in_any_look(self) -> list[str]:
        """What axe-core finds on the page, light or dark, small or large; the page is left as it was."""
        before = self._size
        found = []
        for dark in (True, False):
            self._show_dark(dark=dark)
            for width, height in ((1920, 1080), (1280, 800)):
                self._resize(width, height)
                look = f"{width}x{height}, {'dark' if dark else 'light'}"
                found += [f"{look}: {finding}" for finding in self.get_findings_of_axe()]
        self._resize(*before)
        return found

    @keyword
    def picture_of_page(self, file: Path) -> None:
        """Saves how the page looks."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._selenium.capture_page_screenshot(str(file))

    def _resize(self, width: int, height: int) -> None:
        # A window takes its new size some time later, on a busy machine too late for who asks; a page has it at once.
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._selenium.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self._size = width, height

    def _show_dark(self, *, dark: bool) -> None:
        scheme = {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]}
        self._selenium.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)

    def _mouse_over(self, locator: str) -> Callable[[str, float, float, int], None]:
        canvas = self._selenium.find_element(locator)
        box = canvas.rect
        across, down = (box[side] / int(canvas.get_attribute(side)) for side in ("width", "height"))

        def mouse(kind: str, x: float, y: float, buttons: int) -> None:
            place = {"x": box["x"] + x * across, "y": box["y"] + y * down}
            event = {"type": kind, **place, "button": "left", "buttons": buttons, "clickCount": 1}
            self._selenium.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

        return mouse

    @property
    def _computer(self) -> VirtualDevice:
        assert self._device is not None
        return self._device

    @property
    def _selenium(self) -> Any:  # noqa: ANN401 - SeleniumLibrary has no types
        return BuiltIn().get_library_instance("SeleniumLibrary")


_AXE = "axe-core@4.14.1"
_BITS = {"AltLeft": 1, "ControlLeft": 2, "ShiftLeft": 8}
_KEYS = {
    "AltLeft": ("AltLeft", "Alt", 18),
    "ControlLeft": ("ControlLeft", "Control", 17),
    "ShiftLeft": ("ShiftLeft", "Shift", 16),
    "KeyG": ("KeyG", "g", 71),
    "KeyA": ("KeyA", "a", 65),
    "KeyW": ("KeyW", "w", 87),
    "F5": ("F5", "F5", 116),
    "Tab": ("Tab", "Tab", 9),
    "ArrowRight": ("ArrowRight", "ArrowRight", 39),
    "Escape": ("Escape", "Escape", 27),
}
