"""Keywords that wait for the screen."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.context import Context, checked_region, log_found, some
from TinyPilotLibrary.keywords.converters import NO_LOCATORS, Locators
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
        timeout: timedelta | None = None,
    ) -> Match:
        """Waits until something is on the screen.

        Args:
            *locators: What is waited for; any of them will do.
            unless: What must not appear, such as an error dialog: one locator or a list of them. It is looked for
                first, and fails the wait at once, saying which. A text that could not be read, for want of OCR or of
                time, is warned of.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The least score that counts as found, 0.0 to 1.0.
            scale: How many times as large as in their files images are on this screen.
            ignore_case: Whether the case of texts does not count.
            similarity: How alike a text must be, 0.0 to 1.0; if not given, only what OCR confuses is forgiven.
            timeout: How long to wait; the library's timeout if not given; 0 looks once.

        Returns:
            Where it was found, and which locator it was.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden did, even if both are there.

        A target without video signal is waited for too: machines that restart have none for a while.

        Example:
        ```robotframework
        *** Test Cases ***
        Boot
            Open Device    virtual:
            ${match} =    Wait Until Screen Contains    login.png    desktop.png    unless=panic.png    timeout=2 min
            Should Be Equal    ${match.locator}    login.png
        ```
        """
        wanted = self._context.look(
            some(locators), region, threshold, scale=scale, ignore_case=ignore_case, similarity=similarity
        )
        forbidden = self._context.look(unless.items, region, threshold, scale=scale, ignore_case=ignore_case)
        watcher = self._context.watcher(timeout)
        match = watcher.appears(wanted, forbidden)
        log_found(match, watcher)
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
        timeout: timedelta | None = None,
    ) -> None:
        """Waits until something is no longer on the screen.

        Args:
            *locators: What has to go, all of them.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The least score that counts as found, 0.0 to 1.0.
            scale: How many times as large as in their files images are on this screen.
            ignore_case: Whether the case of texts does not count.
            similarity: How alike a text must be, 0.0 to 1.0; if not given, only what OCR confuses is forgiven.
            timeout: How long to wait; the library's timeout if not given; 0 looks once.

        Raises:
            NotOnScreen: If one of them is still there when the time is over, or nothing can be seen.

        Example:
        ```robotframework
        *** Test Cases ***
        Installation
            Open Device    virtual:
            Wait Until Screen Does Not Contain    please-wait.png    timeout=10 min
        ```
        """
        look = self._context.look(
            some(locators), region, threshold, scale=scale, ignore_case=ignore_case, similarity=similarity
        )
        self._context.watcher(timeout).goes(look)
        logger.info(f"{look} is not on the screen.")

    @keyword(tags=["Wait"])
    def wait_until_screen_is_still(
        self,
        *,
        for_: timedelta = timedelta(seconds=1),
        region: Region = WHOLE,
        timeout: timedelta | None = None,
    ) -> None:
        """Waits until nothing changes on the screen any more.

        Args:
            for_: How long nothing must change.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If it still changed when the time was over. The message says where.

        The noise of a capture, a blinking cursor and a clock are no change. A clock is a small place that changes every
        second or so, and is known after three ticks; the log says where cursors and clocks were.

        Example:
        ```robotframework
        *** Test Cases ***
        After The Animation
            Open Device    virtual:
            Wait Until Screen Is Still    for_=500ms    region=0.0,0.1,1.0,0.9
        ```
        """
        seconds = for_.total_seconds()
        self._context.watcher(timeout).rests(seconds, checked_region(region))
        logger.info(f"The screen kept still for {seconds:g} s.")

    @keyword(tags=["Wait"])
    def wait_until_screen_changes(self, *, region: Region = WHOLE, timeout: timedelta | None = None) -> None:
        """Waits until something has changed on the screen since the last input.

        Args:
            region: Where to look: `left,top,width,height` in pixels or fractions.
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If nothing changed in time.

        The screen is compared with how it was just before the last keys or mouse events, so that a change that came at
        once is not missed. (Of inputs within a second of each other: before the first of them.) The noise of a capture,
        a blinking cursor and a clock are no change, so that a small change has to stay for a moment.

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
        """Waits until the target sends no picture any more.

        Args:
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotOnScreen: If it still sends one when the time is over.

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
