"""Keywords for menus: each press of a key is seen to have done something before the next one."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.entries import Entry
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.menu_rows import MenuRow
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.hid.chords import WrittenChord
from TinyPilotLibrary.keywords.context import Context, checked_region, some
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.watching.stepping import Menu

# What moves a highlight back where a list ends.
_BACK = {
    ("ArrowDown",): "Up",
    ("ArrowUp",): "Down",
    ("ArrowRight",): "Left",
    ("ArrowLeft",): "Right",
    ("Tab",): "Shift+Tab",
    ("ShiftLeft", "Tab"): "Tab",
}
# What moves from row to row; other keys move from one button or tab to the next.
_DOWNWARDS = {("ArrowDown",), ("ArrowUp",), ("PageDown",), ("PageUp",)}
_DOWN = WrittenChord.parse("Down")


class MenuKeywords:
    """Steering menus by sight.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Keyboard", "Text"])
    def select_entry(
        self,
        entry: str,
        *,
        key: WrittenChord = _DOWN,
        region: Region = WHOLE,
        ignore_case: bool = False,
        similarity: float | None = None,
        most: int = 50,
        timeout: timedelta | None = None,
    ) -> str:
        r"""Moves the highlight of a menu until it is on an entry.

        Args:
            entry: The entry's text, with or without `text:` before it, or an expression that its row matches (`re:…`).
            key: The key that moves the highlight. Where the list ends, its opposite moves it back.
            region: Where the menu is: `left,top,width,height` in pixels or fractions. Needed if a screen has several.
            ignore_case: Whether to ignore case.
            similarity: How similar the text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            most: How often keys are pressed at most.
            timeout: How long to wait for a page to be drawn after a press; the library's timeout if not given.

        Returns:
            The text of the selected row.

        Raises:
            NotOnScreen: If there is no such entry after one round, or several begin so. The message lists the rows.
            LocatorError: If it is a picture; use `Press Key Step By Step` for pictures of a highlighted entry.

        The text is that of the entry, without the mark before it and the value behind it, even where the value alone is
        highlighted, as in EDK2. Runs of white space count as
        one blank, and words are whole: `boot` selects neither *Quiet boot* nor *Bootable*. The beginning of an entry
        will do if only one begins so; the whole list is walked round to know that.

        Example:
        ```robotframework
        *** Test Cases ***
        Wake On LAN Is Selected
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            Press Keys    Right
            ${row} =    Select Entry    Wake on LAN
            Should Match Regexp    ${row}    (Enabled|Disabled)
        ```
        """
        how = ReadOptions(self._context.reader, ignore_case, similarity)
        wanted = Entry.parse(entry, how)
        menu, keys = self._menu(key, region)
        row = self._context.watcher(timeout).selects(wanted, menu, keys, _checked_most(most))
        logger.info(f"{row.text!r} at {row.box} is selected.")
        return row.text

    @keyword(tags=["Keyboard", "Text"])
    def get_menu_rows(
        self,
        *,
        key: WrittenChord = _DOWN,
        region: Region = WHOLE,
        most: int = 200,
        timeout: timedelta | None = None,
    ) -> list[MenuRow]:
        """Gets all rows of a menu: the highlight moves through all of it, so that a list that scrolls is seen whole.

        Args:
            key: The key that moves the highlight. Where the list ends, its opposite moves it back.
            region: Where the menu is: `left,top,width,height` in pixels or fractions; without titles and help.
            most: How often keys are pressed at most.
            timeout: How long to wait for a page to be drawn after a press; the library's timeout if not given.

        Returns:
            The rows from above to below. `row.text` is the text, `row.can_be_selected` is false for headings and others
            that the highlight passes by.

        Raises:
            NotOnScreen: If nothing is selected, or the list goes on after so many presses.

        Afterwards the highlight is where it was if the list comes round, at its beginning otherwise.

        Example:
        ```robotframework
        *** Test Cases ***
        Rows Of A Page
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            Press Keys    Right
            ${rows} =    Get Menu Rows    region=0.0,0.1,0.7,0.8
            Should Start With    ${rows[1].text}    Wake on LAN
        ```
        """
        menu, keys = self._menu(key, region)
        return self._context.watcher(timeout).goes_round(menu, keys, _checked_most(most))

    @keyword(tags=["Keyboard", "Wait"])
    def press_key_step_by_step(
        self,
        key: WrittenChord,
        *locators: Locator,
        region: Region = WHOLE,
        threshold: float | None = None,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        most: int = 50,
        timeout: timedelta | None = None,
    ) -> Match:
        """Presses a key until something is on the screen, and looks at what each press did before the next one.

        Args:
            key: The key or chord.
            *locators: What to look for; any of them will do.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            most: How often the key is pressed at most.
            timeout: How long to wait for the change after a press; the library's timeout if not given.

        Returns:
            Where it was found, and which locator it was.

        Raises:
            NotOnScreen: If a press changed nothing, or it did not appear after that many presses.

        The key is not pressed at all if it is there already, and no press is on its way when the keyword returns. Menus
        need that: `Press Key Until Screen Contains` presses at an interval, which is right while a machine starts; in a
        menu a press too many is one entry too far.

        Example:
        ```robotframework
        *** Test Cases ***
        The Page With The Boot Order
            Open Device    virtual:
            Press Key Until Screen Contains    F2    text:Setup    timeout=20s
            Press Key Step By Step    Right    text:Boot option #1
        ```
        """
        wanted = self._context.look(
            some(locators), region, threshold, ignore_case=ignore_case, similarity=similarity, exact=exact, state=state
        )
        [chord] = self._context.chords([key])
        item = self._context.device
        match = self._context.watcher(timeout).appears_step_by_step(
            lambda: item.press([chord]), str(key), wanted, _checked_most(most)
        )
        self._context.warn_of(match)
        return match

    def _menu(self, key: WrittenChord, region: Region) -> tuple[Menu, list[str]]:
        """A menu, and the keys that move its highlight: on, and back."""
        area = checked_region(region)
        keys = [str(key), *([_BACK[key.names]] if key.names in _BACK else [])]
        chords = dict(zip(keys, self._context.chords(map(WrittenChord.parse, keys)), strict=True))
        item = self._context.device
        self._context.clear_view()
        menu = Menu(
            lambda frame: self._context.reader.read(frame, area),
            lambda name: item.press([chords[name]]),
            has_rows=key.names in _DOWNWARDS,
        )
        return menu, keys


def _checked_most(most: int) -> int:
    if most < 1:
        raise InputError(f"most must be at least 1, got {most}.")
    return most
