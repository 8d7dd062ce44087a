"""The pointer: events as in TinyPilot's REST API, and gestures made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntFlag

from TinyPilotLibrary.errors import InvalidPointerEvent


class Button(IntFlag):
    """Mouse buttons, with the bits of MouseEvent.buttons."""

    LEFT = 1
    RIGHT = 2
    MIDDLE = 4
    BACK = 8
    FORWARD = 16


ALL_BUTTONS = 31


@dataclass(frozen=True)
class PointerEvent:
    """The position and buttons of the pointer at one moment, and a step of the wheel.

    Args:
        x: Position from the left edge of the screen (0.0) to the right (1.0).
        y: Position from the top edge of the screen (0.0) to the bottom (1.0).
        buttons: The buttons that are down, as MouseEvent.buttons: 1 left, 2 right, 4 middle, 8 back, 16 forward.
        wheel: Vertical step: -1 up, 1 down, 0 none.
        pan: Horizontal step: -1 left, 1 right, 0 none.

    Raises:
        InvalidPointerEvent: If a value is out of range.

    ```python
    PointerEvent(0.5, 0.5, buttons=1)
    ```

    The fields are those of `POST /api/v1/mouseEvent` of TinyPilot's REST API.
    """

    x: float
    y: float
    buttons: int = 0
    wheel: int = 0
    pan: int = 0

    def __post_init__(self) -> None:
        for name, value in (("x", self.x), ("y", self.y)):
            if not 0.0 <= value <= 1.0:
                raise InvalidPointerEvent(f"The pointer's {name} must be from 0.0 to 1.0, got {value}.")
        if not 0 <= self.buttons <= ALL_BUTTONS:
            raise InvalidPointerEvent(
                f"The mouse buttons must be a number from 0 to {ALL_BUTTONS}, got {self.buttons}."
            )
        for name, value in (("wheel", self.wheel), ("pan", self.pan)):
            if value not in {-1, 0, 1}:
                raise InvalidPointerEvent(f"The pointer's {name} must be -1, 0 or 1, got {value}.")


REST = PointerEvent(0.5, 0.5)
#: Where the pointer is out of the way: at the right edge the arrow is beyond the screen but for its tip, and no desktop
#: has a hot corner or a panel two thirds down there.
PARKED = PointerEvent(0.999, 0.66)


def move(at: PointerEvent, x: float, y: float) -> PointerEvent:
    """The event that moves the pointer and leaves the buttons as they are.

    Args:
        at: The pointer's last event.
        x: Where to, from 0.0 to 1.0.
        y: Where to, from 0.0 to 1.0.

    Returns:
        The event.
    """
    return replace(at, x=x, y=y, wheel=0, pan=0)


def press(at: PointerEvent, button: Button) -> PointerEvent:
    """The event that presses a button at the pointer's position.

    Args:
        at: The pointer's last event.
        button: The button.

    Returns:
        The event.
    """
    return replace(at, buttons=at.buttons | button, wheel=0, pan=0)


def release(at: PointerEvent, button: Button) -> PointerEvent:
    """The event that releases a button at the pointer's position.

    Args:
        at: The pointer's last event.
        button: The button.

    Returns:
        The event.
    """
    return replace(at, buttons=at.buttons & ~button, wheel=0, pan=0)


def click(at: PointerEvent, button: Button, count: int = 1) -> list[PointerEvent]:
    """The events of clicks at the pointer's position.

    Args:
        at: The pointer's last event.
        button: The button.
        count: The number of clicks, 2 for a double click.

    Returns:
        Press and release, `count` times.

    ```python
    click(PointerEvent(0.5, 0.5), Button.LEFT, count=2)
    ```
    """
    return [press(at, button), release(at, button)] * count


def drag(at: PointerEvent, x: float, y: float, button: Button, steps: int = 12) -> list[PointerEvent]:
    """The events of a drag from the pointer's position to another one.

    Args:
        at: The pointer's last event.
        x: Where to, from 0.0 to 1.0.
        y: Where to, from 0.0 to 1.0.
        button: The button to hold.
        steps: The number of moves; many desktops start a drag only after a few.

    Returns:
        Press, the moves, release.

    ```python
    drag(PointerEvent(0.25, 0.25), 0.75, 0.75, Button.LEFT)
    ```
    """
    down = press(at, button)
    moves = [move(down, at.x + (x - at.x) * step / steps, at.y + (y - at.y) * step / steps) for step in range(1, steps)]
    end = move(down, x, y)
    return [down, *moves, end, release(end, button)]


def gesture(at: PointerEvent, events: Iterable[PointerEvent]) -> str:
    """What pointer events are, for people: a move, clicks, a drag, a turn of the wheel.

    Args:
        at: The pointer's last event before them.
        events: The events.

    ```python
    gesture(REST, click(REST, Button.LEFT))  # "left click"
    ```
    """
    pressed, wheel, dragged, went, last = [], 0, False, 0, at
    for event in events:
        wheel += abs(event.wheel) + abs(event.pan)
        if event.buttons & ~last.buttons:
            pressed.append(Button(event.buttons & ~last.buttons))
        went |= last.buttons & ~event.buttons
        dragged = dragged or bool(event.buttons and (event.x, event.y) != (last.x, last.y))
        last = event
    if wheel:
        return "scrolled"
    if not pressed:
        return "mouse button released" if went else "dragged" if dragged else "mouse moved"
    name = str(pressed[0].name).lower()
    if not went:
        return f"{name} button pressed"
    if dragged:
        return f"{name} drag"
    return {1: f"{name} click", 2: f"{name} double click"}.get(len(pressed), f"{len(pressed)} {name} clicks")


def scroll(at: PointerEvent, down: int = 0, right: int = 0) -> list[PointerEvent]:
    """The events that turn the wheel at the pointer's position.

    Args:
        at: The pointer's last event.
        down: Steps down; negative ones go up.
        right: Steps to the right; negative ones go left.

    Returns:
        One event per step, vertical ones first.

    ```python
    scroll(PointerEvent(0.5, 0.5), down=-3)
    ```
    """
    vertical = replace(at, wheel=1 if down > 0 else -1, pan=0)
    horizontal = replace(at, wheel=0, pan=1 if right > 0 else -1)
    return [vertical] * abs(down) + [horizontal] * abs(right)
