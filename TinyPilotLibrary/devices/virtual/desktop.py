"""The virtual computer's desktop: icons, a panel with a clock, windows, a pointer."""

import time

from PIL import Image, ImageDraw

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import Color, draw_text
from TinyPilotLibrary.devices.virtual.shell import Effect
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.windows import TITLE_HEIGHT, Browser, Mouse, Terminal, Window
from TinyPilotLibrary.hid.pointer import Button, PointerEvent

_PANEL_HEIGHT = 36
_BACKGROUND: Color = (32, 72, 92)
_PANEL: Color = (28, 32, 38)
_WHITE: Color = (255, 255, 255)
_ICON_WIDTH, _ICON_HEIGHT = 96, 88
_DOUBLE_CLICK = 0.5
_MENU_WIDTH, _MENU_ROW = 180, 26
_ARROW = ((0, 0), (0, 16), (4, 12), (7, 18), (10, 17), (7, 11), (12, 11))

_ICONS: tuple[tuple[str, Effect, Color], ...] = (
    ("Terminal", Effect.OPEN_TERMINAL, (20, 24, 28)),
    ("Paint", Effect.OPEN_PAINT, (230, 120, 40)),
)
_MENU = (("Open terminal", Effect.OPEN_TERMINAL), ("Open paint", Effect.OPEN_PAINT), ("Restart", Effect.RESTART))


class Desktop(Stage):
    """A double click opens an icon, a right click the menu, Ctrl+Alt+T a terminal."""

    is_system = True

    def __init__(self, computer: Machine) -> None:
        super().__init__(computer)
        self._windows: list[Window] = []
        self._selected: int | None = None
        self._last_click: tuple[float, int | None] = (-1.0, None)
        self._dragged: tuple[int, int] | None = None
        self._menu: tuple[int, int] | None = None

    def enter(self) -> None:
        """Starts the clock."""
        self.computer.every(1.0, lambda: None)

    def key(self, press: KeyPress) -> None:
        """Ctrl+Alt+T opens a terminal, Alt+F4 closes a window; other keys go to the window in front."""
        if press.code == "KeyT" and press.control and press.alt:
            self._do(Effect.OPEN_TERMINAL)
        elif press.code == "F4" and press.alt and self._windows:
            self._windows.pop()
        elif press.code == "Escape" and self._menu:
            self._menu = None
        elif self._windows:
            self._do(self._windows[-1].key(press))

    def point(self, event: PointerEvent, before: PointerEvent) -> None:
        """Handles clicks, drags and scrolling."""
        x, y = self._pixel(event)
        pressed = event.buttons & ~before.buttons
        if self._dragged and event.buttons & Button.LEFT:
            window = self._windows[-1]
            window.left, window.top = x - self._dragged[0], y - self._dragged[1]
            return
        self._dragged = None
        if self._menu and pressed:
            self._choose_from_menu(self._menu, x, y)
            return
        window_at = next((window for window in reversed(self._windows) if window.contains(x, y)), None)
        if window_at is None:
            if pressed:
                self._press_on_background(x, y, pressed)
            return
        self._to_window(window_at, event, (x, y), pressed)

    def draw(self) -> Image.Image:
        """Draws everything from back to front."""
        width, height = self.computer.graphics
        picture = Image.new("RGB", (width, height), _BACKGROUND)
        draw = ImageDraw.Draw(picture)
        for index, (label, _, color) in enumerate(_ICONS):
            left, top = 16, 16 + index * _ICON_HEIGHT
            if index == self._selected:
                draw.rectangle((left, top, left + _ICON_WIDTH - 8, top + _ICON_HEIGHT - 8), (70, 120, 150))
            draw.rectangle((left + 24, top + 8, left + 64, top + 48), color, _WHITE, 2)
            draw_text(picture, (left + 44 - len(label) * 4, top + 56), label, _WHITE)
        for window in self._windows:
            window.draw(picture, active=window is self._windows[-1])
        draw.rectangle((0, height - _PANEL_HEIGHT, width, height), _PANEL)
        draw_text(picture, (12, height - 26), "Virtual Desktop", _WHITE)
        draw_text(picture, (width - 80, height - 26), time.strftime("%H:%M:%S"), _WHITE)
        if self._menu:
            self._draw_menu(picture, draw, self._menu)
        x, y = self._pixel(self.computer.pointer)
        draw.polygon([(x + dx, y + dy) for dx, dy in _ARROW], _WHITE, (0, 0, 0))
        return picture

    def _pixel(self, event: PointerEvent) -> tuple[int, int]:
        width, height = self.computer.graphics
        return min(int(event.x * width), width - 1), min(int(event.y * height), height - 1)

    def _to_window(self, window: Window, event: PointerEvent, place: tuple[int, int], pressed: int) -> None:
        x, y = place
        if pressed:
            self._windows.remove(window)
            self._windows.append(window)
            if pressed & Button.LEFT and window.on_close(x, y):
                self._windows.remove(window)
                return
            if pressed & Button.LEFT and window.on_title(x, y):
                self._dragged = (x - window.left, y - window.top)
                return
        inside_x, inside_y = x - window.left - 1, y - window.top - TITLE_HEIGHT
        window.mouse(Mouse(inside_x, inside_y, event.buttons, pressed, event.wheel))

    def _press_on_background(self, x: int, y: int, pressed: int) -> None:
        if pressed & Button.RIGHT:
            self._menu = (x, y)
            return
        icon = next(
            (
                index
                for index in range(len(_ICONS))
                if 16 <= x < 16 + _ICON_WIDTH - 8 and 0 <= y - 16 - index * _ICON_HEIGHT < _ICON_HEIGHT - 8
            ),
            None,
        )
        at, last = self._last_click
        now = self.computer.now()
        double = icon is not None and icon == last and now - at <= _DOUBLE_CLICK
        self._selected, self._last_click = icon, (now, None if double else icon)
        if double and icon is not None:
            self._do(_ICONS[icon][1])

    def _choose_from_menu(self, menu: tuple[int, int], x: int, y: int) -> None:
        self._menu = None
        row = (y - menu[1]) // _MENU_ROW
        if 0 <= x - menu[0] < _MENU_WIDTH and 0 <= row < len(_MENU):
            self._do(_MENU[row][1])

    def _draw_menu(self, picture: Image.Image, draw: ImageDraw.ImageDraw, menu: tuple[int, int]) -> None:
        left, top = menu
        draw.rectangle((left, top, left + _MENU_WIDTH, top + _MENU_ROW * len(_MENU)), (240, 240, 240), (60, 66, 74))
        for row, (label, _) in enumerate(_MENU):
            draw_text(picture, (left + 10, top + 5 + row * _MENU_ROW), label, (30, 30, 30))

    def _do(self, effect: Effect) -> None:
        if effect is Effect.RESTART:
            self.computer.restart()
        elif effect is Effect.POWER_OFF:
            self.computer.power_off()
        elif effect in {Effect.OPEN_BROWSER, Effect.OPEN_PAINT}:
            width, height = self.computer.graphics
            browser = Browser(0, 0, width, height - _PANEL_HEIGHT)
            if effect is Effect.OPEN_PAINT:
                browser.open("jspaint.app")
            self._windows.append(browser)
        elif effect is Effect.OPEN_TERMINAL:
            shift = 24 * sum(isinstance(window, Terminal) for window in self._windows)
            self._windows.append(Terminal(160 + shift, 90 + shift, 650, 400))
        elif effect is Effect.LEAVE:
            self._windows.pop()
