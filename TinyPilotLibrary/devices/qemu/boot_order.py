"""What a QEMU machine starts from the next time, by the boot indexes of its devices."""

import threading
from collections.abc import Mapping
from contextlib import suppress

from TinyPilotLibrary.devices.media_protocol import BootSource
from TinyPilotLibrary.devices.qemu.drives import (
    boot_indexes,
    boot_place,
    drives_of,
    network_cards_of,
    set_boot_index,
)
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable, NotSupported

_NONE = -1
# For how long after a reset another one is the firmware's own, in seconds.
_FIRMWARE_BEGINS = 5.0


class BootOrder:
    """The order of a machine, which is another for one start and then the old one again.

    QEMU tells its firmware the order at each reset, so that the old one can be put back once that has begun. Firmware
    resets the machine again at the beginning of a start, as SeaBIOS does, so that this takes a while.

    Args:
        name: How the machine is called in messages.
        session: The session with QEMU.
    """

    def __init__(self, name: str, session: QmpSession) -> None:
        self._name = name
        self._session = session
        self._lock = threading.Lock()
        # The order to be put back: each place with its index.
        self._usual: dict[str, int] | None = None
        # Runs since the machine was reset.
        self._timer: threading.Timer | None = None
        session.on_event("RESET", self._begun)

    def once(self, source: BootSource) -> None:
        """The machine starts from this the next time.

        Args:
            source: What it starts from; the first one, if it has several.

        Raises:
            NotSupported: If it has none, or QEMU cannot do that.
        """
        if source is BootSource.SETUP:
            raise NotSupported(
                f"QEMU cannot start the setup of its firmware ('{self._name}'). 'Enter Firmware Setup' presses the key."
            )
        drives = drives_of(self._session)
        if source is BootSource.PXE:
            places = network_cards_of(self._session)
        else:
            fitting = [drive for drive in drives if drive.kind.value == source.value]
            # What is empty starts nothing.
            fitting.sort(key=lambda drive: drive.image is None)
            places = [place for drive in fitting if (place := boot_place(self._session, drive.path))]
        if not places:
            raise NotSupported(f"The machine '{self._name}' has nothing of the kind '{source.value}' to be put first.")
        self.restore()
        with self._lock:
            usual = boot_indexes(self._session, drives)
            self._usual = {places[0]: _NONE, **usual}
            others = [place for place in sorted(usual, key=usual.__getitem__) if place != places[0]]
            self._arrange({place: index for index, place in enumerate([places[0], *others])})

    def before_reset(self) -> None:
        """Puts the old order back before another reset, if the start from something else has begun."""
        if self._timer is not None:
            self.restore()

    def restore(self) -> None:
        """Puts the old order back, if there is one."""
        with self._lock:
            self._stop_timer()
            usual, self._usual = self._usual, None
            if usual is not None:
                self._arrange(usual)

    def _begun(self) -> None:
        with self._lock:
            self._stop_timer()
            if self._usual is not None:
                self._timer = threading.Timer(_FIRMWARE_BEGINS, self._restore_in_time)
                self._timer.daemon = True
                self._timer.start()

    def _restore_in_time(self) -> None:
        # Without QEMU there is nothing to put back.
        with suppress(DeviceError):
            self.restore()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arrange(self, indexes: Mapping[str, int]) -> None:
        # No two may ever have the same index.
        for place in indexes:
            self._set(place, _NONE)
        for place, index in indexes.items():
            self._set(place, index)

    def _set(self, place: str, index: int) -> None:
        try:
            set_boot_index(self._session, place, index)
        except DeviceUnreachable:
            raise
        except DeviceError:
            # A USB stick was pulled out meanwhile.
            if index != _NONE and place in boot_indexes(self._session, drives_of(self._session)):
                raise
