"""Media by the mass storage of kvmd (MSD): an image is sent to the device, and inserted as a CD or a flash drive."""

import hashlib
import io
import threading
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

from TinyPilotLibrary.devices.media_protocol import Medium, MediumKind
from TinyPilotLibrary.devices.pikvm.api import Api
from TinyPilotLibrary.devices.transfers import PIECE, Transfer, sha256_of
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported

_WEB = ("http://", "https://")
# For the first byte of an answer that comes when all of an image is on an SD card, in seconds.
_WRITING = 3600.0
_MOST_NAMED = 20
_DIGITS = 8


class MassStorage:
    """The one drive of a device.

    Args:
        api: The device.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._lock = threading.Lock()
        self._given: dict[str, str] = {}

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium; what is in the drive is ejected before.

        Args:
            image: A file of this machine, which is sent to the device unless it has it; a URL, which the device
                fetches; or the name of an image that the device has.
            kind: A CD or a USB stick.

        Raises:
            ConfigurationError: If there is no such image.
            NotSupported: If a floppy is wanted.
            DeviceError: If the device refuses it, or the image arrives damaged.
        """
        if kind is MediumKind.FLOPPY:
            raise NotSupported(f"'{self._api.name}' has no floppy drive: insert the image as usb.")
        with self._lock:
            self._empty()
            name = self._stored(image)
            self._api.post("/msd/set_params", {"image": name, "cdrom": str(int(kind is MediumKind.CD)), "rw": "0"})
            self._api.post("/msd/set_connected", {"connected": "1"})
            drive = self._drive()
            if not drive.get("connected") or _name_of(drive) != name:
                raise DeviceError(f"'{self._api.name}' took the order, but '{name}' is not in its drive.")
            self._given[name] = image

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects what is in the drive, also if the target has locked it.

        Args:
            kind: A CD or a USB stick; either if None.
        """
        with self._lock:
            if kind is None or any(medium.kind is kind for medium in self._inserted()):
                self._empty()

    def media(self) -> list[Medium]:
        """What is in the drive."""
        return self._inserted()

    def _inserted(self) -> list[Medium]:
        drive = self._drive()
        name = _name_of(drive)
        if not drive.get("connected") or not name:
            return []
        return [Medium(MediumKind.CD if drive.get("cdrom") else MediumKind.USB, self._given.get(name, name))]

    def _empty(self) -> None:
        if self._drive().get("connected"):
            self._api.post("/msd/set_connected", {"connected": "0"})

    def _stored(self, image: str) -> str:
        """The name of an image on the device, which has it now."""
        file = Path(image)
        if image.lower().startswith(_WEB):
            return self._fetched(image)
        if file.is_file():
            return self._sent(file)
        images = self._images()
        if image in images:
            return image
        names = sorted(images)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        raise ConfigurationError(
            f"There is no image '{file.absolute()}', and '{self._api.name}' has none of the name '{image}'. It has: "
            f"{', '.join(names[:_MOST_NAMED]) or 'none'}{more}."
        )

    def _fetched(self, url: str) -> str:
        """The device fetches an image itself; one of an earlier run may be another one by now."""
        name = PurePosixPath(urlsplit(url).path).name or "image.iso"
        if name in self._images():
            self._api.post("/msd/remove", {"image": name})
        self._api.post("/msd/write_remote", {"url": url, "image": name, "remove_incomplete": "1"}, _WRITING)
        self._refuse_incomplete(name)
        return name

    def _sent(self, file: Path) -> str:
        """Sends an image, by a name that has its hash in it: the same one is not sent again."""
        with file.open("rb") as content:
            digest = sha256_of(content)
            size = content.tell()
            # kvmd takes names that are not too long, and Windows' own ones neither.
            name = f"{file.stem[:80]}-{digest[:_DIGITS]}{file.suffix[:10]}"
            known = self._images().get(name)
            if isinstance(known, Mapping) and known.get("complete") and known.get("size") == size:
                return name
            if known is not None:
                self._api.post("/msd/remove", {"image": name})
            content.seek(0)
            body = _Body(content, size, Transfer(file.name, size))
            self._api.post("/msd/write", {"image": name, "remove_incomplete": "1"}, _WRITING, body)
        self._refuse_incomplete(name, size)
        found = self._digest_of(name, size)
        if found != digest:
            self._api.post("/msd/remove", {"image": name})
            raise DeviceError(
                f"'{self._api.name}' has stored '{file}' damaged: its SHA-256 is {found}, and not {digest}. Is its SD "
                "card or its storage all right?"
            )
        return name

    def _refuse_incomplete(self, name: str, size: int | None = None) -> None:
        stored = self._images().get(name)
        if not isinstance(stored, Mapping) or not stored.get("complete") or size not in {None, stored.get("size")}:
            raise DeviceError(f"'{self._api.name}' took the image '{name}', but has not stored all of it.")

    def _digest_of(self, name: str, size: int) -> str:
        """The hash of what is on the device, read back."""
        stream = self._api.read(f"/msd/read?image={quote(name)}")
        digest = hashlib.sha256()
        try:
            while size > 0:
                piece = stream.read()
                digest.update(piece)
                size -= len(piece)
        finally:
            stream.close()
        return digest.hexdigest()

    def _drive(self) -> Mapping[str, Any]:
        state = self._api.get("/msd")
        drive = state.get("drive")
        if not isinstance(drive, Mapping):
            raise DeviceError(f"The mass storage of '{self._api.name}' is offline: is its storage mounted?")
        return drive

    def _images(self) -> Mapping[str, Any]:
        storage = self._api.get("/msd").get("storage")
        images = storage.get("images") if isinstance(storage, Mapping) else None
        return images if isinstance(images, Mapping) else {}


class _Body(io.RawIOBase):
    """A file that is read while it is sent.

    Args:
        content: The file.
        size: Its length.
        transfer: Is told how much was sent.
    """

    def __init__(self, content: BinaryIO, size: int, transfer: Transfer) -> None:
        super().__init__()
        self._content = content
        self._size = size
        self._transfer = transfer
        self._sent = 0

    def __len__(self) -> int:
        return self._size

    def readable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How much of it was read."""
        return self._sent

    def read(self, size: int = -1) -> bytes:
        """The next piece; larger than what is asked for, since many small ones would take longer."""
        piece = self._content.read(max(size, PIECE))
        self._sent += len(piece)
        if piece:
            self._transfer.now_at(self._sent)
        return piece


def _name_of(drive: Mapping[str, Any]) -> str:
    image = drive.get("image")
    return str(image.get("name") or "") if isinstance(image, Mapping) else ""
