"""Reads the dialog that is in front from a character screen."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.cell_rows import CellRow, apart, cell_rows, usual_ground
from TinyPilotLibrary.flows.dialog_frames import DRAWN, Box, boxes
from TinyPilotLibrary.flows.dialogs import Dialog, DialogEntry, DialogField, folded
from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.screen_line import ScreenLine

_BUTTON = re.compile(r"<\s*([^<>]*?)\s*>|\[\s*(\S[^\[\]]*?)\s*\]")
_FRAMED_BUTTON = re.compile(r"│ ([^│\s](?:[^│]*[^│\s])?) +│")
_BOX = re.compile(r"^\s*([\[(])([ xX*oO✓√•])[\])]\s?")
# What stands in a bar that tells of progress, in two colours: neither an entry nor a field.
_GAUGE = re.compile(r"[\s│]*\d{1,3} ?%[\s│]*")
# What a scrolled list has beside it.
_SCROLL = re.compile(r"\s*[↑↓▒█░▲▼^]\s*$")
# Colours that are nearer to each other are one.
_SAME = 60
# newt fills a field with these.
_FILL = "_"


@dataclass(frozen=True)
class _Button:
    """A button: its name, its row, its columns, and how much its colours say that it has the focus."""

    name: str
    row: int
    start: int
    end: int
    lit: int


@dataclass(frozen=True)
class _Bar:
    """A part of a row on a ground of its own."""

    row: int
    start: int
    end: int
    ground: str
    text: str


def read_dialog(lines: Sequence[ScreenLine]) -> Dialog:
    """The dialog that is in front.

    Args:
        lines: The lines of the screen, as `Get Screen Lines` gives them.

    Raises:
        NotOnScreen: If there is none.
    """
    rows = cell_rows(lines)
    found = list(boxes(rows))
    with_buttons = [(box, buttons) for box in found if (buttons := _buttons(rows, box))]
    if not found:
        text = "\n".join(row.text.rstrip() for row in rows) or "no text"
        raise NotOnScreen(f"There is no dialog on the screen. Text that was read:\n{text}")
    # A dialog upon another is the smaller one; frames without buttons are lists and fields, or tell of progress.
    if with_buttons:
        box, buttons = min(with_buttons, key=lambda both: both[0].size)
    else:
        box, buttons = max(found, key=lambda box: box.size), []
    return _Reader(rows, box, [one for one in found if box.holds(one)], buttons).dialog()


class _Reader:
    """Reads the parts of a dialog.

    Args:
        rows: The rows of cells.
        box: The dialog's frame.
        inner: The frames within it.
        buttons: Its buttons.
    """

    def __init__(self, rows: Sequence[CellRow], box: Box, inner: Sequence[Box], buttons: Sequence[_Button]) -> None:
        last = min((button.row for button in buttons), default=box.bottom)
        self._rows, self._box, self._buttons = rows, box, buttons
        self._inner = max((one for one in inner if one.bottom < last), key=lambda one: one.size, default=None)
        self._within = [row for row in box.rows if row < last]
        area = self._inner or box
        inside = [area.inside(rows[row]) for row in area.rows]
        # A list may have a ground of its own; its entries do not reach its edges, but a cursor does the left one.
        edges = [row.part(*edge) for row in inside for edge in ((area.width - 1, area.width), (0, 1))]
        self._usual = usual_ground(edges if self._inner else inside)
        self._bars = [
            _Bar(row, start, end, ground, area.inside(rows[row]).text[start:end])
            for row in (self._inner.rows if self._inner else self._within)
            for start, end, ground in area.inside(rows[row]).bars(self._usual)
            if (end - start > 1 or area.inside(rows[row]).text[start:end].strip())
            and not _GAUGE.fullmatch(area.inside(rows[row]).text)
        ]

    def dialog(self) -> Dialog:
        """The dialog."""
        marked = self._marked()
        fields = {} if marked else self._fields()
        entries = marked or ({} if fields else self._menu())
        taken = {*entries, *fields}
        end = self._inner.top if self._inner else min(taken, default=self._box.bottom)
        said = [self._text(row) for row in self._within if row < end]
        # Where a field or a list has no heading, text may stand below it.
        return Dialog(
            _title(self._box, self._rows[self._box.top]),
            "\n".join(filter(None, map(folded, "\n".join(said).replace("\n\n", "\f").split("\f")))),
            tuple(entries.values()),
            tuple(fields.values()),
            tuple(button.name for button in self._buttons),
            _focus(self._buttons),
            has_keys_at_list=self._inner is not None,
        )

    def _text(self, row: int) -> str:
        text = "".join(" " if character in DRAWN else character for character in self._inside(row).text).strip()
        # A line across a frame that is drawn with letters.
        return "" if set(text) == {"-"} else text

    def _inside(self, row: int) -> CellRow:
        return (self._box if self._inner is None or row not in self._inner.rows else self._inner).inside(
            self._rows[row]
        )

    def _marked(self) -> dict[int, DialogEntry]:
        """Entries with boxes to tick."""
        rows = self._inner.rows if self._inner else self._within
        found = {row: match for row in rows if (match := _BOX.match(self._inside(row).text))}
        selected = self._lit({row: match.start(2) for row, match in found.items()})
        return {
            row: DialogEntry(
                _SCROLL.sub("", self._inside(row).text[match.end() :]).strip(),
                match[2] != " ",
                row == selected,
                match[1] == "(",
            )
            for row, match in found.items()
        }

    def _lit(self, marks: Mapping[int, int]) -> int | None:
        """The row whose mark the highlight is on: on all of the row, or in the box alone, as in newt."""
        if self._inner is not None:
            return _odd_one({row: self._inside(row).grounds[mark] for row, mark in marks.items()}, self._usual)
        boxes = {row: self._inside(row).grounds for row in marks}
        return next((row for row, mark in marks.items() if boxes[row][mark] != boxes[row][mark - 1]), None)

    def _fields(self) -> dict[int, DialogField]:
        if self._inner is None:
            bars = [bar for bar in self._bars if _FILL in bar.text or not bar.text.strip()]
            fields = [(bar, self._inside(bar.row).text[: bar.start], bar.text.rstrip(_FILL)) for bar in bars]
        elif self._inner.bottom - self._inner.top == 2 and all(bar.end - bar.start == 1 for bar in self._bars):
            # A bar of one cell is the cursor.
            row = self._inner.top + 1
            return {row: DialogField("", _value(self._inside(row).text))} if self._buttons else {}
        else:
            # The fields of a form are wider than what stands in them.
            last = {bar.row: bar for bar in self._bars}.values()
            is_form = any(not bar.text.strip() or bar.text.endswith("  ") for bar in last)
            fields = [(bar, self._inside(bar.row).text[: bar.start], bar.text) for bar in last if is_form]
        return {bar.row: DialogField(folded(label).rstrip(":"), _value(value)) for bar, label, value in fields}

    def _menu(self) -> dict[int, DialogEntry]:
        """Entries of a menu: those in its frame, or those above and below the one that is highlighted."""
        bars = [bar for bar in self._bars if bar.text.strip()]
        if self._inner is not None:
            selected = _odd_one({bar.row: bar.ground for bar in bars}, self._usual)
            texts = {row: self._inside(row).text.strip() for row in self._inner.rows}
            return {row: DialogEntry(text, None, row == selected) for row, text in texts.items() if text and bars}
        if len(bars) != 1:
            return {}
        [bar] = bars
        entries = {bar.row: DialogEntry(bar.text.strip(), None, is_selected=True)}
        for step in (-1, 1):
            row = bar.row + step
            while row in self._within and (text := self._inside(row).text[bar.start : bar.end].strip()):
                entries[row] = DialogEntry(text)
                row += step
        return dict(sorted(entries.items()))


def _odd_one(grounds: Mapping[int, str], usual: str) -> int | None:
    """The row whose ground is another than that of the others; of two, the one that stands out more.

    Args:
        grounds: The ground of each row.
        usual: The ground around them.
    """
    counted = Counter(ground for ground in grounds.values() if ground != usual)
    once = [row for row, ground in grounds.items() if counted[ground] == 1]
    return max(once, key=lambda row: apart(grounds[row], usual), default=None)


def _value(text: str) -> str:
    # The cursor makes a cell that is not sure.
    return text.replace(UNSURE, " ").strip()


def _title(box: Box, row: CellRow) -> str:
    text = box.inside(row).text
    title = folded("".join(character for character in text if character not in DRAWN)).strip("-=|+ ")
    # Some stand in brackets, and some begin with a mark in brackets: "[!!] Select a language".
    return title[1:-1].strip() if title.startswith("[") and title.find("]") == len(title) - 1 else title


def _buttons(rows: Sequence[CellRow], box: Box) -> list[_Button]:
    """The buttons in a frame's last row that has text."""
    usual = usual_ground([box.inside(rows[row]) for row in box.rows])
    for row in reversed(box.rows):
        inside = box.inside(rows[row])
        if framed := list(_FRAMED_BUTTON.finditer(inside.text)):
            return (
                [_framed(row, one, inside) for one in framed] if not _FRAMED_BUTTON.sub("", inside.text).strip() else []
            )
        text = "".join(" " if character in DRAWN else character for character in inside.text)
        if not text.strip():
            continue
        if _BUTTON.sub("", text).strip():
            return []
        return [
            _Button(one[1] or one[2] or "", row, one.start(), one.end(), _lit(inside, one.span(), usual))
            for one in _BUTTON.finditer(text)
        ]
    return []


def _framed(row: int, found: re.Match[str], inside: CellRow) -> _Button:
    """A button with a frame of its own; with the focus, it is on another ground than its frame."""
    frame = inside.grounds[found.start()]
    return _Button(found[1], row, *found.span(), apart(inside.grounds[found.start(1)], frame))


def _lit(inside: CellRow, span: tuple[int, int], usual: str) -> int:
    """How far the grounds of a button are from the dialog's: that of its bracket, and that of its name."""
    grounds = inside.grounds[slice(*span)]
    return apart(grounds[0], usual) + sum(apart(ground, usual) for ground in grounds) // len(grounds)


def _focus(buttons: Sequence[_Button]) -> str:
    """The button that stands out most; none if none does, or if several do alike."""
    if not buttons:
        return ""
    first, *others = sorted(buttons, key=lambda button: -button.lit)
    second = others[0].lit if others else 0
    return first.name if first.lit > _SAME and first.lit - second > _SAME else ""
