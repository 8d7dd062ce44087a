"""The stands of a lab, each with its own studio."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import NoVideoSignal, TinyPilotError
from TinyPilotLibrary.session.stands import Stand
from TinyPilotLibrary.studio.no_device import NoDevice
from TinyPilotLibrary.vision.drawing.compact import thumbnail
from TinyPilotLibrary.vision.frame import Frame, PictureIdentity

_WIDTH = 400
# Who could not be reached is not asked again at once.
_AGAIN = 15.0
_NO_DEVICE = "This page shows all stands: open one of them to operate it."

#: Shows a device in a studio of its own: a context that yields its address.
Show = Callable[[str, Device], AbstractContextManager[str]]


@dataclass(frozen=True)
class Tile:
    """The screen of a stand, small.

    Args:
        number: Another one for another picture.
        picture: The picture, as WebP.
    """

    number: int
    picture: bytes


class StandInRack:
    """A stand whose device is opened when it is looked at first.

    Args:
        name: Its name.
        stand: The stand.
        show: Shows its device in a studio.
    """

    def __init__(self, name: str, stand: Stand, show: Show) -> None:
        self.name = name
        self._stand, self._show = stand, show
        self._lock = threading.Lock()
        self._open = ExitStack()
        self._device: Device | None = None
        self._failed: tuple[float, TinyPilotError] | None = None
        self._tile: tuple[PictureIdentity, Tile] | None = None
        #: The address of its studio; empty until it is open.
        self.url = ""

    def tile(self) -> Tile:
        """Its screen as it is now; one look at a time.

        Raises:
            TinyPilotError: If it cannot be opened, or its screen cannot be seen.
        """
        with self._lock:
            frame = self._opened().frame()
            if self._tile is None or self._tile[0] != frame.identity:
                number = self._tile[1].number + 1 if self._tile else 1
                self._tile = frame.identity, Tile(number, thumbnail(frame.bare(), _WIDTH).data)
            return self._tile[1]

    def close(self) -> None:
        """Closes its device and its studio."""
        with self._lock:
            self._open.close()
            self._device, self.url = None, ""

    def _opened(self) -> Device:
        if self._device is not None:
            return self._device
        if self._failed is not None and time.monotonic() - self._failed[0] < _AGAIN:
            raise self._failed[1]
        try:
            device = self._stand.open({})
            self.url = self._open.enter_context(self._show(self.name, device))
        except TinyPilotError as error:
            self._failed = time.monotonic(), error
            raise
        self._device = device
        return device


class Rack:
    """The stands of a lab.

    Args:
        stands: The stands by their names.
        show: Shows a device in a studio, and closes it at the end.
    """

    def __init__(self, stands: Mapping[str, Stand], show: Show) -> None:
        #: The stands, in the order of the file.
        self.stands = {name: StandInRack(name, stand, show) for name, stand in stands.items()}

    @property
    def no_device(self) -> Device:
        """What the page of all stands has in the place of a device."""

        def nothing() -> Frame:
            raise NoVideoSignal(_NO_DEVICE)

        return NoDevice("rack", _NO_DEVICE, nothing)

    def close(self) -> None:
        """Closes all of them."""
        for stand in self.stands.values():
            stand.close()
