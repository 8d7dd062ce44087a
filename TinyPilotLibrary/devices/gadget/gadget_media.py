"""Media in the drives of the gadget, which the kernel serves from image files of this machine."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from TinyPilotLibrary.devices.gadget.configfs import CD_DRIVE, SLOT, STORAGE
from TinyPilotLibrary.devices.media_protocol import Medium, MediumKind
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported

_LOG = logging.getLogger(__name__)
_UNITS = {MediumKind.CD: CD_DRIVE, MediumKind.USB: SLOT}
# The kernel counts 256 minutes of 60 seconds of 75 sectors, and leaves out the rest of what is larger.
_LARGEST_CD = 256 * 60 * 75 * 2048 - 1
_SMALLEST_CD = 300 * 2048


class GadgetMedia:
    """The CD drive and the slot for a stick of the gadget. The target can read, not write.

    Args:
        name: The device's name in messages.
        root: Where `sys` is, for tests.
    """

    def __init__(self, name: str, root: Path = Path("/")) -> None:
        self._name = name
        self._gadgets = root / "sys/kernel/config/usb_gadget"

    @property
    def is_there(self) -> bool:
        """Whether the gadget has drives."""
        return self._found() is not None

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium; what is in its drive is ejected first.

        Args:
            image: A file of this machine.
            kind: A CD or a USB stick. A CD that is too large for the kernel's CD drive is inserted as a stick.

        Raises:
            ConfigurationError: If there is no such file, or it is too small for a CD.
            NotSupported: If a floppy is wanted, or the gadget has no drives.
            DeviceError: If the kernel refuses it.
        """
        if kind not in _UNITS:
            raise NotSupported(f"'{self._name}' has no floppy drive: insert the image as usb.")
        file = Path(image).absolute()
        if not file.is_file():
            raise ConfigurationError(f"There is no image '{file}' to be inserted into '{self._name}'.")
        size = file.stat().st_size
        if kind is MediumKind.CD and size < _SMALLEST_CD:
            raise ConfigurationError(
                f"The image '{file}' is too small for a CD: {size} bytes, and the kernel takes none below "
                f"{_SMALLEST_CD}."
            )
        if kind is MediumKind.CD and size > _LARGEST_CD:
            _LOG.warning("'%s' is too large for the kernel's CD drive: it is inserted as a USB stick.", file)
            kind = MediumKind.USB
        unit = self._unit(kind)
        with self._told(f"insert '{file}' into"):
            self._empty(unit)
            (unit / "file").write_text(str(file))

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media, also if the target has locked the drive.

        Args:
            kind: Which kind; all if None.
        """
        for one in _UNITS if kind is None else (kind,):
            if one in _UNITS:
                with self._told("eject the medium of"):
                    self._empty(self._unit(one))

    def media(self) -> list[Medium]:
        """The media that are inserted."""
        with self._told("read the drives of"):
            inside = {kind: (self._unit(kind) / "file").read_text().strip() for kind in _UNITS}
        return [Medium(kind, file) for kind, file in inside.items() if file]

    def _empty(self, unit: Path) -> None:
        try:
            (unit / "file").write_text("\n")
        except OSError as error:
            forced = unit / "forced_eject"
            if error.errno != errno.EBUSY or not forced.exists():
                raise
            # Like a pin in the hole of the tray.
            forced.write_text("1")

    def _unit(self, kind: MediumKind) -> Path:
        storage = self._found()
        if storage is None:
            raise NotSupported(
                f"'{self._name}' has no drives. Make the gadget with them: sudo tinypilot gadget up --media."
            )
        return storage / _UNITS[kind]

    def _found(self) -> Path | None:
        return next(self._gadgets.glob(f"*/functions/{STORAGE}"), None)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Turns the kernel's refusals into messages."""
        try:
            yield
        except PermissionError as error:
            raise DeviceError(
                f"Cannot {what} '{self._name}': only root may, or who is in the group of "
                "'sudo tinypilot gadget up --media --group GROUP'."
            ) from error
        except OSError as error:
            locked = " The target has locked the drive, and this kernel cannot force it." * (error.errno == errno.EBUSY)
            raise DeviceError(f"Cannot {what} '{self._name}': {error.strerror}.{locked}") from error
