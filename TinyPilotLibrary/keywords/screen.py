"""Keywords that look at the screen now."""

from pathlib import Path

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.evidence.log_html import linked
from TinyPilotLibrary.finding.choice import times
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.aiming import Near, choice_of
from TinyPilotLibrary.keywords.context import Context, some
from TinyPilotLibrary.keywords.converters import NO_REGIONS, Regions
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.drawing.masking import masked, pixel_color
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region, Size
from TinyPilotLibrary.vision.match import Match


class ScreenKeywords:
    """Looking at the screen as it is now.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Screen"])
    def take_screenshot(self, name: str | None = None, *, mask: Regions = NO_REGIONS) -> Path:
        """Saves the screen as a picture and shows it in the log.

        Args:
            name: The file's name; a number is added if there is a picture of that name already.
            mask: A region or a list of regions to black out, for example where a password is shown.

        Returns:
            The file. It is in the folder `tinypilot` next to the log, unless the import option `screenshots` gives
            another folder.

        Raises:
            NoVideoSignal: If the target sends no picture.
            ConfigurationError: If the file cannot be written.

        Example:
        ```robotframework
        *** Test Cases ***
        For The Report
            Open Device    virtual:
            Take Screenshot    first-screen
            Take Screenshot    mask=0,0,1.0,0.1
        ```
        """
        frame = self._context.device.screen.frame()
        files = self._context.files
        frame = files.veil.over(frame)
        if mask.items:
            frame = masked(frame, [region.on(frame.size) for region in mask.items])
        path = files.save_as(frame, name or "screenshot")
        logger.info(linked(files.link(path), f"Screen of {self._context.device.alias}"), html=True)
        return path

    @keyword(tags=["Screen", "Getter"])
    def get_screen_size(self) -> Size:
        """Gets the size of the screen in pixels.

        Returns:
            Width and height, also as the attributes `width` and `height`.

        Raises:
            NoVideoSignal: If the target sends no picture.

        Example:
        ```robotframework
        *** Test Cases ***
        Text Mode
            Open Device    virtual:
            ${width}    ${height} =    Get Screen Size
            Should Be Equal As Integers    ${width}    720
        ```
        """
        size = self._context.device.screen.frame().size
        logger.info(f"The screen has {size} pixels.")
        return size

    @keyword(tags=["Screen", "Getter"])
    def get_pixel_color(self, point: Point) -> str:
        r"""Gets the colour of a pixel.

        Args:
            point: Its place: `x,y` in pixels or fractions.

        Returns:
            The colour as `#rrggbb`, in lower case. JPEG changes colours slightly, so compare ranges rather than values.

        Raises:
            NoVideoSignal: If the target sends no picture.
            LocatorError: If the point is not on the screen.

        Example:
        ```robotframework
        *** Test Cases ***
        Black Background
            Open Device    virtual:
            ${color} =    Get Pixel Color    0.5,0.5
            Should Be Equal    ${color}    \#000000
        ```
        """
        color = pixel_color(self._context.device.screen.frame(), point)
        logger.info(f"The pixel at {point} is {color}.")
        return color

    @keyword(tags=["Screen", "Getter"])
    def get_match(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        nth: int | None = None,
        nearest_to: Near = None,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
    ) -> Match:
        """Gets where something is on the screen now.

        Args:
            *locators: What to look for; the first one that is on the screen is returned, at its best place.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.

        Returns:
            The match, with the attributes `locator`, `region`, `score` and `click_point`. Other keywords accept it as a
            locator or a region.

        Raises:
            NotOnScreen: If none of them is there, or fewer than `nth` places are.

        Example:
        ```robotframework
        *** Test Cases ***
        Next To The Label
            Open Device    virtual:
            ${label} =    Get Match    label.png
            Click    ${label}    offset=120,0
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
        match = self._context.watcher().finds(look, choice_of(self._context, nth, nearest_to))
        self._context.warn_of(match)
        logger.info(f"Found {match}.")
        return match

    @keyword(tags=["Screen", "Getter"])
    def get_matches(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
    ) -> list[Match]:
        """Gets all places where something is on the screen now.

        Args:
            *locators: What to look for.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.

        Returns:
            The matches, best first; of matches that overlap by more than half, only the best. Empty if there are none.

        Example:
        ```robotframework
        *** Test Cases ***
        All Check Boxes
            Open Device    virtual:
            ${boxes} =    Get Matches    checkbox.png
            FOR    ${box}    IN    @{boxes}
                Click    ${box}
            END
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
        matches = self._context.watcher().finds_all(look)
        places = "; ".join(map(str, matches))
        logger.info(f"Found {look} {times(len(matches))}: {places}." if matches else f"{look} is not on the screen.")
        return matches

    @keyword(tags=["Screen", "Getter"])
    def get_match_count(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
    ) -> int:
        """Gets how many times something is on the screen now.

        Args:
            *locators: What to look for.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.

        Returns:
            The number of places.

        Example:
        ```robotframework
        *** Test Cases ***
        Two Icons
            Open Device    virtual:
            ${count} =    Get Match Count    icon.png
            Should Be Equal As Integers    ${count}    2
        ```
        """
        return len(
            self.get_matches(
                *locators,
                region=region,
                threshold=threshold,
                scale=scale,
                ignore_case=ignore_case,
                similarity=similarity,
                exact=exact,
                state=state,
            )
        )

    @keyword(tags=["Screen", "Assertion"])
    def screen_should_contain(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
    ) -> Match:
        """Fails if something is not on the screen now, without waiting.

        Args:
            *locators: What should be there; any of them will do.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If none of them is there.

        Example:
        ```robotframework
        *** Test Cases ***
        Setting Is On
            Open Device    virtual:
            Screen Should Contain    wake-on-lan-enabled.png
        ```
        """
        match: Match = self.get_match(
            *locators,
            region=region,
            threshold=threshold,
            scale=scale,
            ignore_case=ignore_case,
            similarity=similarity,
            exact=exact,
            state=state,
        )
        return match

    @keyword(tags=["Screen", "Assertion"])
    def screen_should_not_contain(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
    ) -> None:
        """Fails if something is on the screen now, without waiting.

        Args:
            *locators: What should not be there, none of it.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.

        Raises:
            NotOnScreen: If one of them is there.
            ConfigurationError: If it is a text and the screen cannot be read.

        Example:
        ```robotframework
        *** Test Cases ***
        No Error
            Open Device    virtual:
            Screen Should Not Contain    error.png
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
        misses = self._context.watcher().lacks(look)
        logger.info("\n".join([f"{look} is not on the screen.", *(miss.sentence for miss in misses)]))
