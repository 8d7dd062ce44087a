"""Pictures of screens that were stored."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from TinyPilotLibrary.cli.app import errors
from TinyPilotLibrary.errors import ConfigurationError, CorruptFrame, TinyPilotError
from TinyPilotLibrary.vision.frame import Frame


def stored_frame(file: Path) -> Frame:
    """A frame of a file.

    Raises:
        ConfigurationError: If it cannot be read, or is no whole picture.
    """
    try:
        frame = Frame.read(file.read_bytes())
        # What cannot be decoded is told before anything is looked for.
        _ = frame.gray
    except OSError as error:
        # A path has one slash where an address has two.
        is_device = re.match(r"[a-z][a-z0-9+.-]+:", str(file))
        hint = " To look at a device, save its screen first: tinypilot screenshot DEVICE FILE." if is_device else ""
        raise ConfigurationError(f"The frame '{file}' cannot be read: {error.strerror}.{hint}") from error
    except CorruptFrame as error:
        raise ConfigurationError(f"The frame '{file}' is not a complete PNG, JPEG or PPM picture.") from error
    return frame


class FrameErrors:
    """What is wrong with single frames: told at once, in a sentence, and the other frames follow all the same."""

    def __init__(self) -> None:
        self._any = False

    @contextmanager
    def of(self, file: Path) -> Iterator[None]:
        """Tells what goes wrong with a frame inside of it."""
        try:
            yield
        except TinyPilotError as error:
            self.tell(file, str(error))

    def tell(self, file: Path, error: str) -> None:
        """Tells that something is wrong with a frame.

        Args:
            file: The frame's file; it is named before the sentence unless that names it.
            error: What is wrong, as a sentence.
        """
        self._any = True
        name = "" if str(file) in error else f"{file}: "
        errors.print(f"{name}{error.rstrip('.')}.", markup=False)

    def __bool__(self) -> bool:
        return self._any
