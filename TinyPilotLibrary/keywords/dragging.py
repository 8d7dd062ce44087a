"""Keywords that drag, scroll and hold buttons of the mouse."""

from datetime import timedelta
from enum import Enum

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.keywords.aiming import HERE, NO_OFFSET, Aim, named
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.keywords.mouse import MouseButton
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region


class Direction(Enum):
    """Where the wheel scrolls to: down, right."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)


class DraggingKeywords:
    """Dragging, scrolling, holding a button.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

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
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
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
            scale: How many times as large as in its file an image is on this screen.
            ignore_case: Whether the case of a text does not count.
            similarity: How alike a text must be, 0.0 to 1.0; if not given, only what OCR confuses is forgiven.
            timeout: How long to wait for the images; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If an image is there several times; give the match that is meant.
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
        aim = Aim(self._context, region, threshold, scale, timeout, ignore_case=ignore_case, similarity=similarity)
        x, y = aim.place(end, end_offset)
        aim.move(start, offset)
        item = self._context.device
        item.point(pointer.drag(item.pointer, x, y, button.value, steps))
        logger.info(f"Dragged from {named(start, offset)} to {named(end, end_offset)}.")

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
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
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
            scale: How many times as large as in its file an image is on this screen.
            ignore_case: Whether the case of a text does not count.
            similarity: How alike a text must be, 0.0 to 1.0; if not given, only what OCR confuses is forgiven.
            timeout: How long to wait for the image; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is there several times; give the match that is meant.
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
        Aim(self._context, region, threshold, scale, timeout, ignore_case=ignore_case, similarity=similarity).move(
            target, offset
        )
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
