"""The studio of a run: its page is there from the start of the run to its end."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, Kind
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, TinyPilotError
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.misses import missed_in
from TinyPilotLibrary.studio.page_files import ROOT
from TinyPilotLibrary.studio.pauses import Answer, Pause, Pauses
from TinyPilotLibrary.studio.studio_routes import studio
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")


class CurrentDevice:
    """The device that is current in a run, whichever that is; it is the run's own, and closing this one leaves it open.

    Args:
        session: The open devices of the run.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def name(self) -> str:
        """The alias of the device."""
        item = self._session.current_if_open
        return item.alias if item else "no device"

    @property
    def _device(self) -> Device:
        item = self._session.current_if_open
        if item is None:
            raise DeviceError("The run has no device open now.")
        return item.device

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses keys."""
        self._device.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events."""
        self._device.point(events)

    def frame(self) -> Frame:
        """The current screen."""
        return self._device.frame()

    def release(self) -> None:
        """Releases all keys and buttons."""
        self._device.release()

    def close(self) -> None:
        """Does nothing: the run closes its devices itself."""

    def capability(self, kind: Kind[T]) -> T | None:
        """The device as one with a capability."""
        item = self._session.current_if_open
        return capability_of(item.device, kind) if item else None


class RunStudio:
    """Shows a run, and asks there how it goes on when it is paused.

    Args:
        session: The devices of the run.
        reader: Makes a reader of texts; the run's own is not for two threads.
        limit: How long a pause lasts at most, in seconds.
        port: The port of the page; a free one if it is 0 or taken.
    """

    def __init__(self, session: Session, reader: Callable[[], ScreenReader], limit: float, port: int) -> None:
        self._session = session
        self._reader = reader
        self._port = port
        self._running = ExitStack()
        self._folders: list[Path] = []
        self._pauses = Pauses(limit)
        self._desk: Desk | None = None
        self._url = ""

    @property
    def limit(self) -> float:
        """How long a pause lasts at most, in seconds."""
        return self._pauses.limit

    def open(self, folders: Iterable[Path]) -> str:
        """Opens the page, if it is not open yet.

        Args:
            folders: Where templates are.

        Returns:
            Its address.
        """
        self._folders = list(folders)
        if not self._url:
            session = self._session
            self._desk = Desk(
                # The device may be opened later than the page, and settings differ from suite to suite.
                lambda: session.layout.name,
                lambda: self._folders,
                lambda: session.settings.threshold.value,
                self._reader(),
            )
            serving = Serving(port=self._port, more=studio(replace(self._desk, pauses=self._pauses)))
            self._url = f"{self._served(serving)}{ROOT}/"
        return self._url

    def _served(self, serving: Serving) -> str:
        device = CurrentDevice(self._session)
        try:
            return self._running.enter_context(running(device, serving))
        except ConfigurationError:
            # Another run or studio may have the port, and this one is not to fail of it: its address is told anyway.
            return self._running.enter_context(running(device, replace(serving, port=0)))

    def ask(self, error: TinyPilotError, look: Looked | None, test: str, *, needs_place: bool) -> Answer | None:
        """Pauses until a person says how the run goes on.

        Args:
            error: What failed.
            look: The last look of the keyword; None if it has not looked.
            test: The test that is running.
            needs_place: Whether the keyword cannot go on without a place on the screen.

        Returns:
            The answer; None if nobody answered within the limit.
        """
        desk = self._desk
        if desk is None:
            return None
        missed = missed_in(look, desk.catalog, self._folders) if look else []
        frozen = desk.frozen.keep(look.frame) if look else None
        can_go_on = not needs_place or any(item.region for item in missed)
        return self._pauses.ask(Pause(str(error), test, frozen, missed, can_go_on))

    def close(self) -> None:
        """Ends the page."""
        self._pauses.close()
        self._running.close()
        self._url = ""
