"""Remembers, beyond the end of the process, that a mouse button is down and where: the next run releases it there.

A keyboard is released by a report that contains nothing else. The report of an absolute pointer always contains a
position, and releasing a button of an earlier run elsewhere would drop what it was dragging.
"""

import os
from contextlib import suppress
from pathlib import Path


class ButtonJournal:
    """A small file that exists while a button is down.

    Args:
        node: The pointer's node, after which the file is named.
        folder: Where to put it; if None, the runtime folder of the service or user, if there is one.
    """

    def __init__(self, node: str, folder: Path | None = None) -> None:
        place = folder or _runtime_folder()
        self._file = place / f"tinypilot-{Path(node).name}.pressed" if place else None
        self._noted = False

    def pressed_at(self) -> tuple[int, int] | None:
        """Where an earlier run left a button pressed; None if it did not."""
        if self._file is not None:
            with suppress(OSError, ValueError):
                x, y = map(int, self._file.read_text().split())
                self._noted = True
                return x, y
        return None

    def note(self, x: int, y: int) -> None:
        """Records that a button is down, or about to be.

        Args:
            x: The pointer's position as in its report: 0 to 32767 from the left.
            y: Likewise from the top.
        """
        if self._file is not None:
            with suppress(OSError):
                self._file.write_text(f"{x} {y}")
                self._noted = True

    def clear(self) -> None:
        """Records that no button is down."""
        if self._noted and self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._noted = False


def _runtime_folder() -> Path | None:
    # The folders that systemd gives a service or user; they are lost at a restart, like the state itself.
    folders = [os.environ.get("RUNTIME_DIRECTORY"), os.environ.get("XDG_RUNTIME_DIR"), "/run"]
    return next((Path(item) for item in folders if item and os.access(item, os.W_OK)), None)
