"""Pointer events as those of kvmd: places, steps, buttons and the wheel are told one by one."""

import struct
from collections.abc import Callable, Iterator

from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent
from TinyPilotLibrary.hid.reports import relative_reports
from TinyPilotLibrary.vision.geometry import Size

_BUTTONS = {
    Button.LEFT: "left",
    Button.MIDDLE: "middle",
    Button.RIGHT: "right",
    Button.BACK: "up",
    Button.FORWARD: "down",
}
_FAR = 65535
# Farther than any screen is wide: reaches the corner from anywhere.
_TO_THE_CORNER = 16 * 1024

Sent = tuple[str, dict[str, object]]


class Pointer:
    """Where the pointer is, and what is told to kvmd so that it goes elsewhere.

    Args:
        size: Returns the size of the target's screen, for a relative mouse.
    """

    def __init__(self, size: Callable[[], Size]) -> None:
        self._size = size
        self._last = REST
        self._place: tuple[int, int] | None = None

    @property
    def buttons(self) -> int:
        """The buttons that are or may be down."""
        return self._last.buttons

    def forget(self) -> None:
        """The device has released all buttons, and a relative mouse may be anywhere."""
        self._last = PointerEvent(self._last.x, self._last.y)
        self._place = None

    def released(self) -> PointerEvent:
        """The event that releases all buttons, where the pointer is."""
        return PointerEvent(self._last.x, self._last.y)

    def told(self, event: PointerEvent, *, absolute: bool) -> Iterator[Sent]:
        """What is sent for an event.

        Args:
            event: The event.
            absolute: Whether the device's mouse takes places, and not steps.

        Yields:
            Each message: its kind and its content.
        """
        before, self._last = self._last, event
        yield from self._absolute(event) if absolute else self._relative(event)
        for button, name in _BUTTONS.items():
            if (before.buttons ^ event.buttons) & button:
                yield "mouse_button", {"button": name, "state": bool(event.buttons & button)}
        if event.wheel or event.pan:
            # Positive is up, as in reports.
            yield "mouse_wheel", {"delta": {"x": event.pan, "y": -event.wheel}}

    def _absolute(self, event: PointerEvent) -> Iterator[Sent]:
        x, y = (round(at * _FAR) - (_FAR + 1) // 2 for at in (event.x, event.y))
        yield "mouse_move", {"to": {"x": x, "y": y}}

    def _relative(self, event: PointerEvent) -> Iterator[Sent]:
        """The way from where it is; the first time it is pushed into the corner. A host must not accelerate it."""
        size = self._size()
        place, self._place = self._place, None
        if place is None:
            yield from _steps(-_TO_THE_CORNER, -_TO_THE_CORNER)
            place = (0, 0)
        x, y = round(event.x * (size.width - 1)), round(event.y * (size.height - 1))
        yield from _steps(x - place[0], y - place[1])
        self._place = (x, y)


def _steps(dx: int, dy: int) -> Iterator[Sent]:
    for report in relative_reports(REST, dx, dy):
        _, x, y, _, _ = struct.unpack("Bbbbb", report)
        yield "mouse_relative", {"delta": {"x": x, "y": y}}
