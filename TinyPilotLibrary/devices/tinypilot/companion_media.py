"""The client of the companion's media: images of this machine are sent to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from TinyPilotLibrary.devices.http import Request
from TinyPilotLibrary.devices.media_protocol import BootSource, Medium, MediumKind
from TinyPilotLibrary.devices.tinypilot.tinypilot_connection import Connection
from TinyPilotLibrary.devices.transfers import PIECE, Transfer, sha256_of
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, RequestRefused

ROOT = "/api/companion/v1"
MEDIA, IMAGES = f"{ROOT}/media", f"{ROOT}/images"
# What the companion takes at once.
# What the companion's device may need for a medium, in seconds, and what it hashes a second.
_INSERTING = 150.0
_BYTES_A_SECOND = 20 << 20


class CompanionMedia:
    """The media of the device behind a companion.

    Args:
        connection: The connection to the companion.
        send: Sends what needs the lease: a path, a body, and the seconds that it may take.
    """

    def __init__(self, connection: Connection, send: Callable[[str, object, float], None]) -> None:
        self._connection = connection
        self._write = send
        self._sent: dict[str, str] = {}

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium; a file of this machine is sent to the companion first, unless it has it already.

        Args:
            image: A file of this machine, one in the companion's folder of images, or a URL.
            kind: What it is for the target.

        Raises:
            ConfigurationError: If there is no such image, here or there.
            DeviceError: If it is refused, or arrives damaged.
        """
        file = Path(image)
        is_here = "://" not in image and file.is_file()
        given = self._send(file) if is_here else image
        if is_here:
            self._sent[given] = image
        try:
            self._write(MEDIA, {"image": given, "kind": kind.value}, _INSERTING)
        except RequestRefused as error:
            here = "" if is_here or "://" in image else f" Nor is there a file '{file.absolute()}' here."
            raise ConfigurationError(f"{error}{here}") from error

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media.

        Args:
            kind: Which kind; all if None.
        """
        self._write(f"{MEDIA}/eject", {"kind": kind.value if kind else None}, _INSERTING)

    def media(self) -> list[Medium]:
        """The media that are inserted; an image that was sent is called as it was here."""
        content = self._connection.read(MEDIA, timeout=_INSERTING).json()
        try:
            found = [Medium(MediumKind(item["kind"]), str(item["image"])) for item in content["media"]]
        except (KeyError, TypeError, ValueError):
            raise self._no_companion(MEDIA) from None
        return [Medium(item.kind, self._sent.get(item.image, item.image)) for item in found]

    def boot_once(self, source: BootSource) -> None:
        """The target starts from this the next time.

        Args:
            source: What it starts from.
        """
        self._write(f"{ROOT}/boot", {"source": source.value}, _INSERTING)

    def _send(self, file: Path) -> str:
        """Sends an image, from where an earlier attempt stopped.

        Returns:
            What the companion calls it.
        """
        with file.open("rb") as content:
            digest = sha256_of(content)
            announced = {"name": file.name, "size": content.tell(), "sha256": digest}
            image, received = self._announce(announced)
            if image:
                return image
            self._send_pieces(content, received, announced)
        image, received = self._announce(announced)
        if not image:
            raise DeviceError(
                f"'{self._connection.url}' has {received} of the {announced['size']} bytes of '{file}' after all were "
                "sent. Does somebody change the file?"
            )
        return image

    def _send_pieces(self, content: BinaryIO, received: int, announced: dict[str, Any]) -> None:
        size = int(announced["size"])
        transfer = Transfer(str(announced["name"]), size, received)
        content.seek(received)
        while received < size and (data := content.read(PIECE)):
            where = {"sha256": str(announced["sha256"]), "offset": str(received)}
            # Where it is written is said, so that it may be sent again.
            answer = self._connection.repeatable(Request("PUT", IMAGES, data, params=where, is_input=False))
            received += len(data)
            if answer.json() != {"received": received}:
                raise self._no_companion(IMAGES)
            transfer.now_at(received)

    def _announce(self, announced: dict[str, Any]) -> tuple[str, int]:
        hashing = int(announced["size"]) / _BYTES_A_SECOND
        request = Request("POST", IMAGES, announced, is_input=False)
        content = self._connection.repeatable(request, hashing).json()
        try:
            return str(content["image"]), int(content["received"])
        except (KeyError, TypeError, ValueError):
            raise self._no_companion(IMAGES) from None

    def _no_companion(self, path: str) -> DeviceError:
        return DeviceError(f"'{self._connection.url}' did not answer {path} as a companion does.")
