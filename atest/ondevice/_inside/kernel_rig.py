"""The rig of the gadget's contract on real kernel devices: configfs on one side, USB and evdev on the other."""

import os
import stat
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from atest.ondevice._inside.events import EV_ABS, EV_KEY, EV_REL, Event, Watcher
from TinyPilotLibrary.devices.capture import open_capture
from TinyPilotLibrary.devices.gadget import GadgetDevice, GadgetSettings
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD, Function
from tools.linux_keys import BUTTONS, NAMES

_MODULES = ("libcomposite", "usb_f_hid", "dummy_hcd", "usbhid", "hid-generic", "evdev", "input-leds")
_UDC = Path("/sys/class/udc/dummy_udc.0")
_USB = Path("/sys/bus/usb/devices")
_RELATIVE = {0: "dx", 1: "dy", 6: "pan", 8: "wheel"}
_ABSOLUTE = {0: "x", 1: "y"}
_QUIET = 0.25


def load_modules() -> None:
    """Loads the modules for gadget and host."""
    subprocess.run(["modprobe", "-a", *_MODULES], check=True)


def until(reached: Callable[[], object], what: str, timeout: float = 90.0) -> None:
    """Waits for something that must happen."""
    end = time.monotonic() + timeout
    while not reached():
        assert time.monotonic() < end, f"In {timeout:g} s it did not happen: {what}."
        time.sleep(0.02)


