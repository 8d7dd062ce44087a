"""Keywords that read text from the screen."""

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
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
        r"""Gets the text that stands on the screen now.

        Args:
            region: Which part to read: `left,top,width,height` in pixels or fractions.

        Returns:
            The text, row by row. A character screen is given as it stands, blanks included, and U+FFFD where a
            character is not sure; of other screens what stands beside each other is in one row.

        Raises:
            ConfigurationError: If it is no character screen, and OCR is not installed.

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
        logger.info(f"The screen's text:\n{text}")
        return text

    @keyword(tags=["Screen", "Getter", "Text"])
    def get_selected_text(self, *, region: Region = WHOLE) -> str:
        """Gets the text of the selected row of a menu, or of the button that has the focus.

        Args:
            region: Where it is: `left,top,width,height` in pixels or fractions. Give it where a screen has several
                menus.

        Returns:
            The text that stands on a ground of its own.

        Raises:
            NotOnScreen: If no row stands out from the others.
            ConfigurationError: If it is no character screen, and OCR is not installed.

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
        page = self._page(region)
        selected = page.find_selected()
        if selected is None:
            raise NotOnScreen(f"No row stands out as selected. Read was ({page.reader}):\n{page.text or 'no text'}")
        logger.info(f"Selected is {selected.text!r}, at {selected.box}.")
        return selected.text

    def _page(self, region: Region) -> Page:
        page = self._context.reader.read(self._context.device.screen.frame(), checked_region(region))
        if page.error:
            raise ConfigurationError(page.error)
        return page
