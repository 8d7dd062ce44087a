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
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region


class Direction(Enum):
    """The direction in which the wheel scrolls."""

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
        exact: Exact | None = None,
        state: TextState | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Drags from one place to another.

        Args:
            start: Where the button is pressed: an image or text, which is waited for, or a point.
            end: Where it is released: an image, a text or a point.
            offset: How far from the start: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            end_offset: How far from the end, likewise.
            button: The button.
            steps: The number of moves; many desktops start a drag only after a few.
            region: Where to look for start and end.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            timeout: How long to wait for each of them; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If one of them is on the screen several times; give a match instead.
            NotOnScreen: If one of them did not appear in time; nothing was pressed.

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
            raise InputError(f"The number of steps must be at least 1, got {steps}.")
        aim = Aim(
            self._context,
            region,
            threshold,
            scale,
            timeout,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
        )
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
        exact: Exact | None = None,
        state: TextState | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Turns the mouse wheel.

        Args:
            direction: The direction: up, down, left or right.
            steps: The number of wheel steps.
            target: Where to move the pointer first: an image, a text or a point; it stays where it is if not given.
            offset: How far from it: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            region: Where to look for the target.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            timeout: How long to wait for the target; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is on the screen several times; give a match instead.
            NotOnScreen: If the target did not appear in time; nothing was scrolled.

        Example:
        ```robotframework
        *** Test Cases ***
        Read To The End
            Open Device    virtual:
            Scroll    down    10    target=point:0.5,0.5
        ```
        """
        if steps < 1:
            raise InputError(f"The number of steps must be at least 1, got {steps}.")
        Aim(
            self._context,
            region,
            threshold,
            scale,
            timeout,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
        ).move(target, offset)
        item = self._context.device
        down, right = direction.value
        item.point(pointer.scroll(item.pointer, down * steps, right * steps))
        logger.info(f"Scrolled {direction.name.lower()} by {steps}.")

    @keyword(tags=["Mouse"])
    def press_mouse_button(self, button: MouseButton = MouseButton.LEFT) -> None:
        """Presses a mouse button where the pointer is, and keeps it down.

        Args:
            button: The button.

        It is released by [Release Mouse Button], or at the end of the test, with a warning. With the import option
        `auto_release=manual` it stays down until the device is closed.

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
            button: The button.

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
