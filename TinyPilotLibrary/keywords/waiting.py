"""Keywords that wait for the screen."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.context import Context, checked_region, some
from TinyPilotLibrary.keywords.converters import NO_LOCATORS, Locators
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match


class WaitingKeywords:
    """Waiting for what the screen shows.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Wait"])
    def wait_until_screen_contains(
        self,
        *locators: Locator,
        unless: Locators = NO_LOCATORS,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        timeout: timedelta | None = None,
    ) -> Match:
        """Waits until something is on the screen.

        Args:
            *locators: What to wait for; any of them will do.
            unless: What must not appear, such as an error dialog: one locator or a list of them. It is looked for
                first, and fails the wait at once. A warning says if a text could not be read for lack of OCR or time.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            timeout: How long to wait; the library's timeout if not given; 0 looks once.

        Returns:
            Where it was found, and which locator it was.

        Raises:
            NotOnScreen: If it did not appear in time, or if something forbidden did, even together with it.

        The wait continues while the target has no video signal, as machines that restart have none for a while.

        Example:
        ```robotframework
        *** Test Cases ***
        Boot
            Open Device    virtual:
            ${match} =    Wait Until Screen Contains    login.png    desktop.png    unless=panic.png    timeout=2 min
            Should Be Equal    ${match.locator}    login.png
        ```
        """

        def attempt() -> Match:
            wanted = self._context.look(
                some(locators),
                region,
                threshold,
                scale=scale,
                ignore_case=ignore_case,
                similarity=similarity,
                exact=exact,
                state=state,
            )
            forbidden = self._context.look(unless.items, region, threshold, scale=scale, ignore_case=ignore_case)
            watcher = self._context.watcher(timeout)
            match = watcher.appears(wanted, forbidden)
            self._context.log_found(match, watcher)
            return match

        match = self._context.mended(attempt)
        logger.info(f"Found {match}.")
        return match

    @keyword(tags=["Wait"])
    def wait_until_screen_does_not_contain(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        timeout: timedelta | None = None,
    ) -> None:
        """Waits until something is no longer on the screen.

        Args:
            *locators: What has to disappear, all of it.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            timeout: How long to wait; the library's timeout if not given; 0 looks once.

        Raises:
            NotOnScreen: If one of them is still there after the timeout, or nothing can be seen.

        Example:
        ```robotframework
        *** Test Cases ***
        Installation
            Open Device    virtual:
            Wait Until Screen Does Not Contain    please-wait.png    timeout=10 min
        ```
        """
        look = self._context.look(
            some(locators),
            region,
            threshold,
            scale=scale,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
        )
        self._context.watcher(timeout).goes(look)
        logger.info(f"{look} is not on the screen.")

    @keyword(tags=["Wait"])
    def wait_until_screen_is_still(
        self,
        *,
        for_: timedelta = timedelta(seconds=1),
        after_change: bool = False,
        region: Region = WHOLE,
        timeout: timedelta | None = None,
    ) -> None:
        """Waits until nothing on the screen changes any more.

        Args:
            for_: How long nothing must change.
            after_change: Whether the screen must first have changed since the last input, as for
                `Wait Until Screen Settles`.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If the screen was not still for so long before the timeout. The message says where it changed.

        A target that has not reacted to an input yet is still, too: after a key or a click use `Wait Until Screen
        Settles`.

        Capture noise, blinking cursors and clocks do not count as changes. A clock is a small area that changes about
        every second; it is recognised after three ticks. If the wait fails, the message lists what was ignored.

        Example:
        ```robotframework
        *** Test Cases ***
        After The Animation
            Open Device    virtual:
            Wait Until Screen Is Still    for_=500ms    region=0.0,0.1,1.0,0.9
        ```
        """
        self._rest(for_, region, timeout, after_change=after_change)

    @keyword(tags=["Wait"])
    def wait_until_screen_settles(
        self,
        *,
        for_: timedelta = timedelta(seconds=1),
        region: Region = WHOLE,
        timeout: timedelta | None = None,
    ) -> None:
        """Waits until the screen has changed since the last input, and then until nothing changes any more.

        Args:
            for_: How long nothing must change.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            timeout: How long to wait in all; the library's timeout if not given.

        Raises:
            NotOnScreen: If the screen did not change, or was not still for so long, before the timeout.

        This is what comes after a key or a click that opens another page: however late the target reacts, it has
        reacted when the keyword returns. Where nothing may have to change, use `Wait Until Screen Is Still`.

        As for `Wait Until Screen Changes`, inputs within a second of each other count as one, and capture noise,
        blinking cursors and clocks do not count. Nor is a small change at the pointer, before it has stayed for three
        seconds: the pointer itself has moved there, and what lies under it may have lit up.

        Example:
        ```robotframework
        *** Test Cases ***
        Next Page
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            Press Keys    Right
            Wait Until Screen Settles    timeout=10s
            Screen Should Contain    text:Wake on LAN
        ```
        """
        self._rest(for_, region, timeout, after_change=True)

    def _rest(self, for_: timedelta, region: Region, timeout: timedelta | None, *, after_change: bool) -> None:
        seconds = for_.total_seconds()
        self._context.watcher(timeout).rests(seconds, checked_region(region), after_change=after_change)
        logger.info(f"The screen was still for {seconds:g} s.")

    @keyword(tags=["Wait"])
    def wait_until_screen_changes(self, *, region: Region = WHOLE, timeout: timedelta | None = None) -> None:
        """Waits until something has changed on the screen since the last input.

        Args:
            region: Where to look: `left,top,width,height` in pixels or fractions.
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If nothing changed in time.

        The screen is compared with how it looked just before the last keys or mouse events (of inputs within a second
        of each other, before the first of them), so that an immediate change is not missed. Capture noise, blinking
        cursors and clocks do not count as changes, so a small change has to last for a moment.

        Example:
        ```robotframework
        *** Test Cases ***
        Next Page
            Open Device    virtual:
            Press Keys    Enter
            Wait Until Screen Changes
        ```
        """
        self._context.watcher(timeout).changes(checked_region(region))
        logger.info("The screen changed.")

    @keyword(tags=["Wait"])
    def wait_until_video_signal(self, *, timeout: timedelta | None = None) -> None:
        """Waits until the target sends a picture.

        Args:
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If there was no picture in time.

        Example:
        ```robotframework
        *** Test Cases ***
        Switch On
            Open Device    virtual:
            Power On
            Wait Until Video Signal    timeout=1 min
        ```
        """
        size = self._context.watcher(timeout).shows_video().size
        logger.info(f"The target sends a picture of {size} pixels.")

    @keyword(tags=["Wait"])
    def wait_until_no_video_signal(self, *, timeout: timedelta | None = None) -> None:
        """Waits until the target no longer sends a picture.

        Args:
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If it still sends one after the timeout.

        Example:
        ```robotframework
        *** Test Cases ***
        Shut Down
            Open Device    virtual:
            Power Off
            Wait Until No Video Signal
        ```
        """
        self._context.watcher(timeout).loses_video()
        logger.info("The target sends no picture.")
