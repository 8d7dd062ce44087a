"""Pressing a key step by step: each press is seen to have done something before the next one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.finding.choice import times
from TinyPilotLibrary.finding.entries import Entry, Likeness, menu_row
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.menu_rows import MenuRow, MenuRows
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.watching.resting import Resting
from TinyPilotLibrary.watching.watch import Tally

# A page that is still being drawn says nothing, and keys pressed meanwhile act on the next one. In seconds.
_DRAWN = 0.3
# A page that looks half drawn gets more time.
_DRAWN_SURELY = 1.0
# A highlight that a press has not moved for so long is at the end of its list: before it is known how soon this machine
# reacts, and at least. A machine that is slow once is slow again.
_REACTS_FIRST = 10.0
_REACTS = 3.0
_TIMES_AS_SLOW = 5
_MOST_TOLD = 30


@dataclass(frozen=True)
class Menu:
    """A menu on the screen.

    Args:
        read: Reads the part of a frame that it is in.
        press: Presses a key.
        has_rows: Whether its entries stand one below the other; then an entry is the whole row, with its label, even
            where its value alone is highlighted.
    """

    read: Callable[[Frame], Page]
    press: Callable[[str], None]
    has_rows: bool

    def entry(self, page: Page, selected: Line) -> Line:
        """The entry that a highlight is on.

        Args:
            page: What was read.
            selected: The part that is highlighted.
        """
        return menu_row(page, selected) if self.has_rows else selected


@dataclass
class Highlight:
    """The highlight of a menu, which keys move.

    Args:
        row: The row that it is on.
        press: Presses a key.
        follow: Gives the row that it has moved to from another; None if it stays where it is.
        presses_left: How often a key may still be pressed.
        came_round: Whether the list has begun again.
    """

    row: Line
    press: Callable[[str], None]
    follow: Callable[[Line], Line | None]
    presses_left: int
    came_round: bool = False

    def walk(self, key: str, back: str | None) -> Iterator[Line]:
        """Moves on from row to row, until the list ends or comes round.

        Args:
            key: The key that moves it.
            back: The key that moves it the other way, if any.

        Yields:
            Each row that it comes to.
        """
        first, before = self.row, None
        while (moved := self._next(key, back, before)) is not None:
            before, self.row = self.row, moved
            self.came_round = _is_same(moved, first)
            if self.came_round:
                return
            yield moved

    def _next(self, key: str, back: str | None, before: Line | None) -> Line | None:
        """The row after this one; None at the end of the list.

        A machine that stands still for a while looks like an end. It is one if the key back moves the highlight to the
        row that it came from; after a press that was only late it moves it to this row again.
        """
        while self.presses_left:
            moved = self._moved_by(key)
            if moved is not None or back is None or before is None:
                return moved
            here, returned = self.row, self._moved_by(back)
            if returned is None:
                # Both may have come at once, unseen.
                return self._moved_by(key)
            # A row's text may change, such as the time's; then it stays at another row than this one, too.
            settled = returned if returned.text == before.text else self.follow(returned) or returned
            self.row = settled
            if settled.text != here.text:
                self.row = self._moved_by(key) or settled
                return None
        return None

    def _moved_by(self, key: str) -> Line | None:
        if not self.presses_left:
            return None
        self.presses_left -= 1
        self.press(key)
        return self.follow(self.row)


class Stepping(Resting):
    """Watches a screen between one press of a key and the next."""

    #: How long the slowest reaction to a press took, in seconds; None before the first one.
    _slowest: float | None = None

    def appears_step_by_step(self, press: Callable[[], None], key: str, wanted: Look, most: int) -> Match:
        """Presses a key until something is there; not at all if it is there already.

        Args:
            press: Presses the key.
            key: The key, for messages.
            wanted: What is waited for.
            most: How often the key is pressed at most.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If a press changed nothing, or it did not appear after that many.
        """
        missed = f"{wanted} is not on the screen after {most} presses of {key}."
        for number in range(1, most + 1):
            if (match := self._shown_when_drawn(wanted)) is not None:
                return match
            press()
            try:
                self.changes(None)
            except NotOnScreen:
                missed = f"{wanted} is not on the screen, and press number {number} of {key} changed nothing."
                break
        else:
            self.rests(min(_DRAWN, self._timeout), None)
        return self._last_look(wanted, missed)

    def selects(self, entry: Entry, menu: Menu, keys: Sequence[str], most: int) -> Line:
        """Moves the highlight of a menu until it is on an entry.

        An entry that is named in full is preferred to one that only begins with the words: all rows are seen first.

        Args:
            entry: The entry.
            menu: The menu.
            keys: The key that moves the highlight on, and the one that moves it back where the list ends, if any.
            most: How often keys are pressed at most.

        Returns:
            The row that is selected.

        Raises:
            NotOnScreen: If there is no such entry, several begin so, or nothing is selected.
        """
        row = self._selected_at_first(entry, menu)
        highlight = Highlight(row, menu.press, lambda row: self._followed(menu, row), most)
        seen = [row]
        if entry.names(row) is Likeness.SAME:
            return row
        ways = _ways(keys)
        for key, back in ways:
            for row in highlight.walk(key, back):
                seen += [] if any(row.text == other.text for other in seen) else [row]
                if entry.names(row) is Likeness.SAME:
                    return row
            if highlight.came_round:
                break
        beginning = [row for row in seen if entry.names(row) is Likeness.BEGINS]
        if len(beginning) == 1:
            for key, back in reversed(ways):
                if highlight.row.text == beginning[0].text or any(
                    row.text == beginning[0].text for row in highlight.walk(key, back)
                ):
                    return highlight.row
        presses = most - highlight.presses_left
        told = _no_entry(entry, seen, beginning, presses)
        if presses and len(seen) == 1 and not highlight.came_round:
            told += (
                f"\nThe highlight did not move within {min(self._reacts, self._timeout):g} s of a press: "
                "the list has one entry, or the target does not take the keys."
            )
        raise NotOnScreen(told)

    def goes_round(self, menu: Menu, keys: Sequence[str], most: int) -> list[MenuRow]:
        """Moves the highlight of a menu from its first row to its last one.

        Args:
            menu: The menu.
            keys: The key that moves the highlight on, and the one that moves it back where the list ends, if any.
            most: How often keys are pressed at most.

        Returns:
            All rows, also those that cannot be selected.

        Raises:
            NotOnScreen: If nothing is selected, or the list goes on after so many presses.
        """
        shown: list[Page] = []

        def read(frame: Frame) -> Page:
            shown[:] = [menu.read(frame)]
            return shown[0]

        watched = replace(menu, read=read)
        rows = MenuRows()
        first = self._selected_when_drawn(watched)
        rows.see(shown[0], first)
        highlight = Highlight(first, menu.press, lambda row: self._followed(watched, row), most)
        for key, back in _ways(keys):
            for row in highlight.walk(key, back):
                drawn = row if rows.looks_drawn(shown[0], row) else self._selected_when_drawn(watched, _DRAWN_SURELY)
                rows.see(shown[0], drawn)
            if not highlight.presses_left:
                raise NotOnScreen(f"The list goes on after {times(most)} of {' and '.join(keys)}: give a higher most=.")
            if highlight.came_round:
                break
        return rows.rows

    def _shown_when_drawn(self, wanted: Look) -> Match | None:
        """Looks at once, and again when the page is drawn, before another key is pressed."""
        match = self._look(wanted, self._frame("a frame")).match
        if match is None:
            self.rests(min(_DRAWN, self._timeout), None)
            match = self._look(wanted, self._frame("a frame")).match
        return match

    def _last_look(self, wanted: Look, missed: str) -> Match:
        """Looks once more; what was seen instead follows what is told of a miss."""
        frame = self._frame("a frame")
        looked = self._look(wanted, frame)
        if looked.match is None:
            raise self._miss(missed, frame, looked.misses)
        return looked.match

    def _selected_at_first(self, entry: Entry, menu: Menu) -> Line:
        """The row that is selected before any key is pressed for an entry."""
        try:
            return self._selected_when_drawn(menu)
        except NotOnScreen as nothing:
            raise NotOnScreen(f"{entry} cannot be selected. {nothing}") from None

    def _selected_when_drawn(self, menu: Menu, rest: float = _DRAWN) -> Line:
        self.rests(min(rest, self._timeout), None)
        page = menu.read(self._frame("a frame"))
        if page.find_selected() is None:
            # A slow machine draws its page first, and the highlight after a while.
            self._watch(
                "a row to be selected",
                lambda frame: True if menu.read(frame).find_selected() is not None else None,
                Tally(),
                timeout=min(_REACTS_FIRST, self._timeout),
            )
            page = menu.read(self._frame("a frame"))
        return menu.entry(page, page.selected())

    @property
    def _reacts(self) -> float:
        """For how long a press may be without effect, in seconds."""
        return _REACTS_FIRST if self._slowest is None else max(_REACTS, _TIMES_AS_SLOW * self._slowest)

    def _followed(self, menu: Menu, row: Line) -> Line | None:
        """The row that is selected instead of another, once the page is drawn; None if that stays selected."""

        def see(frame: Frame) -> bool | None:
            page = menu.read(frame)
            selected = page.find_selected()
            return True if selected is not None and not _is_same(menu.entry(page, selected), row) else None

        pressed = self._clock.now()
        moved = self._watch("another row to be selected", see, Tally(), timeout=min(self._reacts, self._timeout))
        if moved:
            self._slowest = max(self._slowest or 0.0, self._clock.now() - pressed)
        now = self._selected_when_drawn(menu)
        return None if _is_same(now, row) else now


def _ways(keys: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each key with the one that moves the highlight the other way."""
    backs = keys[::-1] if len(keys) > 1 else [None]
    return list(zip(keys, backs, strict=True))


def _is_same(row: Line, other: Line) -> bool:
    return (row.text, row.box) == (other.text, other.box)


def _no_entry(entry: Entry, seen: Sequence[Line], beginning: Sequence[Line], presses: int) -> str:
    told = (
        f"{len(beginning)} entries begin with {entry}; name one in full"
        if len(beginning) > 1
        else f"{entry} is not an entry of the menu"
    )
    rows = [f"    {row.text}" for row in seen[:_MOST_TOLD]]
    left_out = [f"    … and {len(seen) - _MOST_TOLD} more"] if len(seen) > _MOST_TOLD else []
    return "\n".join([f"{told}. Rows that were selected, with keys pressed {times(presses)}:", *rows, *left_out])
