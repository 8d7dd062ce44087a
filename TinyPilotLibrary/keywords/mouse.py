"""Keywords that move the mouse and click."""

from datetime import timedelta
from enum import Enum

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.keywords.aiming import HERE, NO_OFFSET, Aim, Near, named
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region


class MouseButton(Enum):
    """A button of the mouse."""

    LEFT = pointer.Button.LEFT
    RIGHT = pointer.Button.RIGHT
    MIDDLE = pointer.Button.MIDDLE
    BACK = pointer.Button.BACK
    FORWARD = pointer.Button.FORWARD


class MouseKeywords:
    """Moving and clicking.

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
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        nth: int | None = None,
        nearest_to: Near = None,
        click_point: str | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Moves the mouse pointer.

        Args:
            target: Where to move it: an image or text, which is waited for, or a point.
            offset: How far from it: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            region: Where to look for the target.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            click_point: The name of the click point, if a needle has several.
            timeout: How long to wait for the target; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is on the screen several times, and neither `nth` nor `nearest_to` chooses one.
            NotOnScreen: If the target did not appear in time; the pointer was not moved.

        Example:
        ```robotframework
        *** Test Cases ***
        Hover
            Open Device    virtual:
            Move Mouse To    point:0.5,0.5
            Move Mouse To    ok-button.png    offset=0,40
        ```
        """
        aim = Aim(
            self._context,
            region,
            threshold,
            scale,
            timeout,
            nth,
            nearest_to,
            click_point,
            ignore_case,
            similarity,
            exact,
            state,
        )
        aim.move(target, offset)
        logger.info(f"Moved the mouse to {named(target, offset)}.")

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
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        nth: int | None = None,
        nearest_to: Near = None,
        click_point: str | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks a mouse button.

        Args:
            target: What to click: an image or text, which is waited for, or a point; the pointer's place if not given.
            button: The button.
            count: The number of clicks.
            offset: How far from it: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            region: Where to look for the target.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            click_point: The name of the click point, if a needle has several.
            timeout: How long to wait for the target; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is on the screen several times, and neither `nth` nor `nearest_to` chooses one.
            NotOnScreen: If the target did not appear in time; nothing was clicked.

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
        aim = Aim(
            self._context,
            region,
            threshold,
            scale,
            timeout,
            nth,
            nearest_to,
            click_point,
            ignore_case,
            similarity,
            exact,
            state,
        )
        aim.move(target, offset)
        item = self._context.device
        item.point(pointer.click(item.pointer, button.value, count))
        logger.info(f"Clicked {named(target, offset)}{f' {count} times' if count > 1 else ''}.")

    @keyword(tags=["Mouse"])
    def double_click(
        self,
        target: Locator = HERE,
        *,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        nth: int | None = None,
        nearest_to: Near = None,
        click_point: str | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks twice with the left button.

        Args:
            target: What to click: an image or text, which is waited for, or a point; the pointer's place if not given.
            offset: How far from it: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            region: Where to look for the target.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            click_point: The name of the click point, if a needle has several.
            timeout: How long to wait for the target; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is on the screen several times, and neither `nth` nor `nearest_to` chooses one.
            NotOnScreen: If the target did not appear in time; nothing was clicked.

        Example:
        ```robotframework
        *** Test Cases ***
        Start A Program
            Open Device    virtual:
            Double Click    terminal-icon.png
        ```
        """
        self.click(
            target,
            count=2,
            offset=offset,
            region=region,
            threshold=threshold,
            scale=scale,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
            nth=nth,
            nearest_to=nearest_to,
            click_point=click_point,
            timeout=timeout,
        )

    @keyword(tags=["Mouse"])
    def right_click(
        self,
        target: Locator = HERE,
        *,
        offset: Point = NO_OFFSET,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        nth: int | None = None,
        nearest_to: Near = None,
        click_point: str | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Clicks with the right button.

        Args:
            target: What to click: an image or text, which is waited for, or a point; the pointer's place if not given.
            offset: How far from it: `x,y` in pixels or fractions of the screen; negative is to the left and up.
            region: Where to look for the target.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of an image on this screen relative to its file; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            click_point: The name of the click point, if a needle has several.
            timeout: How long to wait for the target; the library's timeout if not given.

        Raises:
            SeveralOnScreen: If it is on the screen several times, and neither `nth` nor `nearest_to` chooses one.
            NotOnScreen: If the target did not appear in time; nothing was clicked.

        Example:
        ```robotframework
        *** Test Cases ***
        Open The Menu
            Open Device    virtual:
            Right Click    point:0.5,0.5
        ```
        """
        self.click(
            target,
            button=MouseButton.RIGHT,
            offset=offset,
            region=region,
            threshold=threshold,
            scale=scale,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
            nth=nth,
            nearest_to=nearest_to,
            click_point=click_point,
            timeout=timeout,
        )
