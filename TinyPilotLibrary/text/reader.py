"""Reads the screen: character cells where it is made of them, OCR otherwise, and nothing twice."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.fonts import Font, parse_font
from TinyPilotLibrary.text.cell_page import page_of
from TinyPilotLibrary.text.cells import CellReader, TextRun, TextScreen
from TinyPilotLibrary.text.lines.line_cache import LineCache
from TinyPilotLibrary.text.lines.line_colors import run_of, selected_line
from TinyPilotLibrary.text.lines.reading_order import ReadingOrder
from TinyPilotLibrary.text.ocr import OcrChoice, Reading, Script, Workers, check_engine, choose_engine
from TinyPilotLibrary.text.page import Line, Page, cut, in_rows, piece_of
from TinyPilotLibrary.text.search.row_parts import columns
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.pixels import part

# What an engine is less sure of is no text: icons, the mouse pointer.
_SURE = 0.5
# With more cells that are not sure the font is another one: OCR reads more of it.
_UNKNOWN_FONT = 0.2
_PLACES = 200


class ScreenReader:
    """Reads frames, and remembers what it read.

    Args:
        choice: What reads screens that are not made of cells.
        now: Gives the time in seconds.
        fonts: Console fonts besides those that are known: PSF files.
        languages: What texts that OCR reads are written in.

    Raises:
        ConfigurationError: If a file is no such font.

    ```python
    reader = ScreenReader()
    print(reader.read(frame).text)
    ```
    """

    def __init__(
        self,
        choice: OcrChoice = OcrChoice.AUTO,
        now: Callable[[], float] = time.monotonic,
        fonts: Sequence[Path] = (),
        languages: Sequence[Script] = (Script.LATIN,),
    ) -> None:
        self._now = now
        self._choice = choice
        self._workers = Workers(lambda: choose_engine(choice, languages))
        self._cell_reader = CellReader([_font(file) for file in fonts])
        self._cells: tuple[PictureIdentity, TextScreen | None] | None = None
        self._ledger: LineCache[Reading] = LineCache(lambda reading: reading.usable)
        self._whole: tuple[PictureIdentity, Region, Page] | None = None
        self._places: OrderedDict[TextQuery, Region] = OrderedDict()

    def read(self, frame: Frame, region: Region | None = None, until: float | None = None) -> Page:
        """Reads a frame.

        Args:
            frame: The frame.
            region: Which part of it, in pixels or fractions; None for all.
            until: When reading has to end, in seconds of the clock; None for when it is done.

        Returns:
            What was read.
        """
        *_, page = self.pages(frame, region, until)
        return page

    def pages(
        self,
        frame: Frame,
        region: Region | None = None,
        until: float | None = None,
        first: Region | None = None,
        text: str | None = None,
    ) -> Iterator[Page]:
        """Reads a frame, and gives what was read so far, again and again: who has found something stops there.

        Args:
            frame: The frame.
            region: Which part of it, in pixels or fractions; None for all.
            until: When reading has to end, in seconds of the clock; None for when it is done.
            first: Where to read first.
            text: What is looked for: lines that look like it are read before others.

        Yields:
            Pages, each with more than the one before; at least one.
        """
        area = region.on(frame.size) if region else whole(frame.size)
        screen = self._screen(frame)
        if screen is not None:
            yield page_of(screen, area)
            return
        yield from self._by_ocr(frame, area, until, ReadingOrder(first, text))

    def _screen(self, frame: Frame) -> TextScreen | None:
        """The frame as a character screen; None if OCR reads more of it."""
        if self._cells is None or self._cells[0] != frame.identity:
            self._cells = frame.identity, self._cell_reader.read(frame)
        screen = self._cells[1]
        if screen is None or (screen.decoded.share_unsure > _UNKNOWN_FONT and self._has_ocr):
            return None
        return screen

    def text_boxes(self, frame: Frame) -> Sequence[Region]:
        """Where texts are on a frame, in pixels. They are not read, unless the frame is made of character cells.

        Args:
            frame: The frame.
        """
        screen = self._screen(frame)
        if screen is None:
            return self._ledger.lines(frame)
        return [column.box for line in page_of(screen, whole(frame.size)).lines for column in columns(line)]

    def last_place(self, wanted: TextQuery) -> Region | None:
        """Where a text was found last; None if it was not."""
        return self._places.get(wanted)

    def remember_place(self, wanted: TextQuery, place: Region) -> None:
        """Remembers where a text was found.

        Args:
            wanted: The text; the 200 that were remembered last are kept.
            place: Where it was, in pixels of the frame.
        """
        self._places[wanted] = place
        self._places.move_to_end(wanted)
        while len(self._places) > _PLACES:
            self._places.popitem(last=False)

    @property
    def _has_ocr(self) -> bool:
        try:
            return check_engine(self._choice)
        except ConfigurationError:
            return False

    def _by_ocr(self, frame: Frame, area: Region, until: float | None, order: ReadingOrder) -> Iterator[Page]:
        try:
            if not check_engine(self._choice):
                yield Page(
                    (), "ocr", error="the screen is not made of character cells, and OCR is switched off (ocr=none)"
                )
                return
            yield from self._line_by_line(frame, area, until, order)
        except ConfigurationError as error:
            yield Page((), "ocr", error=str(error))

    def _line_by_line(self, frame: Frame, area: Region, until: float | None, order: ReadingOrder) -> Iterator[Page]:
        # Most looks of a wait see the picture that they saw before.
        if self._whole is not None and self._whole[:2] == (frame.identity, area):
            yield self._whole[2]
            return
        boxes = [box for box in self._ledger.lines(frame) if box.overlaps(area)]
        # What was read before stands on the first page: nobody waits for it.
        known = {box: self._ledger.known(frame, box) for box in boxes}
        readings = {box: reading for box, reading in known.items() if reading is not None and reading.done}
        try:
            for batch in order.batches(frame.gray, [box for box in boxes if box not in readings]):
                readings |= {box: self._reading(frame, box) for box in batch}
                for box in batch:
                    if readings[box].result(None if until is None else until - self._now()) is None:
                        yield _page(frame, readings, area, len(boxes) - len(readings))
                        return
                page = _page(frame, readings, area, len(boxes) - len(readings))
                if not page.unread:
                    self._whole = frame.identity, area, page
                yield page
        finally:
            # Nobody waits for the rest any more.
            for reading in readings.values():
                reading.call_off()

    def _reading(self, frame: Frame, box: Region) -> Reading:
        known = self._ledger.known(frame, box)
        if known is None:
            known = self._workers.read(part(frame.gray, box).copy())
            self._ledger.remember(frame, box, known)
        return known


def _font(file: Path) -> Font:
    try:
        return parse_font(file.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"The console font '{file}' cannot be used: {str(error).rstrip('.')}. Give a PSF file with a "
            "Unicode table, gzip-compressed or not, such as those in /usr/share/consolefonts."
        ) from None


def _page(frame: Frame, readings: dict[Region, Reading], area: Region, unread: int) -> Page:
    pieces: list[Line] = []
    for box, reading in readings.items():
        read = reading.result(0) if reading.done and reading.usable else None
        if read is None:
            unread += 1
        elif read.text.strip() and read.confidence >= _SURE:
            piece = cut(piece_of(box, read), area)
            if piece is not None:
                pieces.append(replace(piece, find_runs=partial(_runs, frame, piece)))
    return Page(in_rows(pieces), "ocr", unread=unread, find_selected=partial(selected_line, frame, pieces))


def _runs(frame: Frame, line: Line) -> tuple[TextRun]:
    return (run_of(frame, line),)
