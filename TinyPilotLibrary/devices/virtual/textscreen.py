"""A screen of 80x25 characters, as VGA text mode shows it in 720x400 pixels."""

from dataclasses import dataclass, field
from functools import cache

from PIL import Image

from TinyPilotLibrary.devices.virtual.picture import BLACK, GRAY, VGA, glyph

COLUMNS, ROWS = 80, 25
CELL_WIDTH, CELL_HEIGHT = 9, 16
_CURSOR_ROWS = (13, 15)


@dataclass(frozen=True)
class Cell:
    """One character with its colours, as indices into the VGA palette."""

    character: str = " "
    color: int = GRAY
    background: int = BLACK


@dataclass
class TextScreen:
    """The content of the screen.

    Args:
        rows: The cells, row by row.
        cursor: Row and column of the cursor, or None if it is hidden.
    """

    rows: list[list[Cell]] = field(default_factory=lambda: [[Cell()] * COLUMNS for _ in range(ROWS)])
    cursor: tuple[int, int] | None = None

    def clear(self, background: int = BLACK) -> None:
        """Empties the screen."""
        self.rows = [[Cell(background=background)] * COLUMNS for _ in range(ROWS)]
        self.cursor = None

    def write(self, row: int, column: int, text: str, color: int = GRAY, background: int = BLACK) -> None:
        """Writes text into a row; what does not fit is cut off.

        Args:
            row: The row, from 0.
            column: The column, from 0.
            text: The text.
            color: The text's colour, as an index into the VGA palette.
            background: The colour behind it.
        """
        for offset, character in enumerate(text[: COLUMNS - column]):
            self.rows[row][column + offset] = Cell(character, color, background)

    def fill(self, row: int, column: int, height: int, width: int, background: int) -> None:
        """Blanks a rectangle.

        Args:
            row: Its first row, from 0.
            column: Its first column, from 0.
            height: How many rows.
            width: How many columns.
            background: Its colour, as an index into the VGA palette.
        """
        for line in range(row, row + height):
            self.write(line, column, " " * width, GRAY, background)

    def box(self, row: int, column: int, height: int, width: int, color: int, background: int) -> None:
        """Draws a double frame and blanks its inside.

        Args:
            row: Its first row, from 0.
            column: Its first column, from 0.
            height: How many rows, the frame included.
            width: How many columns, the frame included.
            color: The frame's colour, as an index into the VGA palette.
            background: The colour inside.
        """
        self.fill(row, column, height, width, background)
        self.write(row, column, "╔" + "═" * (width - 2) + "╗", color, background)
        for line in range(row + 1, row + height - 1):
            self.write(line, column, "║", color, background)
            self.write(line, column + width - 1, "║", color, background)
        self.write(row + height - 1, column, "╚" + "═" * (width - 2) + "╝", color, background)

    def lines(self) -> list[str]:
        """The text row by row, without spaces at the end."""
        return ["".join(cell.character for cell in row).rstrip() for row in self.rows]

    def draw(self, *, show_cursor: bool = True) -> Image.Image:
        """The screen as a picture of 720x400 pixels."""
        picture = Image.new("RGB", (COLUMNS * CELL_WIDTH, ROWS * CELL_HEIGHT))
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell.character != " " or cell.background != BLACK:
                    picture.paste(_picture_of(cell), (column * CELL_WIDTH, row * CELL_HEIGHT))
        if self.cursor and show_cursor:
            row, column = self.cursor
            top, bottom = (row * CELL_HEIGHT + line for line in _CURSOR_ROWS)
            picture.paste(VGA[GRAY], (column * CELL_WIDTH, top, (column + 1) * CELL_WIDTH, bottom))
        return picture


@cache
def _picture_of(cell: Cell) -> Image.Image:
    picture = Image.new("RGB", (CELL_WIDTH, CELL_HEIGHT), VGA[cell.background])
    picture.paste(VGA[cell.color], (0, 0, CELL_WIDTH, CELL_HEIGHT), glyph(cell.character, CELL_WIDTH))
    return picture
