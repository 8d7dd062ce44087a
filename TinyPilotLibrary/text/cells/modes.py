"""The modes that firmware, boot loaders and consoles write text in, and how a capture shows them."""

from collections.abc import Iterator
from functools import lru_cache

from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.vision.geometry import Size

_MODES = (
    Size(720, 400),
    Size(640, 480),
    Size(800, 600),
    Size(1024, 768),
    Size(1280, 800),
    Size(1280, 1024),
    Size(640, 400),
)
_VGA_TEXT = Size(720, 400)
_EDK2_CELL = (8, 19)
# 80x25 is the middle of 100x31, where that has room.
_EDK2_MODES = ((100, 31), (80, 25))
#: The border that GRUB's graphical terminal leaves.
GRUB_BORDER = 10
# A capture that keeps the shape of the screen may take a text mode's pixels for square, or show it 4:3.
_MONITOR = 4 / 3
# A screen that the capture has made smaller than this cannot be read.
SMALLEST = 0.85
# A bar narrower than this is not looked for.
_BAR = 4

Area = tuple[int, int, int, int]


@lru_cache(maxsize=32)
def screens(size: Size) -> tuple[tuple[Size, Area], ...]:
    """What a frame of a size may show.

    Args:
        size: The frame's size.

    Returns:
        The sizes of computers' screens, each with its left, top, width and height in the frame; the frame's own first.
    """
    return tuple(_screens(size))


@lru_cache(maxsize=512)
def layouts(size: Size, cell: tuple[int, int]) -> tuple[Grid, ...]:
    """Where programs are known to put cells of a size, on frames of a size.

    Args:
        size: The frame's size.
        cell: Width and height of a cell.
    """
    return tuple(
        Grid(
            size,
            cell,
            (area[0] + left * area[2] / native.width, area[1] + top * area[3] / native.height),
            (area[2] / native.width, area[3] / native.height),
            columns,
            rows,
        )
        for native, area in screens(size)
        if is_of(cell, native)
        for (left, top), columns, rows in _layouts(native, cell)
    )


def is_of(cell: tuple[int, int], native: Size) -> bool:
    """Whether a screen of some size may have cells of some size: those of text modes are in text modes alone.

    Args:
        cell: Width and height of a cell, in pixels of the computer: 9 wide in the text mode of a VGA.
        native: The size of the computer's screen, which a capture may have scaled since.
    """
    return (cell[0] == 9) == (native == _VGA_TEXT)


def is_known(grid: Grid) -> bool:
    """Whether nothing of a grid was measured but where it begins, in whole pixels."""
    return not grid.is_scaled or grid in layouts(grid.frame, grid.cell)


def _screens(size: Size) -> Iterator[tuple[Size, Area]]:
    yield size, (0, 0, *size)
    across, down = size.width - _VGA_TEXT.width, size.height - _VGA_TEXT.height
    if min(across, down) >= 0 and max(across, down) > 0:
        # A frame of a fixed size may have it as it is, in the upper left corner or in the middle. (In the corner other
        # modes have their cells where the whole frame would have them.)
        yield _VGA_TEXT, (0, 0, *_VGA_TEXT)
        yield _VGA_TEXT, (across // 2, down // 2, *_VGA_TEXT)
    for native in _MODES:
        if native == size or native.width * SMALLEST > size.width or native.height * SMALLEST > size.height:
            continue
        yield native, (0, 0, *size)
        shapes = {native.width / native.height, _MONITOR} if native == _VGA_TEXT else {native.width / native.height}
        for shape in sorted(shapes):
            width, height = min(size.width, round(size.height * shape)), min(size.height, round(size.width / shape))
            if size.width - width > _BAR or size.height - height > _BAR:
                yield native, ((size.width - width) // 2, (size.height - height) // 2, width, height)


def _layouts(screen: Size, cell: tuple[int, int]) -> Iterator[tuple[tuple[int, int], int, int]]:
    (width, height), whole = cell, (screen.width // cell[0], screen.height // cell[1])
    if cell != _EDK2_CELL:
        yield (0, 0), *whole
        if cell == (8, 16):
            inner = Size(screen.width - 2 * GRUB_BORDER, screen.height - 2 * GRUB_BORDER)
            yield (GRUB_BORDER, GRUB_BORDER), inner.width // width, inner.height // height
        return
    # EDK2 centres its text; the largest of its modes fills the screen.
    fitting = [mode for mode in _EDK2_MODES if mode[0] <= whole[0] and mode[1] <= whole[1]]
    for columns, rows in dict.fromkeys((*fitting[:1], whole)):
        left, top = screen.width - columns * width, screen.height - rows * height
        yield (left // 2, top // 2), columns, rows
