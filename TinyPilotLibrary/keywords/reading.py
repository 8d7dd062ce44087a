"""Keywords that read text from the screen."""

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.keywords.context import Context, checked_region
from TinyPilotLibrary.text.page import Page
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

    def _page(self, region: Region) -> Page:
        return self._context.reader.read(self._context.device.screen.frame(), checked_region(region)).checked()
