"""What every OCR engine can do."""

from typing import Protocol

from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels


class OcrEngine(Protocol):
    """Reads pictures of single lines. It is asked by several threads at once."""

    name: str

    def read(self, line: Pixels) -> Recognised:
        """Reads a line.

        Args:
            line: Its brightness, with a margin of a few pixels.

        Returns:
            What stands there; an empty text if nothing does.
        """
