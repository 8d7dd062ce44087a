"""Media of a QEMU machine: what is in its CD and floppy drives, and USB sticks that come and go."""

import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from TinyPilotLibrary.devices.media_protocol import Medium, MediumKind
from TinyPilotLibrary.devices.qemu.drives import Drive, DriveKind, drives_of
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotSupported

_STICK = "tinypilot-usb-"
# The kernel of the guest is not asked, so that this is short.
_UNPLUGGING = 5.0
_POLL = 0.02
_HARDWARE = {
    MediumKind.CD: "CD drive: start QEMU with '-device ide-cd', or '-device virtio-scsi-pci -device scsi-cd'",
    MediumKind.FLOPPY: "floppy drive: only machines of the type pc have one",
}


class QemuMedia:
    """The media of a machine. The machine reads them and cannot write to them.

    Args:
        name: How the machine is called in messages.
        session: The session with QEMU.
    """

    def __init__(self, name: str, session: QmpSession) -> None:
        self._name = name
        self._session = session

    def insert(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium.

        Args:
            image: A file that QEMU can read.
            kind: What it is for the machine. A CD or a floppy goes into an empty drive, if there is one; else what is
                in the first drive is ejected. A USB stick is plugged in beside others.

        Raises:
            ConfigurationError: If there is no such file.
            NotSupported: If the machine has no such drive.
            DeviceError: If QEMU refuses it.
        """
        path = self._file(image)
        form = "qcow2" if path.lower().endswith(".qcow2") else "raw"
        drives = drives_of(self._session)
        if kind is MediumKind.USB:
            self._plug_in(path, form, drives)
            return
        fitting = [drive for drive in drives if drive.kind.value == kind.value]
        if not fitting:
            raise NotSupported(f"The machine '{self._name}' has no {_HARDWARE[kind]}.")
        drive = next((drive for drive in fitting if drive.image is None), fitting[0])
        self._session.command(
            "blockdev-change-medium",
            id=drive.path,
            filename=path,
            format=form,
            read_only_mode="read-only",
            # A guest that has locked its drive is not asked, as with a pin in the hole of the tray.
            force=True,
        )

    def eject(self, kind: MediumKind | None) -> None:
        """Ejects media.

        Args:
            kind: Which; all if None.
        """
        for drive in drives_of(self._session):
            if drive.image is None or not _is_medium(drive) or (kind and drive.kind.value != kind.value):
                continue
            if drive.kind is DriveKind.USB:
                self._pull_out(drive)
            else:
                self._session.command("eject", id=drive.path, force=True)

    def media(self) -> list[Medium]:
        """The media that are inserted."""
        return [
            Medium(MediumKind(drive.kind.value), drive.image)
            for drive in drives_of(self._session)
            if drive.image is not None and _is_medium(drive)
        ]

    def _file(self, image: str) -> str:
        if not self._session.is_local:
            return image
        if "://" in image:
            raise ConfigurationError(f"A medium of '{self._name}' is a file, and {image!r} is a URL.")
        path = Path(image).absolute()
        if not path.is_file():
            raise ConfigurationError(f"There is no image '{path}' to be inserted into '{self._name}'.")
        return str(path)

    def _plug_in(self, path: str, form: str, drives: list[Drive]) -> None:
        taken = {drive.node for drive in drives}
        name = next(name for number in count(1) if (name := f"{_STICK}{number}") not in taken)
        file = {"driver": "file", "filename": path}
        self._session.command("blockdev-add", driver=form, node_name=name, read_only=True, file=file)
        try:
            self._session.command("device_add", driver="usb-storage", drive=name, id=name)
        except DeviceUnreachable:
            raise
        except DeviceError as error:
            with suppress(DeviceError):
                self._session.command("blockdev-del", node_name=name)
            raise NotSupported(
                f"No USB stick can be plugged into the machine '{self._name}': {error} Start QEMU with "
                "'-device qemu-xhci'."
            ) from error

    def _pull_out(self, drive: Drive) -> None:
        if not drive.node.startswith(_STICK):
            raise NotSupported(
                f"The USB stick with '{drive.image}' in '{self._name}' was not plugged in by 'Insert Medium': it stays."
            )
        self._session.command("device_del", id=drive.node)
        deadline = time.monotonic() + _UNPLUGGING
        while not self._is_let_go(drive.node, deadline):
            time.sleep(_POLL)

    def _is_let_go(self, node: str, deadline: float) -> bool:
        try:
            self._session.command("blockdev-del", node_name=node)
        except DeviceUnreachable:
            raise
        except DeviceError:
            # QEMU still has it for a moment.
            if time.monotonic() >= deadline:
                raise
            return False
        return True


def _is_medium(drive: Drive) -> bool:
    return drive.kind is not DriveKind.DISK
