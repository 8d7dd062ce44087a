"""A model of the kernel's HID gadget (f_hid) and of a Linux host: what the lab machine has shown, without the machine.

One report is pending for each function until the host fetches it; until then writing gives EAGAIN and polling nothing.
Without a host that uses the gadget writing gives ESHUTDOWN. A report longer than the function's is clipped. The lights
are kept once, for whoever reads first. A file that was open when its gadget was removed stays dead.
"""

import errno
import itertools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from TinyPilotLibrary.devices.capture import open_capture
from TinyPilotLibrary.devices.gadget import GadgetDevice, GadgetSettings
from TinyPilotLibrary.devices.gadget.host import HostState
from TinyPilotLibrary.hid.descriptors import KEYBOARD, highest_key
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES

_CODES = {usage: code for code, usage in USAGES.items() if not code.startswith("OS")}
_BUTTONS = ("left", "right", "middle", "side", "extra")
_generations = itertools.count(1)


@dataclass
class _Function:
    """One function of the gadget in the kernel."""

    length: int
    deliver: Callable[[bytes], None]
    alive: bool = True
    configured: bool = True
    fetching: bool = True
    pending: bytes | None = None
    lights: bytes = b""
    generation: int = field(default_factory=lambda: next(_generations))

    def fetch(self) -> None:
        if self.pending is not None and self.fetching and self.configured:
            report, self.pending = self.pending, None
            self.deliver(report)


class ModelHost:
    """A Linux host: reports become events."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.pointer: list[str] = []
        self.down: list[str] = []
        self._last = bytes(7)

    def keyboard_report(self, report: bytes) -> None:
        """Modifiers first, then what was released, then what was pressed."""
        modifiers = [code for bit, code in enumerate(MODIFIERS) if report[0] >> bit & 1]
        # The array's usages end at 0x91; what is above is ignored.
        others = [_CODES[usage] for usage in report[2:] if usage in _CODES and usage <= 0x91]
        for code in MODIFIERS:
            if (code in modifiers) != (code in self.down):
                self._change(code)
        for code in [code for code in self.down if code not in MODIFIERS and code not in others]:
            self._change(code)
        for code in others:
            if code not in self.down:
                self._change(code)

    def mouse_report(self, report: bytes) -> None:
        """Buttons, then what has changed of the place, then the wheels."""
        if len(report) < 7:
            return
        for bit, name in enumerate(_BUTTONS):
            if (report[0] ^ self._last[0]) >> bit & 1:
                pressed = report[0] >> bit & 1
                self.pointer.append(f"{'+' if pressed else '-'}{name}")
        place = bytearray(self._last[:5])
        place[0] = report[0]
        for axis, at in (("x", 1), ("y", 3)):
            value = int.from_bytes(report[at : at + 2], "little")
            # A place outside of the axes is none.
            if value <= 32767 and report[at : at + 2] != self._last[at : at + 2]:
                self.pointer.append(f"{axis} {value}")
                place[at : at + 2] = report[at : at + 2]
        for name, at in (("wheel", 5), ("pan", 6)):
            if report[at]:
                self.pointer.append(f"{name} {report[at] - 256 if report[at] > 127 else report[at]}")
        self._last = bytes([*place, 0, 0])

    def buttons(self) -> set[str]:
        """The buttons that are down."""
        return {name for bit, name in enumerate(_BUTTONS) if self._last[0] >> bit & 1}

    def lose(self) -> None:
        """The gadget is gone: everything is released, and programs lose the device."""
        self.down.clear()
        self._last = bytes(7)

    def _change(self, code: str) -> None:
        if code in self.down:
            self.down.remove(code)
            self.keys.append(f"-{code}")
        else:
            self.down.append(code)
            self.keys.append(f"+{code}")


class ModelRig(HostState):
    """The kernel's files, what sysfs tells, and the hands at the cable."""

    keyboard = "/dev/hidg0"
    mouse = "/dev/hidg1"
    deadline = 0.3
    timeout = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.host = ModelHost()
        self.descriptor = KEYBOARD.descriptor
        self.forbidden = False
        self.opened_for_writing: list[str] = []
        #: Called before each write, so that a test can do something in the middle.
        self.before_write: Callable[[], None] = lambda: None
        #: Held for every change; told of it.
        self.changed = threading.Condition()
        self._functions: dict[str, _Function] = {}
        self._odd: dict[str, str] = {}
        self._open_files: dict[int, _Function] = {}
        self._numbers = itertools.count(100)
        self._asleep = False
        self._devices: list[GadgetDevice] = []
        self.create()

    # The rig

    def open(self, **options: object) -> GadgetDevice:
        """Opens the device on this model."""
        settings = GadgetSettings(**{"deadline": self.deadline, **options})  # type: ignore[arg-type]
        device = GadgetDevice(settings, open_capture(), files=self.files, host=self)
        self._devices.append(device)
        return device

    @property
    def files(self) -> "ModelFiles":
        """The kernel's files."""
        return ModelFiles(self)

    def close(self) -> None:
        """Closes what was opened."""
        for device in self._devices:
            device.close()

    def keys(self, count: int) -> list[str]:
        """The key events, once there are so many."""
        self._until(lambda: len(self.host.keys) >= count)
        return list(self.host.keys)

    def has_keys(self) -> bool:
        """Whether there was any."""
        return bool(self.host.keys)

    def pointer(self, count: int) -> list[str]:
        """The pointer events, once there are so many."""
        self._until(lambda: len(self.host.pointer) >= count)
        return list(self.host.pointer)

    def pressed(self) -> set[str]:
        """What is down, once what may be released later has been."""
        self._until(lambda: not self.host.down and not self.host.buttons())
        return {*self.host.down, *self.host.buttons()}

    def forget(self) -> None:
        """Forgets the events so far."""
        self.host.keys.clear()
        self.host.pointer.clear()

    def leave_pressed(self, report: bytes) -> None:
        """Writes a report without a device."""
        descriptor = self.files.open(self.keyboard)
        self.files.write(descriptor, report)
        self.files.close(descriptor)

    def set_leds(self, bits: int) -> None:
        """The kernel keeps the last."""
        self._functions[self.keyboard].lights = bytes([bits])

    def unplug(self) -> None:
        """What was not fetched is lost, and the host releases everything."""
        with self.changed:
            self._set(configured=False)
            self.host.lose()

    def replug(self) -> None:
        """The host finds it again."""
        self._set(configured=True)

    def unconfigure(self) -> None:
        """As unplugged, but for the state that sysfs goes on telling."""
        self.unplug()

    def configure(self) -> None:
        """The host uses it again."""
        self.replug()

    def ignore(self) -> None:
        """What is written stays pending."""
        self._set(fetching=False)

    def attend(self) -> None:
        """What is pending is fetched."""
        self._set(fetching=True)

    def sleep(self) -> None:
        """Nothing is fetched, and sysfs tells why."""
        self._asleep = True
        self._set(fetching=False)

    def wake(self) -> None:
        """What is pending is fetched."""
        self._asleep = False
        self._set(fetching=True)

    def remove(self) -> None:
        """The nodes vanish, open files die."""
        with self.changed:
            self._set(configured=False, alive=False)
            self._functions.clear()
            self.host.lose()

    def create(self) -> None:
        """New functions, which open files do not belong to."""
        self._odd.clear()
        self._functions[self.keyboard] = _Function(8, self.host.keyboard_report)
        self._functions[self.mouse] = _Function(7, self.host.mouse_report)

    def leave_stale_node(self) -> None:
        """A node without a function."""
        self.remove()
        self._odd[self.keyboard] = "stale"

    def leave_ordinary_file(self) -> None:
        """A file that is no node."""
        self.remove()
        self._odd[self.keyboard] = "ordinary"

    def shorten_mouse(self) -> None:
        """Reports of 6 bytes."""
        self._functions[self.mouse].length = 6

    def replace(self, node: str, length: int, deliver: Callable[[bytes], None]) -> None:
        """Another function, whose reports a test looks at itself."""
        self._functions[node] = _Function(length, deliver)

    # What sysfs and configfs tell

    def is_suspended(self) -> bool:
        """As the kernel's attribute."""
        return self._asleep

    def described(self) -> str:
        """Stale, as the kernel's file."""
        return "controller model is 'configured'"

    def highest_key(self, path: str) -> int | None:
        """As configfs."""
        return highest_key(self.descriptor)

    # Inside

    def function(self, path: str) -> _Function:
        """The function behind a path, as opening finds it."""
        if self.forbidden:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)
        odd = {"stale": errno.ENXIO, "ordinary": errno.ENOTTY}.get(self._odd.get(path, ""))
        if odd or path not in self._functions:
            code = odd or errno.ENOENT
            raise OSError(code, os.strerror(code), path)
        return self._functions[path]

    def number_of(self, path: str) -> int | None:
        """What tells a node from the next one in its place."""
        if path in self._odd:
            return 0
        return self._functions[path].generation if path in self._functions else None

    def wait(self, seconds: float) -> None:
        """Until something changes."""
        with self.changed:
            self.changed.wait(seconds)

    def open_file(self, function: _Function) -> int:
        """A descriptor for a function."""
        descriptor = next(self._numbers)
        self._open_files[descriptor] = function
        return descriptor

    def open_function(self, descriptor: int) -> _Function:
        """The function of a descriptor; a closed one is a mistake of the caller."""
        return self._open_files[descriptor]

    def close_file(self, descriptor: int) -> None:
        """Forgets a descriptor."""
        del self._open_files[descriptor]

    def _set(self, **state: bool) -> None:
        with self.changed:
            for function in self._functions.values():
                for name, value in state.items():
                    setattr(function, name, value)
                if not function.configured:
                    function.pending = None
                function.fetch()
            self.changed.notify_all()

    def _until(self, reached: Callable[[], bool]) -> None:
        until = time.monotonic() + 2
        while not reached() and time.monotonic() < until:
            time.sleep(0.005)


