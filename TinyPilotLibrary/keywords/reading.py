"""Keywords that read text from the screen."""

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.finding.choice import THE_ONLY
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.aiming import Near, choice_of
from TinyPilotLibrary.keywords.context import Context, checked_region, some
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.text.screen_line import ScreenLine, screen_lines
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.vision.geometry import WHOLE, Region


class ReadingKeywords:
    """Reading text.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Screen", "Getter", "Text"])
    def get_screen_text(self, *, region: Region = WHOLE) -> str:
        r"""Gets the text that is on the screen now.

        Args:
            region: Which part to read: `left,top,width,height` in pixels or fractions.

        Returns:
            The text, row by row. Character screens are returned as they are, including blanks, with U+FFFD for
            characters that are uncertain; on other screens, texts next to each other are joined in one row.

        Raises:
            ConfigurationError: If it is not a character screen, and OCR is not installed.

        Example:
        ```robotframework
        *** Test Cases ***
        Memory Was Tested
            Open Device    virtual:
            ${text} =    Get Screen Text
            Should Match Regexp    ${text}    Memory test:\\s+\\d+ KB OK
        ```
        """
        text = self._page(region).text
        logger.info(f"Text on the screen:\n{text}")
        return text

    @keyword(tags=["Screen", "Getter", "Text"])
    def get_selected_text(self, *, region: Region = WHOLE) -> str:
        """Gets the text of the selected row of a menu, or of the button that has the focus.

        Args:
            region: Where it is: `left,top,width,height` in pixels or fractions. Needed if a screen has several menus.

        Returns:
            The text with a background of its own.

        Raises:
            NotOnScreen: If no row stands out from the others.
            ConfigurationError: If it is not a character screen, and OCR is not installed.

        Example:
        ```robotframework
        *** Test Cases ***
        First Entry Is Selected
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            ${entry} =    Get Selected Text    region=0.0,0.1,1.0,0.9
            Should Start With    ${entry}    BIOS version
        ```
        """
        selected = self._page(region).selected()
        logger.info(f"{selected.text!r} at {selected.box} is selected.")
        return selected.text

    @keyword(tags=["Screen", "Getter", "Text"])
    def get_text_state(
        self,
        *locators: Locator,
        region: Region = WHOLE,
        nth: int | None = None,
        nearest_to: Near = None,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
    ) -> list[str]:
        """Gets the states that a text shows: of a button, a check box, a radio button, a row of a list.

        Args:
            *locators: The text, such as `text:Next`; the first one that is on the screen counts.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            nth: Which of several places to take, counted from 1 in reading order.
            nearest_to: Take the one of several places that is nearest to `x,y`, to a match, or to the `pointer`.
            ignore_case: Whether to ignore case.
            similarity: How similar the text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if it must be a whole row of a list, in its column; if not given, it may be a part of one.

        Returns:
            Those of `enabled` and `disabled`, `checked` and `unchecked`, and `selected` that it surely is in. What
            cannot be told is not in the list: a text without a check box is neither checked nor unchecked.

        Raises:
            NotOnScreen: If it is not there.
            SeveralOnScreen: If it is on the screen several times, and neither `nth` nor `nearest_to` chooses one.
            LocatorError: If it is not a text.

        Keywords that look for texts take such a state as `state=`.

        Example:
        ```robotframework
        *** Test Cases ***
        Options Can Be Used
            Open Device    virtual:
            ${states} =    Get Text State    text:Press F2
            Should Contain    ${states}    enabled
        ```
        """
        look = self._context.look(
            some(locators), region, ignore_case=ignore_case, similarity=similarity, exact=exact, tells_states=True
        )
        match = self._context.watcher().finds(look, choice_of(self._context, nth, nearest_to) or THE_ONLY)
        logger.info(f"{match.text!r} at {match.region} is {', '.join(match.states) or 'in no state that can be told'}.")
        return [*match.states]

    @keyword(tags=["Screen", "Getter", "Text"])
    def get_screen_lines(self, *, region: Region = WHOLE) -> list[ScreenLine]:
        """Gets the lines of text that are on the screen now, with their places and colours.

        Args:
            region: Which part to read: `left,top,width,height` in pixels or fractions.

        Returns:
            The lines from above to below. `line.text` is the text, `line.box` its place in pixels, `line.parts` its
            parts by their colours, each with `.text`, `.column`, `.ink` and `.ground` (`#rrggbb`). On screens that are
            read by OCR a line has one part, and `line.exact` is false.

        Raises:
            ConfigurationError: If it is not a character screen, and OCR is not installed.

        Example:
        ```robotframework
        *** Test Cases ***
        The Title Has A Ground Of Its Own
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            ${lines} =    Get Screen Lines
            Should Not Be Equal    ${lines[0].parts[0].ground}    ${lines[3].parts[0].ground}
        ```
        """
        lines = screen_lines(self._page(region))
        logger.info("Lines on the screen:\n" + "\n".join(line.text for line in lines))
        return lines

    def _page(self, region: Region) -> Page:
        self._context.clear_view()
        return self._context.reader.read(self._context.device.screen.frame(), checked_region(region)).checked()
