"""Images of media: those in the folder of the companion, and those that clients have sent there."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.devices.transfers import sha256_of

# Where clients' images are, each in a folder that is named by its hash.
_SENT = "sent"
_PART = ".part"
# So much stays free for everybody else on this machine.
_SPARE = 256 << 20
_MOST_NAMED = 20
_LONGEST_NAME = 200


class Images:
    """The images that a client may insert: files of one folder, and below it those that clients have sent.

    Args:
        folder: The folder. If None, one is made for what clients send, and removed at the end.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._given = folder is not None
        self._folder = folder.absolute() if folder else None
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()

    def path(self, image: str) -> str:
        """The file of an image.

        Args:
            image: Its path in the folder, or the whole one.

        Raises:
            Refusal: If it is not there, or not in the folder.
        """
        if self._folder:
            path = Path(os.path.normpath(self._folder / image))
            if path.is_relative_to(self._folder) and path.is_file() and path.name != _PART:
                return str(path)
        raise Refusal(400, f"There is no image {image[:_LONGEST_NAME]!r} at this companion. {self._offered()}")

    def name(self, path: str) -> str:
        """How a client calls an image.

        Args:
            path: What the device says: a file, or something else.

        Returns:
            The path in the folder, if it is in it.
        """
        if self._folder and Path(path).is_relative_to(self._folder):
            return str(Path(path).relative_to(self._folder))
        return path

    def receive(self, name: str, size: int, digest: str, inserted: Callable[[], Collection[str]]) -> tuple[str, int]:
        """Prepares for an image that a client sends, or completes it when all of it has come.

        Args:
            name: The name of its file.
            size: Its length in bytes.
            digest: Its SHA-256, in hexadecimal.
            inserted: Tells the files that may not be removed to make room.

        Returns:
            Its path in the folder, if it is complete, or else an empty one; and how many bytes of it are there.

        Raises:
            Refusal: If the name is none of a file, there is no room for it, or what came has another hash.
        """
        if name in {"", ".", "..", _PART} or set(name) & set("/\\\0") or len(name.encode()) > _LONGEST_NAME:
            raise Refusal(400, f"{name[:_LONGEST_NAME]!r} is not the name of an image file.")
        with self._lock:
            place = self._root() / _SENT / digest
            file, part = place / name, place / _PART
            if not file.exists():
                self._complete(file, part, size, digest)
            if file.exists():
                # The first to go is the one that was used the longest time ago.
                os.utime(place)
                return self.name(str(file)), file.stat().st_size
            received = part.stat().st_size if part.exists() else 0
            self._make_room(size - received, digest, inserted)
            place.mkdir(parents=True, exist_ok=True)
            part.touch()
            self._sizes[digest] = size
            return "", received

    def write(self, digest: str, offset: int, data: bytes) -> int:
        """Writes a piece of an image; the same one may be written again.

        Args:
            digest: The SHA-256 of the image.
            offset: Where the piece begins.
            data: The piece.

        Returns:
            How many bytes are there now.

        Raises:
            Refusal: If the image was not announced, or the piece is not one of it that follows what is there.
        """
        size = self._sizes.get(digest)
        if size is None or self._folder is None:
            raise Refusal(400, "This image was not announced: POST images comes first.")
        part = self._folder / _SENT / digest / _PART
        try:
            with part.open("r+b") as file:
                there = file.seek(0, os.SEEK_END)
                if not offset <= there or offset + len(data) > size:
                    raise Refusal(400, f"{there} of {size} bytes are there: a piece at {offset} does not fit.")
                file.seek(offset)
                file.write(data)
                return max(there, offset + len(data))
        except FileNotFoundError:
            raise Refusal(400, "This image is complete, or was removed: announce it again.") from None
        except OSError as error:
            raise Refusal(507, f"The companion cannot store the image: {error.strerror}.") from error

    def close(self) -> None:
        """Removes what clients have sent, if no folder was given for it."""
        if not self._given and self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _root(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="tinypilot-images-"))
        return self._folder

    def _complete(self, file: Path, part: Path, size: int, digest: str) -> None:
        """Makes the file of an image of what is there: all pieces, or the same image by another name."""
        same = next((item for item in self._sent() if item.parent == file.parent), None)
        if same:
            os.link(same, file)
        elif part.exists() and part.stat().st_size == size:
            with part.open("rb") as content:
                found = sha256_of(content)
            if found != digest:
                part.unlink()
                raise Refusal(400, f"What came of the image has the SHA-256 {found}, and not {digest}: send it again.")
            part.replace(file)

    def _make_room(self, size: int, digest: str, inserted: Callable[[], Collection[str]]) -> None:
        if self._free() >= size:
            return
        used = {Path(path).parent for path in inserted()}
        places = {item.parent for item in self._sent()} - used
        for place in sorted(places, key=lambda place: place.stat().st_mtime):
            if self._free() < size and place.name != digest:
                shutil.rmtree(place, ignore_errors=True)
        if self._free() < size:
            raise Refusal(507, f"The image needs {size >> 20} MiB, and the companion has no room for it.")

    def _free(self) -> int:
        return shutil.disk_usage(self._root()).free - _SPARE

    def _sent(self) -> list[Path]:
        """The complete images that clients have sent."""
        return [item for item in (self._root() / _SENT).glob("*/*") if item.name != _PART]

    def _offered(self) -> str:
        if not self._given or not self._folder:
            return "It offers none: 'tinypilot serve' and 'tinypilot studio' do with --images FOLDER."
        names = sorted(
            self.name(str(item))
            for item in self._folder.glob("**/*")
            if item.is_file() and not item.is_relative_to(self._folder / _SENT)
        )
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f"It offers: {', '.join(names[:_MOST_NAMED]) or 'none'}{more}."
