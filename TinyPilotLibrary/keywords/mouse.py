"""Keywords for the mouse."""

from datetime import timedelta
from enum import Enum

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.locators import Locator, LocatorKind
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region

#: Where the pointer is.
HERE = Locator(LocatorKind.POINT, "", "where the pointer is")
NO_OFFSET = Point(0, 0)


class MouseButton(Enum):
    """A button of the mouse."""

    LEFT = pointer.Button.LEFT
    RIGHT = pointer.Button.RIGHT
    MIDDLE = pointer.Button.MIDDLE
    BACK = pointer.Button.BACK
    FORWARD = pointer.Button.FORWARD


class Direction(Enum):
    """Where the wheel scrolls to: down, right."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)


class MouseKeywords:
    """Moving, clicking, dragging, scrolling.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Mouse"])
    def move_mouse_to(
        self,
        target: Locator,
        *,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Moves the mouse pointer.

        Args:
            target: Where to: an image, which is waited for, or a point.
            offset: How far beside it: `x,y` in pixels or fractions of the screen, negative to the left and up.
            region: Where to look for the image.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            NotOnScreen: If the image did not appear in time; the pointer was not moved.

        Example:
        ```robotframework
        *** Test Cases ***
        Hover
            Open Device    virtual:
            Move Mouse To    point:0.5,0.5
            Move Mouse To    ok-button.png    offset=0,40
        ```
        """
        self._move(target, offset, region, threshold, timeout)
        logger.info(f"Moved the mouse to {_named(target, offset)}.")

    @keyword(tags=["Mouse"])
    def click(
        self,
        target: Locator = HERE,
        *,
        button: MouseButton = MouseButton.LEFT,
        count: int = 1,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks.

        Args:
            target: Where: an image, which is waited for, or a point; where the pointer is if not given.
            button: Which button.
            count: How many times.
            offset: How far beside it: `x,y` in pixels or fractions of the screen, negative to the left and up.
            region: Where to look for the image.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            NotOnScreen: If the image did not appear in time; nothing was clicked.

        Example:
        ```robotframework
        *** Test Cases ***
        Close The Window
            Open Device    virtual:
            Click    close.png    timeout=20s
            Click    point:0.5,0.5    button=right
        ```
        """
        if count < 1:
            raise InputError(f"The count must be at least 1, got {count}.")
        self._move(target, offset, region, threshold, timeout)
        item = self._context.device
        item.point(pointer.click(item.pointer, button.value, count))
        logger.info(f"Clicked {_named(target, offset)}{f' {count} times' if count > 1 else ''}.")

    @keyword(tags=["Mouse"])
    def double_click(
        self,
        target: Locator = HERE,
        *,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks twice with the left button.

        Args:
            target: Where: an image, which is waited for, or a point; where the pointer is if not given.
            offset: How far beside it: `x,y` in pixels or fractions of the screen, negative to the left and up.
            region: Where to look for the image.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            NotOnScreen: If the image did not appear in time; nothing was clicked.

        Example:
        ```robotframework
        *** Test Cases ***
        Start A Program
            Open Device    virtual:
            Double Click    terminal-icon.png
        ```
        """
        self.click(target, count=2, offset=offset, region=region, threshold=threshold, timeout=timeout)

    @keyword(tags=["Mouse"])
    def right_click(
        self,
        target: Locator = HERE,
        *,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks with the right button.

        Args:
            target: Where: an image, which is waited for, or a point; where the pointer is if not given.
            offset: How far beside it: `x,y` in pixels or fractions of the screen, negative to the left and up.
            region: Where to look for the image.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            NotOnScreen: If the image did not appear in time; nothing was clicked.

        Example:
        ```robotframework
        *** Test Cases ***
        Open The Menu
            Open Device    virtual:
            Right Click    point:0.5,0.5
        ```
        """
        self.click(target, button=MouseButton.RIGHT, offset=offset, region=region, threshold=threshold, timeout=timeout)

    @keyword(tags=["Mouse"])
    def drag(
        self,
        start: Locator,
        end: Locator,
        *,
        offset: Point = NO_OFFSET,
        end_offset: Point = NO_OFFSET,
        button: MouseButton = MouseButton.LEFT,
        steps: int = 12,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Drags from one place to another.

        Args:
            start: Where the button is pressed: an image, which is waited for, or a point.
            end: Where it is released: an image or a point.
            offset: How far beside the start: `x,y` in pixels or fractions of the screen.
            end_offset: How far beside the end.
            button: Which button.
            steps: Over how many moves; many desktops begin a drag only after a few.
            region: Where to look for the images.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the images; the library's timeout if not given.

        Raises:
            NotOnScreen: If an image did not appear in time; nothing was pressed.

        Example:
        ```robotframework
        *** Test Cases ***
        Draw A Line
            Open Device    virtual:
            Drag    point:0.25,0.25    point:0.75,0.75
            Drag    slider.png    slider.png    end_offset=120,0
        ```
        """
        if steps < 1:
            raise InputError(f"The steps must be at least 1, got {steps}.")
        x, y = self._place(end, end_offset, region, threshold, timeout)
        self._move(start, offset, region, threshold, timeout)
        item = self._context.device
        item.point(pointer.drag(item.pointer, x, y, button.value, steps))
        logger.info(f"Dragged from {_named(start, offset)} to {_named(end, end_offset)}.")

    @keyword(tags=["Mouse"])
    def scroll(
        self,
        direction: Direction,
        steps: int = 1,
        *,
        target: Locator = HERE,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Turns the mouse wheel.

        Args:
            direction: Where the content scrolls to.
            steps: How many steps of the wheel.
            target: Where the pointer is moved before: an image or a point; it stays where it is if not given.
            offset: How far beside it: `x,y` in pixels or fractions of the screen, negative to the left and up.
            region: Where to look for the image.
            threshold: The least score that counts as found, 0.0 to 1.0.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            NotOnScreen: If the image did not appear in time; nothing was scrolled.

        Example:
        ```robotframework
        *** Test Cases ***
        Read To The End
            Open Device    virtual:
            Scroll    down    10    target=point:0.5,0.5
        ```
        """
        if steps < 1:
            raise InputError(f"The steps must be at least 1, got {steps}.")
        self._move(target, offset, region, threshold, timeout)
        item = self._context.device
        down, right = direction.value
        item.point(pointer.scroll(item.pointer, down * steps, right * steps))
        logger.info(f"Scrolled {direction.name.lower()} by {steps}.")

    @keyword(tags=["Mouse"])
    def press_mouse_button(self, button: MouseButton = MouseButton.LEFT) -> None:
        """Presses a mouse button where the pointer is, and keeps it down.

        Args:
            button: Which button.

        It is released by [Release Mouse Button], and when the device is closed.

        Example:
        ```robotframework
        *** Test Cases ***
        Draw By Hand
            Open Device    virtual:
            Move Mouse To    point:0.25,0.25
            Press Mouse Button
            Move Mouse To    point:0.75,0.25
            Release Mouse Button
        ```
        """
        item = self._context.device
        item.point([pointer.press(item.pointer, button.value)])
        logger.info(f"Pressed the {button.name.lower()} mouse button.")

    @keyword(tags=["Mouse"])
    def release_mouse_button(self, button: MouseButton = MouseButton.LEFT) -> None:
        """Releases a mouse button where the pointer is.

        Args:
            button: Which button.

        Example:
        ```robotframework
        *** Test Cases ***
        Long Click
            Open Device    virtual:
            Press Mouse Button
            Sleep    2s
            Release Mouse Button
        ```
        """
        item = self._context.device
        item.point([pointer.release(item.pointer, button.value)])
        logger.info(f"Released the {button.name.lower()} mouse button.")

    def _move(
        self,
        target: Locator,
        offset: Point,
        region: Region,
        threshold: float | None,
        timeout: timedelta | None,
    ) -> None:
        if target == HERE and not any(offset):
            return
        x, y = self._place(target, offset, region, threshold, timeout)
        item = self._context.device
        item.point([pointer.move(item.pointer, x, y)])

    def _place(
        self,
        target: Locator,
        offset: Point,
        region: Region,
        threshold: float | None,
        timeout: timedelta | None,
    ) -> tuple[float, float]:
        """Where a target is, in fractions of the screen."""
        item = self._context.device
        # What the converter refuses, Robot Framework converts once more by the type of the default: any tuple.
        given = offset if isinstance(offset, Point) else Point.parse(",".join(map(str, offset)))
        beside = given if any(given) else None
        if target == HERE:
            return item.screen.fractions(Point(item.pointer.x, item.pointer.y), beside)
        if target.point is not None:
            return item.screen.fractions(target.point, beside)
        wanted = self._context.look([target], region, threshold)
        match = self._context.watcher(timeout).appears(wanted, self._context.look([]))
        return item.screen.fractions(match.click_point, beside)


def _named(target: Locator, offset: Point) -> str:
    where = "where the pointer was" if target == HERE else f"'{target}'"
    return f"{where}, {offset} beside it" if any(offset) else where
