"""The host's side as keywords: what the target's kernel made of the keys and pointer events that a suite sent."""

import random
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from robot.api import logger
from robot.api.deco import keyword, library

from atest.ondevice._inside.events import EV_KEY, EV_MSC, EV_SYN, SYN_DROPPED, Event, input_devices, parsed
from atest.ondevice._inside.kernel_rig import load_modules, pointer_event, until
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, FULL_KEYBOARD, KEYBOARD, RELATIVE_MOUSE
from TinyPilotLibrary.hid.layouts import find_layout
from tools.layouts import WANTED
from tools.linux_keys import EVENT_CODES, KEY_UNKNOWN
from tools.xkb import Keymap

# USB HID usage tables, section 10: the keyboard page with two keys that Linux has no event for.
_USAGES = {"SystemRequest": 0x7009A, "KeypadExclamation": 0x700CF}
_MSC_SCAN = 4
_INTERFACES = _KEYBOARD, _MOUSE, _RELATIVE_MOUSE = 0, 1, 2
# After so many seconds without an event no more come.
_QUIET = 0.3


@library(scope="SUITE")
class HostKeywords:
    """Makes the gadget, and records what its host gets."""

    def __init__(self) -> None:
        self._gadget = Gadget([])
        self._folder = Path(tempfile.mkdtemp(prefix="host-"))
        self._recorder: subprocess.Popen[bytes] | None = None
        self._is_shared = False
        self._begun_at: list[int] = []

    @keyword
    def make_gadget(self, *, all_keys: bool = False) -> None:
        """Makes a gadget with keyboard, absolute and relative mouse, and waits until the host uses it."""
        load_modules()
        self._gadget = Gadget([FULL_KEYBOARD if all_keys else KEYBOARD, ABSOLUTE_MOUSE, RELATIVE_MOUSE])
        self._gadget.up()
        until(lambda: len(list(input_devices())) == 3, "the host has three input devices")

    @keyword
    def remove_gadget(self) -> None:
        """Removes it."""
        self._end_recording()
        self._gadget.down()

    @keyword
    def record_events(self, *, shared: bool = False) -> None:
        """Begins to record; the console gets the keys too if shared."""
        # The recorder goes on where it can: the emulated processor needs seconds to start another one.
        if self._recorder is None or self._is_shared != shared:
            self._start_recorder(shared=shared)
        self._begun_at = self._settled_sizes()

    @keyword
    def all_key_codes(self) -> list[str]:
        """Every KeyboardEvent.code that any of the products knows."""
        return list(EVENT_CODES)

    @keyword
    def random_text(self, length: int, *, plain: bool = False) -> str:
        """Random text, the same each time: letters and digits that take one key each if plain, else all of ASCII."""
        alphabet = string.ascii_lowercase + string.digits if plain else string.printable[:95]
        chosen = random.Random(length)  # noqa: S311 - for a test
        return "".join(chosen.choice(alphabet) for _ in range(length))

    @keyword
    def host_should_have_got_taps(self, *codes: str) -> None:
        """The host got exactly these keys, each pressed and released, in this order, and nothing else."""
        events = self._recorded(_KEYBOARD)
        found = [event for event in events if event.kind == EV_KEY and event.value in {0, 1}]
        scans = [event.value for event in events if event.kind == EV_MSC and event.code == _MSC_SCAN]
        wanted = [(EVENT_CODES[code], value) for code in codes for value in (1, 0)]
        assert len(found) == len(wanted), f"{len(found)} key events came instead of {len(wanted)}."
        for number, (event, expected) in enumerate(zip(found, wanted, strict=True)):
            code = codes[number // 2]
            assert (event.code, event.value) == expected, f"Event {number} ({code}) is {event}, expected {expected}."
            if event.code == KEY_UNKNOWN:
                assert scans[number] == _USAGES[code], f"Event {number} ({code}) has the usage {scans[number]:#x}."
        logger.info(f"All {len(found)} key events came, in order.")

    @keyword
    def host_should_have_got_characters(self, text: str) -> None:
        """The host got exactly the keys of a text of small letters and digits, compared one by one."""
        self.host_should_have_got_taps(*(f"Key{item.upper()}" if item.isalpha() else f"Digit{item}" for item in text))

    @keyword
    def all_layouts(self) -> list[str]:
        """Every keyboard layout of the library."""
        return [wanted.name for wanted in WANTED]

    @keyword
    def all_characters(self, layout: str) -> str:
        """Every character that a layout can type."""
        return "".join(find_layout(layout).table)

    @keyword
    def host_should_have_got_text(self, text: str, *, layout: str = "us") -> None:
        """A Linux desktop would have typed exactly this text, and no accent waits for its letter."""
        source = next(wanted.source for wanted in WANTED if wanted.name == layout)
        typing = Keymap(*source).typing()
        for event in self._recorded(_KEYBOARD):
            if event.kind == EV_KEY and event.value in {0, 1}:
                (typing.press if event.value else typing.lift)(event.code)
        assert typing.text == text, f"The host typed {typing.text!r} instead of {text!r}."
        assert not typing.is_pending, "An accent waits for its letter."

    @keyword
    def host_should_have_got_pointer_events(self, *expected: str, relative: bool = False) -> None:
        """The host got exactly these pointer events, such as `+left`, `x 16384` and `wheel -1`."""
        events = self._recorded(_RELATIVE_MOUSE if relative else _MOUSE)
        found = [text for event in events if (text := pointer_event(event))]
        assert found == list(expected), f"The host got {found} instead of {list(expected)}."

    @keyword
    def host_should_have_been_moved_by(self, x: int, y: int) -> None:
        """The steps of the relative mouse end so far from the upper left corner."""
        at = {"dx": 0, "dy": 0}
        for event in self._recorded(_RELATIVE_MOUSE):
            name, _, way = (pointer_event(event) or "").partition(" ")
            if name in at:
                at[name] = max(0, at[name] + int(way))
        assert at == {"dx": x, "dy": y}, f"The pointer is at {at}."

    def _start_recorder(self, *, shared: bool) -> None:
        self._end_recording()
        ready = self._folder / "ready"
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "atest.ondevice._inside.record", str(self._folder)]
        self._recorder = subprocess.Popen([*command, "shared"] if shared else command)
        self._is_shared = shared
        until(ready.exists, "events are recorded")

    def _recorded(self, interface: int) -> list[Event]:
        """The events of an interface since recording began, once no more come."""
        self._settled_sizes()
        data = self._file(interface).read_bytes()[self._begun_at[interface] :]
        events = list(parsed(interface, data))
        assert not [event for event in events if (event.kind, event.code) == (EV_SYN, SYN_DROPPED)], "Events were lost."
        return events

    def _settled_sizes(self) -> list[int]:
        sizes: list[int] = []
        while sizes != (sizes := [self._file(interface).stat().st_size for interface in _INTERFACES]):
            time.sleep(_QUIET)
        return sizes

    def _file(self, interface: int) -> Path:
        return self._folder / f"events-{interface}"

    def _end_recording(self) -> None:
        if self._recorder is not None:
            self._recorder.terminate()
            self._recorder.wait()
            self._recorder = None
