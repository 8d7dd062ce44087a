"""A target behind real devices, beside which a suite runs on the device itself, and then the companion.

The target is the built-in computer. Its keyboard and mouse are input devices of this machine's kernel, which a real USB
gadget feeds; its screen is the HDMI output that a real V4L2 capture looks at.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from robot.run import run_cli

from atest.ondevice._inside.events import EV_ABS, EV_KEY, EV_REL, Event, Watcher
from atest.ondevice._inside.kernel_rig import load_modules, until
from atest.ondevice._inside.vivid import Vivid
from TinyPilotLibrary import cli
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size
from tools.linux_keys import BUTTONS, NAMES

_SCREEN = Size(800, 600)
_AXIS_END = 32767
# How many seconds of this machine, which is emulated, are one of the target: a busy machine needs seconds until F2 is
# there, or the second click of two.
_SLOWNESS = 4.0
_LOOK = 0.05
_LIGHTS = {"NumLock": 0, "CapsLock": 1, "ScrollLock": 2}
_BITS = {name: 1 << bit for bit, name in enumerate(["left", "right", "middle", "side", "extra"])}


class Target:
    """The built-in computer behind input devices and a screen of the kernel."""

    def __init__(self) -> None:
        # Each blink of the cursor is a picture to be converted.
        speed = Speed(power_on_test=5.0, blink=0.5)
        self._computer = VirtualComputer(_SCREEN, clock=lambda: time.monotonic() / _SLOWNESS, speed=speed)
        self._events = Watcher()
        self._screen = Vivid()
        self._screen.plug_in(*_SCREEN)
        self._x = self._y = 0.5
        self._buttons = 0
        self._seen = 0

    def wait_until_connected(self) -> None:
        """Waits for its input devices."""
        until(lambda: self._events.interfaces() == {0, 1}, "the target has its keyboard and its mouse")

    def run(self) -> None:
        """Runs for ever."""
        shown = -1
        lights: set[str] = set()
        while True:
            time.sleep(_LOOK)
            events = self._events.events[self._seen :]
            self._seen += len(events)
            for event in events:
                self._take(event)
            for name in lights ^ self._computer.keyboard.locks:
                self._events.set_led(_LIGHTS[name], int(name in self._computer.keyboard.locks))
            lights = set(self._computer.keyboard.locks)
            self._computer.advance()
            if self._computer.version != shown:
                shown = self._computer.version
                self._screen.show(self._computer.draw())

    def _take(self, event: Event) -> None:
        if event.kind == EV_KEY and event.code in BUTTONS:
            bit = _BITS[BUTTONS[event.code]]
            self._buttons = self._buttons | bit if event.value else self._buttons & ~bit
            self._point()
        elif event.kind == EV_KEY and event.code in NAMES and event.value in {0, 1}:
            (self._computer.press if event.value else self._computer.lift)(NAMES[event.code])
        elif event.kind == EV_ABS:
            place = event.value / _AXIS_END
            self._x, self._y = (place, self._y) if event.code == 0 else (self._x, place)
            self._point()
        elif event.kind == EV_REL and event.code == 8:
            self._point(wheel=-event.value)

    def _point(self, wheel: int = 0) -> None:
        self._computer.point(PointerEvent(self._x, self._y, self._buttons, wheel))


def run_suite(arguments: list[str]) -> int:
    """Does what the command `robot` does, and gives its exit code."""
    return int(run_cli(arguments, exit=False))


def serve_target(arguments: list[str]) -> int:
    """Starts the target, runs a suite on the device, and serves the device until the machine is off.

    Args:
        arguments: The file that gets the suite's exit code, and the command lines of `robot` and, after `--`, of
            `tinypilot`.

    Returns:
        The suite's exit code if it failed; then nothing is served.
    """
    separator = arguments.index("--")
    code, suite, served = Path(arguments[0]), arguments[1:separator], arguments[separator + 1 :]
    load_modules()
    Gadget([KEYBOARD, ABSOLUTE_MOUSE]).up()
    beside(_target)
    begun = time.monotonic()
    ended = run_suite(suite)
    print(f"The suite took {time.monotonic() - begun:.1f} s.", flush=True)
    code.write_text(str(ended))
    if not ended:
        sys.argv = ["tinypilot", *served]
        cli.main()
    return ended


def _target() -> Callable[[], None]:
    """The target with its keyboard, mouse and screen."""
    target = Target()
    target.wait_until_connected()
    return target.run


def beside(start: Callable[[], Callable[[], None]]) -> None:
    """Starts something in a process of its own.

    Args:
        start: Makes it ready, which is waited for, and returns what it then does for ever.
    """
    reader, writer = os.pipe()
    if os.fork():
        os.close(writer)
        assert os.read(reader, 1), "The target did not start: its messages are above."
        os.close(reader)
        return
    try:
        run = start()
        os.write(writer, b".")
        run()
    except BaseException:  # noqa: BLE001 - told in the output
        traceback.print_exc()
    finally:
        os._exit(1)
