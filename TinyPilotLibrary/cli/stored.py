"""Pictures of screens that were stored."""

from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError, CorruptFrame
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
        raise ConfigurationError(f"The frame '{file}' cannot be read: {error.strerror}.") from error
    except CorruptFrame as error:
        raise ConfigurationError(f"The frame '{file}' is no whole picture: PNG, JPEG or PPM is wanted.") from error
    return frame
