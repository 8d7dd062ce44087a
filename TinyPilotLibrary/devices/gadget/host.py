"""What sysfs and configfs reveal about the host at the other end of the cable."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from TinyPilotLibrary.hid.descriptors import highest_key


class HostState:
    """The readable state of the USB device controllers.

    Args:
        root: The parent of `sys`; replaceable in tests.
    """

    def __init__(self, root: Path = Path("/")) -> None:
        self._controllers = root / "sys/class/udc"
        self._gadgets = root / "sys/kernel/config/usb_gadget"
        self._flags: list[Path] = []

    def is_suspended(self) -> bool:
        """Whether the host has put the gadget to sleep.

        Drivers such as the Raspberry Pi's report it in the state, composite gadgets in an attribute.
        """
        # Read before every input, so their paths are looked up only once, when the gadget is bound.
        if not self._flags or not all(flag.exists() for flag in self._flags):
            self._flags = list(self._suspended_flags())
        states = [controller / "state" for controller in self._all()] if not self._flags else []
        return any(_text(file) in {"suspended", "1"} for file in (*self._flags, *states))

    def _suspended_flags(self) -> Iterator[Path]:
        for controller in self._all():
            flags = [controller / "device/gadget/suspended", *(controller / "device").glob("gadget.*/suspended")]
            for flag in flags:
                if flag.exists():
                    yield flag
                    yield controller / "state"

    def described(self) -> str:
        """The controllers with their states, for messages."""
        states = [f"{item.name} is '{_text(item / 'state') or 'unknown'}'" for item in self._all()]
        return f"controller {', '.join(states)}" if states else "this machine has no USB device controller"

    def highest_key(self, path: str) -> int | None:
        """The highest usage ID that the keyboard behind a node declares to the host; None if that cannot be read."""
        if sys.platform == "win32":
            return None
        with suppress(OSError):
            number = os.stat(path).st_rdev  # noqa: PTH116 - the node's path is text everywhere
            for function in self._gadgets.glob("*/functions/hid.*"):
                if _text(function / "dev") == f"{os.major(number)}:{os.minor(number)}":
                    return highest_key((function / "report_desc").read_bytes())
        return None

    def _all(self) -> list[Path]:
        return sorted(self._controllers.iterdir()) if self._controllers.is_dir() else []


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
