"""The windows of the virtual computer's desktop: a terminal, and a browser with a page to draw on."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PIL import Image, ImageDraw

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import Color, draw_text
from TinyPilotLibrary.devices.virtual.shell import PROMPT, Effect, edited, run
from TinyPilotLibrary.hid.pointer import Button

TITLE_HEIGHT = 28
_CHARACTER, _LINE = 8, 16
_FRAME: Color = (60, 66, 74)
_TITLE_ACTIVE: Color = (45, 90, 160)
_TITLE_IDLE: Color = (100, 106, 114)
_WHITE: Color = (255, 255, 255)
_INK: Color = (30, 30, 30)


@dataclass(frozen=True)
class Mouse:
    """The pointer in a window, in pixels of the window's inside.

    Args:
        x: Distance from the left.
        y: Distance from the top.
        buttons: The buttons that are down.
        pressed: The buttons that went down just now.
        wheel: A step of the wheel: -1 up, 1 down.
    """

    x: int
    y: int
    buttons: int
    pressed: int
    wheel: int


class Window(ABC):
    """A window: its position and its title.

    Args:
        left: Left edge on the screen.
        top: Top edge on the screen.
        width: Width, frame included.
        height: Height, title included.
    """

    title = ""

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        self.left, self.top, self.width, self.height = left, top, width, height

    def contains(self, x: int, y: int) -> bool:
        """Whether a pixel of the screen is in the window.

        Args:
            x: From the left edge of the screen, in pixels.
            y: From the top edge, in pixels.
        """
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height

    def on_title(self, x: int, y: int) -> bool:
        """Whether a pixel of the screen is in the window's title.

        Args:
            x: From the left edge of the screen, in pixels.
            y: From the top edge, in pixels.
        """
        return self.contains(x, y) and y < self.top + TITLE_HEIGHT

    def on_close(self, x: int, y: int) -> bool:
        """Whether a pixel of the screen is on the button that closes the window.

        Args:
            x: From the left edge of the screen, in pixels.
            y: From the top edge, in pixels.
        """
        return self.on_title(x, y) and x >= self.left + self.width - TITLE_HEIGHT

    def draw(self, picture: Image.Image, *, active: bool) -> None:
        """Draws frame, title and inside.

        Args:
            picture: The screen.
            active: Whether it is the window in front.
        """
        draw = ImageDraw.Draw(picture)
        right, bottom = self.left + self.width - 1, self.top + self.height - 1
        draw.rectangle((self.left, self.top, right, bottom), _WHITE, _FRAME)
        title = _TITLE_ACTIVE if active else _TITLE_IDLE
        draw.rectangle((self.left, self.top, right, self.top + TITLE_HEIGHT - 1), title)
        draw_text(picture, (self.left + 10, self.top + 6), self.title, _WHITE)
        draw_text(picture, (right - 18, self.top + 6), "x", _WHITE)
        inside = Image.new("RGB", (self.width - 2, self.height - TITLE_HEIGHT - 1), _WHITE)
        self.draw_inside(inside)
        picture.paste(inside, (self.left + 1, self.top + TITLE_HEIGHT))

    def mouse(self, mouse: Mouse) -> None:
        """Handles the pointer in the window's inside."""

    @abstractmethod
    def key(self, press: KeyPress) -> Effect:
        """Handles a key while the window is in front; returns what the desktop has to do."""

    @abstractmethod
    def draw_inside(self, inside: Image.Image) -> None:
        """Draws the window's content."""


