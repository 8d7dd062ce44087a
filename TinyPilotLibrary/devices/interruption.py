"""How one thread ends the input that another one is sending."""

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from TinyPilotLibrary.errors import InputInterrupted

T = TypeVar("T")


class Interruption:
    """Ends what is sent piece by piece, between two pieces.

    ```python
    for keystroke in self._interruption.each(keystrokes, "keystrokes"):
        self._press(keystroke)
    ```
    """

    def __init__(self) -> None:
        self._count = 0

    def interrupt(self) -> None:
        """Ends what is being sent now; what begins later is not concerned. It waits for nothing."""
        self._count += 1

    def each(self, pieces: Iterable[T], what: str) -> Iterator[T]:
        """Gives one piece after the other to be sent.

        Args:
            pieces: What is sent.
            what: What they are called.

        Yields:
            The next piece.

        Raises:
            InputInterrupted: If it was interrupted since the first piece was asked for.
        """
        count = self._count
        total = f" of {len(pieces)}" if isinstance(pieces, Sized) else ""
        for number, piece in enumerate(pieces):
            if self._count != count:
                raise InputInterrupted(f"Interrupted after {number}{total} {what}: the rest was not sent.")
            yield piece
