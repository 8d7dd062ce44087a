"""Reads character screens."""

from collections.abc import Sequence

from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.vision.cells.colours import read_by_hue
from TinyPilotLibrary.vision.cells.cutting import Cut
from TinyPilotLibrary.vision.cells.decoding import decode
from TinyPilotLibrary.vision.cells.finding import Found, find, probe
from TinyPilotLibrary.vision.cells.fonts import FontCase
from TinyPilotLibrary.vision.cells.screen import TextScreen
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

# With more than this it is something else than text.
_MOST_UNSURE = 0.4


class CellReader:
    """Reads character screens, and remembers from frame to frame where their cells are.

    Args:
        fonts: Fonts besides those that come with the library, for example from `learn_font`.

    ```python
    reader = CellReader()
    screen = reader.read(device.frame())
    print(screen.text if screen else "This screen is not made of cells.")
    ```
    """

    def __init__(self, fonts: Sequence[Font] = ()) -> None:
        self._fonts = FontCase(fonts)
        self._last: tuple[Size, Found] | None = None

    def read(self, frame: Frame) -> TextScreen | None:
        """Reads a frame.

        Args:
            frame: The frame.

        Returns:
            Its text, or None if it is not made of cells.
        """
        gray = frame.gray
        found = None
        if self._last and self._last[0] == frame.size:
            known = self._last[1]
            found = probe(gray, known.grid, [known.glyphs])
        if found is None:
            found = find(gray, self._fonts.for_grid)
        if found is None:
            return None
        noisy = frame.format == "JPEG" or found.grid.is_scaled
        cut = Cut.of(found.grid.cells(gray), found.grid.cell)
        decoded = decode(cut, found.glyphs, noisy=noisy)
        if decoded.share_unsure > _MOST_UNSURE:
            return None
        decoded = read_by_hue(frame.color, found.grid, cut, found.glyphs, decoded, noisy=noisy)
        self._last = (frame.size, found)
        return TextScreen(found.grid, found.glyphs, cut, decoded, frame)


def read_cells(frame: Frame) -> TextScreen | None:
    """Reads a single frame; for several of one screen a `CellReader` is faster.

    Args:
        frame: The frame.

    Returns:
        Its text, or None if it is not made of cells.

    ```python
    screen = read_cells(Frame.read(Path("screen.png").read_bytes()))
    ```
    """
    return CellReader().read(frame)
