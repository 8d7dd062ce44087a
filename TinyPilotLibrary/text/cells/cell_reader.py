"""Reads character screens."""

from collections.abc import Sequence

from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.font_catalog import FontCatalog
from TinyPilotLibrary.text.cells.glyph_decoding import decode
from TinyPilotLibrary.text.cells.grid_detection import Found, find, share_of_glyphs
from TinyPilotLibrary.text.cells.hue_ink import read_by_hue
from TinyPilotLibrary.text.cells.text_screen import TextScreen
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

# With more than this it is something else than text.
_MOST_UNSURE = 0.4
# With this share of glyphs the cells are where they were in the last frame.
_STILL_THERE = 0.5


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
        self._fonts = FontCatalog(fonts)
        self._last: tuple[Size, Found] | None = None

    def read(self, frame: Frame) -> TextScreen | None:
        """Reads a frame.

        Args:
            frame: The frame.

        Returns:
            Its text, or None if it is not made of cells.
        """
        if self._last and self._last[0] == frame.size:
            screen = _screen(frame, self._last[1], at_least=_STILL_THERE)
            if screen:
                return screen
        found = find(frame.gray, self._fonts)
        if found is None:
            return None
        screen = _screen(frame, found)
        if screen:
            self._last = (frame.size, found)
        return screen


def _screen(frame: Frame, found: Found, at_least: float = 0.0) -> TextScreen | None:
    """Reads the cells of a grid.

    Args:
        frame: The frame.
        found: The grid and the font.
        at_least: The share of cells with ink that must show just a glyph, for it to be read at all.

    Returns:
        The text; None if it is something else than text.
    """
    grid, glyphs = found.grid, found.glyphs
    cut = Cut.of(grid.cells(frame.gray), grid.cell)
    if at_least and share_of_glyphs(cut, glyphs) < at_least:
        return None
    noisy = frame.format == "JPEG" or grid.is_scaled or not cut.is_clean
    decoded = decode(cut, glyphs, noisy=noisy)
    if decoded.share_unsure > _MOST_UNSURE:
        return None
    return TextScreen(grid, glyphs, cut, read_by_hue(frame.color, grid, cut, glyphs, decoded, noisy=noisy), frame)


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
