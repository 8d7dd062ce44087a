"""`python -m atest.ondevice._inside.target COMMAND …`: runs a command beside a target behind real devices.

The target is the built-in computer. Its keyboard and mouse are input devices of this machine's kernel, which a real USB
gadget feeds; its screen is the HDMI output that a real V4L2 capture looks at.
"""

import subprocess
import sys
import threading
import time

from atest.ondevice._inside.events import EV_ABS, EV_KEY, EV_REL, Event, Watcher
from atest.ondevice._inside.kernel_rig import load_modules, until
from atest.ondevice._inside.linux_keys import BUTTONS, NAMES
from atest.ondevice._inside.vivid import Vivid
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.devices.virtual.settings import Speed
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size

_SCREEN = Size(800, 600)
_AXIS_END = 32767
_LOOK = 0.02
_LIGHTS = {"NumLock": 0, "CapsLock": 1, "ScrollLock": 2}
_BITS = {name: 1 << bit for bit, name in enumerate(["left", "right", "middle", "side", "extra"])}


class Target:
    """The built-in computer behind input devices and a screen of the kernel."""

    def __init__(self) -> None:
        # In an emulated machine everything takes longer; and each blink of the cursor is a picture to be converted.
        self._computer = VirtualComputer(_SCREEN, speed=Speed(power_on_test=8.0, blink=2.0))
        self._events = Watcher()
        self._screen = Vivid()
        self._screen.plug_in(*_SCREEN)
        self._x = self._y = 0.5
        self._buttons = 0
        self._seen = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="target", daemon=True)

    def start(self) -> None:
        """Begins, once its input devices are there."""
        until(lambda: self._events.interfaces() == {0, 1}, "the target has its keyboard and its mouse")
        self._thread.start()

    def stop(self) -> None:
        """Ends."""
        self._ended.set()
        self._thread.join()
        self._events.close()

    def _run(self) -> None:
        shown = -1
        lights: set[str] = set()
        while not self._ended.wait(_LOOK):
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


def main() -> int:
    """Runs the target and the command; gives the command's exit code."""
    load_modules()
    Gadget([KEYBOARD, ABSOLUTE_MOUSE]).up()
    target = Target()
    target.start()
    begun = time.monotonic()
    code = subprocess.run(sys.argv[1:], check=False).returncode
    print(f"The command took {time.monotonic() - begun:.1f} s.")
    target.stop()
    return code


if __name__ == "__main__":
    sys.exit(main())