class KernelRig:
    """A gadget of the kernel, and its own host, in one machine."""

    keyboard = "/dev/hidg0"
    mouse = "/dev/hidg1"
    # On a busy machine the emulated one is slow.
    deadline = 3.0
    timeout = 60.0

    def __init__(self, functions: Iterable[Function] = (KEYBOARD, ABSOLUTE_MOUSE)) -> None:
        load_modules()
        self._functions = list(functions)
        self._devices: list[GadgetDevice] = []
        self.watcher = Watcher()
        self._touched = True
        self._gadget = self._a_gadget(self._functions)

    @classmethod
    @contextmanager
    def running(cls, functions: Iterable[Function] = (KEYBOARD, ABSOLUTE_MOUSE)) -> Iterator["KernelRig"]:
        """A gadget that its host uses; removed at the end."""
        rig = cls(functions)
        try:
            rig.create()
            yield rig
        finally:
            rig.close()

    def begin(self) -> None:
        """Brings it back to what it is at first, if a test has disturbed it."""
        if self._touched:
            self._gadget.down()
            self._gadget = self._a_gadget(self._functions)
            self.create()
        self.forget()

    def end(self) -> None:
        """Closes the devices of a test."""
        while self._devices:
            self._devices.pop().close()
        self.watcher.quiet(_QUIET)

    def close(self) -> None:
        """Removes the gadget."""
        self.end()
        self.watcher.close()
        self._gadget.down()

    # The contract's rig

    def open(self, **options: object) -> GadgetDevice:
        """Opens the device as a user does."""
        device = GadgetDevice(
            GadgetSettings(**{"deadline": self.deadline, **options}),  # type: ignore[arg-type]
            open_capture(),
        )
        self._devices.append(device)
        return device

    def keys(self, count: int) -> list[str]:
        """The key events, once there are so many."""
        return self._collected(count, _key)

    def has_keys(self) -> bool:
        """Whether there was any."""
        return any(_key(event) for event in list(self.watcher.events))

    def pointer(self, count: int) -> list[str]:
        """The pointer events, once there are so many."""
        return self._collected(count, pointer_event)

    def pressed(self) -> set[str]:
        """What is down, once nothing happens any more."""
        self.watcher.quiet(_QUIET)
        with suppress(AssertionError):
            until(lambda: not self.watcher.down(), "everything is released", 3)
        return {NAMES.get(code) or BUTTONS.get(code, str(code)) for code in self.watcher.down()}

    def forget(self) -> None:
        """Forgets the events so far."""
        self.watcher.quiet(_QUIET)
        self.watcher.events.clear()

    def leave_pressed(self, report: bytes) -> None:
        """Writes a report without a device."""
        Path(self.keyboard).write_bytes(report)

    def set_leds(self, bits: int) -> None:
        """By the host's input device."""
        for led in range(3):
            self.watcher.set_led(led, bits >> led & 1)

    def unplug(self) -> None:
        """The gadget's end lets the line go."""
        self._touched = True
        (_UDC / "soft_connect").write_text("disconnect")

    def replug(self) -> None:
        """Unbound and bound: a line that was let go does not come back otherwise here."""
        self._gadget.unbind()
        self._gone()
        self._gadget.bind()
        self._used()

    def unconfigure(self) -> None:
        """The host chooses no configuration."""
        self._touched = True
        (self._usb() / "bConfigurationValue").write_text("0")
        self._gone()

    def configure(self) -> None:
        """The host chooses the configuration again."""
        (self._usb() / "bConfigurationValue").write_text("1")
        self._used()

    def ignore(self) -> None:
        """The host's driver leaves both interfaces."""
        self._touched = True
        for interface in self._interfaces():
            Path("/sys/bus/usb/drivers/usbhid/unbind").write_text(interface)
        self._gone()

    def attend(self) -> None:
        """The driver takes them again."""
        for interface in self._interfaces():
            Path("/sys/bus/usb/drivers/usbhid/bind").write_text(interface)
        self._used()

    def sleep(self) -> None:
        """The host's power saving."""
        self._touched = True
        (self._usb() / "power/autosuspend_delay_ms").write_text("0")
        until(self._is_put_to_sleep, "the gadget sleeps")

    def wake(self) -> None:
        """The host switches power saving off."""
        (self._usb() / "power/control").write_text("on")
        until(lambda: (_UDC / "device/gadget.0/suspended").read_text().strip() == "0", "the gadget is awake")

    def remove(self) -> None:
        """Removed from configfs."""
        self._touched = True
        self._gadget.down()
        self._gone()

    def create(self) -> None:
        """Made and bound."""
        node = Path(self.keyboard)
        if node.exists() and not self._gadget.nodes():
            node.unlink()
        self._gadget.up()
        self._used()
        self._touched = False

    def leave_stale_node(self) -> None:
        """A node with the number of a gadget that is not there any more."""
        number = os.stat(self.keyboard).st_rdev  # noqa: PTH116 - only this gives the number
        self.remove()
        os.mknod(self.keyboard, stat.S_IFCHR | 0o660, number)

    def leave_ordinary_file(self) -> None:
        """As a program does that opens for appending."""
        self.remove()
        Path(self.keyboard).touch()

    def shorten_mouse(self) -> None:
        """As some products' gadgets are."""
        self.remove()
        self._gadget = self._a_gadget([KEYBOARD, replace(ABSOLUTE_MOUSE, report_length=6)])
        self.create()
        self._touched = True

    # Inside

    def _is_put_to_sleep(self) -> bool:
        # Linux tries once, and gives up while a key is down: the moment between two keys is short on a busy machine.
        for control in ("on", "auto"):
            (self._usb() / "power/control").write_text(control)
        with suppress(AssertionError):
            until(lambda: (_UDC / "device/gadget.0/suspended").read_text().strip() == "1", "it sleeps", 1)
            return True
        return False

    def _a_gadget(self, functions: list[Function]) -> Gadget:
        # Linux puts only keyboards to sleep that can wake it.
        return Gadget(functions, remote_wakeup=True)

    def _usb(self) -> Path:
        for device in _USB.glob("*-*"):
            with suppress(OSError):
                ids = [(device / name).read_text().strip() for name in ("idVendor", "idProduct")]
                if ids == ["1d6b", "0104"]:
                    return device
        raise AssertionError("The host does not see the gadget.")

    def _interfaces(self) -> list[str]:
        name = self._usb().name
        return [f"{name}:1.{index}" for index in range(len(self._functions))]

    def _used(self) -> None:
        wanted = set(range(len(self._functions)))
        until(lambda: self.watcher.interfaces() == wanted, "the host uses the gadget")

    def _gone(self) -> None:
        until(lambda: not self.watcher.interfaces(), "the host has lost the gadget")

    def _collected(self, count: int, told: Callable[[Event], str | None]) -> list[str]:
        def events() -> list[str]:
            return [text for event in list(self.watcher.events) if (text := told(event))]

        with suppress(AssertionError):
            until(lambda: len(events()) >= count, "the events have come")
        self.watcher.quiet(0.1)
        return events()


def _key(event: Event) -> str | None:
    if event.interface != 0 or event.kind != EV_KEY or event.value not in {0, 1}:
        return None
    return f"{'+' if event.value else '-'}{NAMES.get(event.code, event.code)}"


def pointer_event(event: Event) -> str | None:
    """A pointer event in words: `+left`, `x 16384`, `dx -3`, `wheel 1`; None if it is another."""
    if event.interface == 0:
        return None
    if event.kind == EV_KEY:
        return f"{'+' if event.value else '-'}{BUTTONS.get(event.code, event.code)}"
    names = {EV_REL: _RELATIVE, EV_ABS: _ABSOLUTE}.get(event.kind, {})
    return f"{names[event.code]} {event.value}" if event.code in names else None