class ModelFiles:
    """The kernel's calls on the model."""

    def __init__(self, rig: ModelRig) -> None:
        self._rig = rig

    def open(self, path: str) -> int:
        """Never creates anything."""
        return self._rig.open_file(self._rig.function(path))

    def close(self, descriptor: int) -> None:
        """What is pending stays pending."""
        self._rig.close_file(descriptor)

    def write(self, descriptor: int, report: bytes) -> int:
        """One report is pending."""
        self._rig.before_write()
        with self._rig.changed:
            function = self._rig.open_function(descriptor)
            if not (function.alive and function.configured):
                raise OSError(errno.ESHUTDOWN, os.strerror(errno.ESHUTDOWN))
            if function.pending is not None:
                raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            function.pending = report[: function.length]
            function.fetch()
            return min(len(report), function.length)

    def read(self, descriptor: int) -> bytes:
        """The lights, once."""
        function = self._rig.open_function(descriptor)
        if not function.lights:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        lights, function.lights = function.lights, b""
        return lights

    def poll(self, descriptor: int, seconds: float) -> bool:
        """Whether nothing is pending."""
        function = self._rig.open_function(descriptor)
        until = time.monotonic() + seconds
        while not (function.alive and function.configured and function.pending is None):
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._rig.wait(left)
        return True

    def identity(self, path: str) -> tuple[int, ...] | None:
        """As inode and number of the node."""
        number = self._rig.number_of(path)
        return None if number is None else (number,)
