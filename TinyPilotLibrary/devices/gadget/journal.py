"""Remembers, beyond the end of the process, that a mouse button is down and where: the next start releases it there.

A keyboard is released by a report that says nothing else. The report of an absolute pointer always has a place, and to
release the button of a former run elsewhere would drop what it dragged.
"""

import os
from contextlib import suppress
from pathlib import Path


class Journal:
    """A small file that is there while a button is down.

    Args:
        node: The pointer's node, which the file is named after.
        folder: Where it is; the runtime folder of service or user if None, and nowhere without one.
    """

    def __init__(self, node: str, folder: Path | None = None) -> None:
        place = folder or _runtime_folder()
        self._file = place / f"tinypilot-{Path(node).name}.pressed" if place else None
        self._noted = False

    def pressed_at(self) -> tuple[int, int] | None:
        """Where a former run left a button pressed; None if it did not."""
        if self._file is not None:
            with suppress(OSError, ValueError):
                x, y = map(int, self._file.read_text().split())
                self._noted = True
                return x, y
        return None

    def note(self, x: int, y: int) -> None:
        """A button is down, or about to be.

        Args:
            x: Where the pointer is, as its report has it: 0 to 32767 from the left.
            y: The same from the top.
        """
        if self._file is not None:
            with suppress(OSError):
                self._file.write_text(f"{x} {y}")
                self._noted = True

    def clear(self) -> None:
        """No button is down."""
        if self._noted and self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._noted = False


def _runtime_folder() -> Path | None:
    # What systemd gives a service or a user; both are lost when the machine restarts, as the state is.
    folders = [os.environ.get("RUNTIME_DIRECTORY"), os.environ.get("XDG_RUNTIME_DIR"), "/run"]
    return next((Path(item) for item in folders if item and os.access(item, os.W_OK)), None)
