"""Reads character screens."""

from collections.abc import Sequence

from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.text.cells.font_catalog import FontCatalog
from TinyPilotLibrary.text.cells.glyph_decoding import decode
from TinyPilotLibrary.text.cells.grid_detection import find
from TinyPilotLibrary.text.cells.hue_ink import read_by_hue
from TinyPilotLibrary.text.cells.modes import is_known
from TinyPilotLibrary.text.cells.resampling import blur_of
from TinyPilotLibrary.text.cells.rim import read_rim
from TinyPilotLibrary.text.cells.text_screen import TextScreen
from TinyPilotLibrary.vision.frame import Frame

# With more than this it is something else than text.
_MOST_UNSURE = 0.4


class CellReader:
    """Reads character screens. What it reads depends on the frame alone, never on one that was read before.

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

    def read(self, frame: Frame) -> TextScreen | None:
        """Reads a frame.

        Args:
            frame: The frame.

        Returns:
            Its text, or None if it is not made of cells.
        """
        found = find(frame.gray, self._fonts)
        if found is None:
            return None
        grid, glyphs, cut = found.grid, found.glyphs, found.cut
        noisy = frame.format == "JPEG" or grid.is_scaled or not cut.is_clean
        if is_known(grid):
            decoded = decode(cut, glyphs, noisy=noisy)
        else:
            # How the pixels were mixed tells fonts apart that are nearly the same.
            blur = blur_of(grid)
            fonts = (glyphs, *found.rivals) if grid.is_scaled else (glyphs,)
            either = [(decode(cut, font, noisy=noisy, blur=blur), font) for font in fonts]
            decoded, glyphs = min(either, key=lambda one: one[0].share_unsure)
        if decoded.share_unsure > _MOST_UNSURE:
            return None
        decoded = read_by_hue(frame.color, grid, cut, glyphs, decoded, noisy=noisy)
        return TextScreen(grid, glyphs, cut, read_rim(decoded, grid, cut, glyphs, noisy=noisy), frame)


def read_cells(frame: Frame) -> TextScreen | None:
    """Reads a single frame with the fonts that come with the library.

    Args:
        frame: The frame.

    Returns:
        Its text, or None if it is not made of cells.

    ```python
    screen = read_cells(Frame.read(Path("screen.png").read_bytes()))
    ```
    """
    return CellReader().read(frame)
