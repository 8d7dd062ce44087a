"""The gadget's pointers: one that tells where it is, and a mouse that tells how far it was moved."""

from collections.abc import Callable, Iterable
from typing import Protocol

from TinyPilotLibrary.devices.gadget.journal import Journal
from TinyPilotLibrary.devices.gadget.node import HidNode
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.hid.reports import (
    absolute_report,
    absolute_report_of,
    place_in,
    relative_report,
    relative_reports,
)
from TinyPilotLibrary.vision.geometry import Size

# Farther than any screen is wide: the corner is reached from everywhere.
_TO_THE_CORNER = 16 * 1024


class GadgetMouse(Protocol):
    """A pointer of the gadget."""

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events; returns when the host has fetched them all."""
        ...

    def release_what_was_left(self) -> None:
        """Releases the buttons that a former run may have left pressed."""
        ...

    def release(self) -> None:
        """Releases all buttons; the pointer stays where it is."""
        ...


class AbsoluteMouse:
    """The pointer that tells where it is.

    Args:
        node: The node.
        journal: Knows what a former run left pressed, and remembers it for the next one.
    """

    def __init__(self, node: HidNode, journal: Journal) -> None:
        self._node = node
        self._journal = journal
        self._used = False

    def release_what_was_left(self) -> None:
        """Releases the buttons of a former run, where it left them pressed."""
        place = self._journal.pressed_at()
        if place is not None:
            self._used = True
            self._node.idle = absolute_report(0, *place)
            self._node.release_what_was_left()

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order."""
        self._node.refuse_if_asleep()
        self._used = True
        for event in events:
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
    """The mouse that tells how far it was moved, for firmware that ignores absolute pointers.

    Where the pointer is can only be reckoned: first it is pushed into the upper left corner, from there on the steps
    are counted. A host that accelerates the mouse takes it elsewhere; firmware does not.

    Args:
        node: The node.
        size: Gives the size of the target's screen.
    """

    def __init__(self, node: HidNode, size: Callable[[], Size]) -> None:
        self._node = node
        node.idle = relative_report(0, 0, 0)
        self._size = size
        self._place: tuple[int, int] | None = None
        self._used = False

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order, each as the steps that it takes."""
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
        for event in wanted:
            x, y = round(event.x * (size.width - 1)), round(event.y * (size.height - 1))
            self._send(relative_reports(event, x - place[0], y - place[1]))
            place = (x, y)
        # Only when all of them arrived it is known where the pointer is.
        self._place = place

    def release_what_was_left(self) -> None:
        """Releases the buttons of a former run."""
        self._node.release_what_was_left()

    def release(self) -> None:
        """Releases all buttons."""
        if self._used:
            self._node.release()

    def _send(self, reports: list[bytes]) -> None:
        for report in reports:
            self._node.send(report)
