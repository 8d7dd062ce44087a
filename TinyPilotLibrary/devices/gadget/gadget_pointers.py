"""The gadget's pointers: an absolute one and a relative mouse."""

from collections.abc import Callable, Iterable
from typing import Protocol

from TinyPilotLibrary.devices.gadget.button_journal import ButtonJournal
from TinyPilotLibrary.devices.gadget.hid_node import HidNode
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.hid.reports import (
    absolute_report,
    absolute_report_of,
    place_in,
    relative_report,
    relative_reports,
)
from TinyPilotLibrary.vision.geometry import Size

# Farther than any screen is wide: reaches the corner from anywhere.
_TO_THE_CORNER = 16 * 1024


class GadgetMouse(Protocol):
    """A pointer of the gadget."""

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events; returns when the host has fetched them all."""
        ...

    def release_what_was_left(self) -> None:
        """Releases the buttons that an earlier run may have left pressed."""
        ...

    def release(self) -> None:
        """Releases all buttons; the pointer stays where it is."""
        ...


class AbsoluteMouse:
    """The absolute pointer.

    Args:
        node: The node.
        journal: Knows what an earlier run left pressed, and records it for the next one.
        interruption: Ends what is being sent.
    """

    def __init__(self, node: HidNode, journal: ButtonJournal, interruption: Interruption) -> None:
        self._node = node
        self._journal = journal
        self._interruption = interruption
        self._used = False

    def release_what_was_left(self) -> None:
        """Releases the buttons of an earlier run, where it left them pressed."""
        place = self._journal.pressed_at()
        if place is not None:
            self._used = True
            self._node.idle = absolute_report(0, *place)
            self._node.release_what_was_left()

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order."""
        self._node.refuse_if_asleep()
        self._used = True
        for event in self._interruption.each(events, "pointer events"):
            report = absolute_report_of(event)
            place = place_in(report)
            self._node.idle = absolute_report(0, *place)
            if event.buttons:
                self._journal.note(*place)
            self._node.send(report)
            if not event.buttons:
                self._journal.clear()

    def release(self) -> None:
        """Releases all buttons, where the pointer is."""
        if self._used and self._node.release():
            self._journal.clear()


class RelativeMouse:
    """The relative mouse, for firmware that ignores absolute pointers.

    The position of the pointer is calculated: it is first pushed into the upper left corner, and then the steps are
    counted. This fails on a host that accelerates the mouse; firmware does not.

    Args:
        node: The node.
        size: Returns the size of the target's screen.
        interruption: Ends what is being sent.
    """

    def __init__(self, node: HidNode, size: Callable[[], Size], interruption: Interruption) -> None:
        self._node = node
        node.idle = relative_report(0, 0, 0)
        self._size = size
        self._interruption = interruption
        self._place: tuple[int, int] | None = None
        self._used = False

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order, each as the steps to its position."""
        wanted = list(events)
        if not wanted:
            return
        self._node.refuse_if_asleep()
        size = self._size()
        self._used = True
        place, self._place = self._place, None
        if place is None:
            self._send(relative_reports(REST, -_TO_THE_CORNER, -_TO_THE_CORNER))
            place = (0, 0)
        for event in self._interruption.each(wanted, "pointer events"):
            x, y = round(event.x * (size.width - 1)), round(event.y * (size.height - 1))
            self._send(relative_reports(event, x - place[0], y - place[1]))
            place = (x, y)
        # The position of the pointer is known only once all of them have arrived.
        self._place = place

    def release_what_was_left(self) -> None:
        """Releases the buttons of an earlier run."""
        self._node.release_what_was_left()

    def release(self) -> None:
        """Releases all buttons."""
        if self._used:
            self._node.release()

    def _send(self, reports: list[bytes]) -> None:
        for report in reports:
            self._node.send(report)