class Terminal(Window):
    """A terminal with the command line in it."""

    title = "Terminal"

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        super().__init__(left, top, width, height)
        self._lines: list[str] = []
        self._typed = ""

    def key(self, press: KeyPress) -> Effect:
        """Types into the line; Enter runs it."""
        if press.code != "Enter":
            self._typed = edited(self._typed, press)
            return Effect.NOTHING
        self._lines.append(PROMPT + self._typed)
        result = run(self._typed)
        self._typed = ""
        self._lines += result.lines
        if result.effect is Effect.CLEAR:
            self._lines.clear()
        return result.effect

    def draw_inside(self, inside: Image.Image) -> None:
        """The last lines, and a block as the cursor."""
        inside.paste((20, 24, 28), (0, 0, *inside.size))
        columns = (inside.width - 8) // _CHARACTER
        lines = [
            line[start : start + columns]
            for line in [*self._lines, PROMPT + self._typed]
            for start in range(0, max(1, len(line)), columns)
        ]
        shown = lines[-((inside.height - 8) // _LINE) :]
        for row, line in enumerate(shown):
            draw_text(inside, (4, 4 + row * _LINE), line, (220, 220, 210))
        left, top = 4 + len(shown[-1]) * _CHARACTER, 4 + (len(shown) - 1) * _LINE
        inside.paste((220, 220, 210), (left, top, left + _CHARACTER, top + _LINE))


_ADDRESS_HEIGHT = 36
_TOOLS_HEIGHT = 40
_SWATCH = 28
_COLORS: tuple[Color, ...] = (
    (0, 0, 0),
    (220, 30, 30),
    (30, 150, 50),
    (30, 70, 210),
    (240, 180, 20),
    (150, 50, 170),
)
_PAINT = "jspaint.app"
_PAGE_LINES = 200


@dataclass
class Stroke:
    """A line drawn by hand.

    Args:
        color: Its colour.
        points: Its points, in pixels of the canvas.
    """

    color: Color
    points: list[tuple[int, int]]


class Browser(Window):
    """A browser with two pages: one to draw on, and one with numbered lines to scroll through."""

    title = "Browser"

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        super().__init__(left, top, width, height)
        self.address = ""
        self._typing = True
        self._page = ""
        self._first_line = 0
        self._color = _COLORS[0]
        self._strokes: list[Stroke] = []

    def open(self, address: str) -> None:
        """Shows a page."""
        self.address = self._page = address.strip().removeprefix("https://").removeprefix("http://")
        self.title = f"{self._page} - Browser"
        self._typing = False
        self._first_line = 0

    def key(self, press: KeyPress) -> Effect:
        """Ctrl+L focuses the address; Enter opens the page typed there."""
        if press.control and press.code == "KeyL":
            self._typing, self.address = True, ""
        elif not self._typing:
            pass
        elif press.code == "Enter":
            self.open(self.address)
        else:
            self.address = edited(self.address, press)
        return Effect.NOTHING

    def mouse(self, mouse: Mouse) -> None:
        """Draws on the canvas, chooses colours, scrolls the lines."""
        if mouse.pressed and mouse.y < _ADDRESS_HEIGHT:
            self._typing, self.address = True, ""
        elif self._page == _PAINT:
            self._paint(mouse)
        elif mouse.wheel:
            self._first_line = min(max(0, self._first_line + 3 * mouse.wheel), _PAGE_LINES - 1)

    def draw_inside(self, inside: Image.Image) -> None:
        """The address and the page."""
        draw = ImageDraw.Draw(inside)
        draw.rectangle((0, 0, inside.width, _ADDRESS_HEIGHT - 1), (228, 230, 234))
        draw.rectangle((8, 5, inside.width - 9, 30), _WHITE, _TITLE_ACTIVE if self._typing else (170, 174, 180))
        draw_text(inside, (14, 10), self.address + ("|" if self._typing else ""), _INK)
        if self._page == _PAINT:
            self._draw_paint(inside, draw)
        elif self._page:
            for row in range((inside.height - _ADDRESS_HEIGHT) // _LINE):
                line = self._first_line + row + 1
                if line <= _PAGE_LINES:
                    draw_text(inside, (14, _ADDRESS_HEIGHT + 6 + row * _LINE), f"{self._page}: line {line}", _INK)

    def _paint(self, mouse: Mouse) -> None:
        x, y = mouse.x, mouse.y - _ADDRESS_HEIGHT - _TOOLS_HEIGHT
        if y < 0:
            if mouse.pressed & Button.LEFT:
                self._choose_tool(x)
        elif mouse.pressed & Button.LEFT:
            self._strokes.append(Stroke(self._color, [(x, y)]))
        elif mouse.buttons & Button.LEFT and self._strokes:
            self._strokes[-1].points.append((x, y))

    def _choose_tool(self, x: int) -> None:
        index = (x - 8) // (_SWATCH + 6)
        if 0 <= index < len(_COLORS):
            self._color = _COLORS[index]
        elif index < len(_COLORS) + 2:
            self._strokes.clear()

    def _draw_paint(self, inside: Image.Image, draw: ImageDraw.ImageDraw) -> None:
        tools_bottom = _ADDRESS_HEIGHT + _TOOLS_HEIGHT
        draw.rectangle((0, _ADDRESS_HEIGHT, inside.width, tools_bottom - 1), (208, 212, 218))
        for index, color in enumerate(_COLORS):
            left = 8 + index * (_SWATCH + 6)
            edge = _WHITE if color == self._color else (120, 124, 130)
            draw.rectangle((left, _ADDRESS_HEIGHT + 6, left + _SWATCH, _ADDRESS_HEIGHT + 6 + _SWATCH), color, edge, 2)
        left = 8 + len(_COLORS) * (_SWATCH + 6)
        draw.rectangle((left, _ADDRESS_HEIGHT + 6, left + 56, _ADDRESS_HEIGHT + 6 + _SWATCH), (236, 238, 242), _FRAME)
        draw_text(inside, (left + 8, _ADDRESS_HEIGHT + 12), "Clear", _INK)
        for stroke in self._strokes:
            points = [(x, y + tools_bottom) for x, y in stroke.points]
            if len(points) == 1:
                draw.ellipse((points[0][0] - 2, points[0][1] - 2, points[0][0] + 2, points[0][1] + 2), stroke.color)
            else:
                draw.line(points, stroke.color, width=4, joint="curve")
