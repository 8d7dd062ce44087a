"""What only some devices can do with media, and with what the target starts from."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable


class MediumKind(Enum):
    """What a medium is for the target."""

    CD = "cd"
    USB = "usb"
    FLOPPY = "floppy"


@dataclass(frozen=True)
class Medium:
    """A medium that is inserted.

    Args:
        kind: What it is for the target.
        image: The file or URL of its image, as whoever has inserted it calls it.
    """

    kind: MediumKind
    image: str


@runtime_checkable
class HasMedia(Protocol):
    """Can insert and eject media."""

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium; one of the same kind that is in its place is ejected first.

        Args:
            image: Its image: a file of this machine, or what else the device takes, such as a URL.
            kind: What it is for the target.

        Raises:
            ConfigurationError: If there is no such file, or the device takes no such images.
            NotSupported: If the target has no drive of that kind.
            DeviceError: If it is refused.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media; nothing happens if none is inserted.

        Args:
            kind: Which kind; all if None.

        Raises:
            DeviceError: If it is refused.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def media(self) -> list[Medium]:
        """The media that are inserted.

        Raises:
            NotSupported: If it cannot be told.
            DeviceError: If it is refused.
            DeviceUnreachable: If the device does not answer.
        """
        ...


class BootSource(Enum):
    """What a target starts from."""

    CD = "cd"
    USB = "usb"
    FLOPPY = "floppy"
    PXE = "pxe"
    DISK = "disk"
    SETUP = "setup"


@runtime_checkable
class BootsOnce(Protocol):
    """Can choose what the target starts from the next time."""

    def boot_once(self, source: BootSource) -> None:
        """The target starts from this the next time that it is reset or switched on, and after that as before.

        Args:
            source: What it starts from.

        Raises:
            NotSupported: If the target cannot start from that.
            DeviceError: If it is refused.
            DeviceUnreachable: If the device does not answer.
        """
        ...
