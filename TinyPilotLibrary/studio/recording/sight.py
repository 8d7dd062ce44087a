"""What of a screen a suite can name: texts where there are some, and pieces of the picture else."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.motion.changed_regions import changed_regions
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import every_place
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

_PIECES = re.compile(r"\s{2,}|[\u2500-\u259f\n|]+")
# F2 and tty1 stay as they are; the time, a version or a size will be another one.
_LASTING = re.compile(r"[^\W\d]+\d{0,2}[^\w]*|[^\w\s]*[^\W\d][^\d]*")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 3
_SURE_LETTERS = 5
_LONGEST = 40
# More of them are not tried: the screen has nothing new.
_MOST_TRIED = 80
_MOST_PAGES = 6
# Sides of templates around a click, in pixels; the next one is taken where a smaller one is not unique.
_SIDES = (48, 80, 128, 192, 288)
# What changes on a smaller area may be a clock, a cursor or a row that is selected.
_LEAST_SIDE, _LEAST_AREA = 24, 1600
_WIDEST, _HIGHEST = 320, 240
# How far a pointer may reach from its place, in pixels.
_POINTER = 32


@dataclass(frozen=True)
class Cut:
    """A piece of a frame that is a template.

    Args:
        frame: The frame.
        region: The piece, in pixels.
        click: The place of the click, in pixels; None if it is only waited for.
    """

    frame: Frame
    region: Region
    click: tuple[int, int] | None = None


class Sight:
    """Reads screens for a recording.

    Args:
        reader: Reads texts.
    """

    def __init__(self, reader: ScreenReader) -> None:
        self._how = ReadOptions(reader)
        self._pages: OrderedDict[PictureIdentity, Page] = OrderedDict()

    def places(self, frame: Frame, text: str) -> list[Match]:
        """Every place of a text.

        Args:
            frame: The screen; it is read once, and kept with the few before.
            text: The text, as it is written on the screen.

        Returns:
            The places, from top to bottom.
        """
        locator = Locator(LocatorKind.TEXT, text, f"text:{text}")
        return TextFinder(locator, None, self._how).on_page(frame, self._page(frame))

    def text_at(self, frame: Frame, x: int, y: int) -> str:
        """The text at a place, if it is on the screen once and a click on it would go there; else an empty text.

        Args:
            frame: The screen.
            x: The place, in pixels from the left edge.
            y: The place, in pixels from the top edge.
        """
        for line in self._page(frame).lines:
            if not _holds(line.box, x, y):
                continue
            for phrase, box in _phrases(line):
                if _holds(box, x, y) and len(self.places(frame, phrase)) == 1:
                    return phrase
        return ""

    def appeared(self, before: Frame | None, now: Frame, without: Sequence[str]) -> str:
        """A text that is on the screen now, and was not before: the lowest one, as it was written last.

        Args:
            before: The screen before; None if nothing of it is known.
            now: The screen now.
            without: What was typed: the target shows it again, and nobody may read some of it.

        Returns:
            The text; empty if there is none.
        """
        if before is not None and before.identity == now.identity:
            return ""
        echoes = [text.strip() for text in without if text.strip()]
        candidates = [
            phrase
            for phrase in _candidates(self._page(now))
            if not any(echo in phrase or phrase in echo for echo in echoes)
        ]
        for phrase in candidates[:_MOST_TRIED]:
            if self.places(now, phrase) and (before is None or not self.places(before, phrase)):
                return phrase
        return ""

    def _page(self, frame: Frame) -> Page:
        page = self._pages.pop(frame.identity, None) or self._how.reader.read(frame)
        self._pages[frame.identity] = page
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)
        return page

    def changed(
        self, before: Frame, now: Frame, pointer: tuple[float, float], threshold: float = DEFAULT_THRESHOLD
    ) -> Cut | None:
        """A piece of the picture that is there now and was not before; None if not much has changed.

        Args:
            before: The screen before.
            now: The screen now.
            pointer: Where the pointer is, as shares of the screen: it is in no template.
            threshold: The least score that counts as found.
        """
        x, y = pointer[0] * now.size.width, pointer[1] * now.size.height
        hidden = Region(x - _POINTER, y - _POINTER, 2 * _POINTER, 2 * _POINTER)
        changed = changed_regions(before, now, whole(now.size))
        pieces = [piece for region in changed for piece in _beside(region, hidden) if _is_much(piece)]
        for piece in sorted(pieces, key=lambda piece: -piece.width * piece.height)[:4]:
            cut = Cut(now, _limited(piece).common(whole(now.size)))
            # Along a line it may be more than once: it is waited for, not clicked.
            if _times(now, cut, threshold) and not (before.size == now.size and _times(before, cut, threshold)):
                return cut
        return None

    def around(self, frame: Frame, x: int, y: int) -> Cut | None:
        """The smallest piece around a place that is on the screen once; None if there is none.

        Args:
            frame: The screen.
            x: The place, in pixels from the left edge.
            y: The place, in pixels from the top edge.
        """
        for side in _SIDES:
            region = Region(x - side // 2, y - side // 3, side, 2 * side // 3).common(whole(frame.size))
            cut = Cut(frame, Region(*(int(value) for value in region)), (x, y))
            if _times(frame, cut) == 1:
                return cut
        return None


def _candidates(page: Page) -> list[str]:
    """What may be waited for on a page, the best first."""
    lines = page.lines[::-1]
    phrases = [phrase for line in lines for phrase, _ in _phrases(line)]
    # The value of a setting may stand elsewhere too: with its name it does not.
    rows = [row for line in lines if len(row := line.folded[0].strip()) <= _LONGEST and _is_lasting(row)]
    # Of few letters OCR makes others sooner.
    fewest = _SURE_LETTERS if page.reader == "ocr" else 0
    return sorted([*phrases, *rows], key=lambda text: _letters(text) < fewest)


def _is_lasting(text: str) -> bool:
    return UNSURE not in text and all(map(_LASTING.fullmatch, text.split())) and _letters(text) >= _FEWEST_LETTERS


def _letters(text: str) -> int:
    return len(_LETTERS.findall(text))


def _holds(box: Region, x: int, y: int) -> bool:
    return box.left <= x < box.left + box.width and box.top <= y < box.top + box.height


def _phrases(line: Line) -> Iterator[tuple[str, Region]]:
    """Parts of a line that will be the same next time, with their places."""
    start = 0
    for piece in [*_PIECES.finditer(line.text), None]:
        end = piece.start() if piece else len(line.text)
        for first, last in _lasting(line.text, start, end):
            phrase = line.text[first:last]
            if _letters(phrase) >= _FEWEST_LETTERS:
                yield phrase, line.place(first, last)
        start = piece.end() if piece else end


def _lasting(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of words of a piece that have no number, as far as a locator should be long."""
    begun = stopped = -1
    for word in re.finditer(r"\S+", text[start:end]):
        lasts = UNSURE not in word[0] and _LASTING.fullmatch(word[0])
        if begun >= 0 and (not lasts or start + word.end() - begun > _LONGEST):
            yield begun, stopped
            begun = -1
        if lasts:
            begun = begun if begun >= 0 else start + word.start()
            stopped = start + word.end()
    if begun >= 0:
        yield begun, stopped


def _is_much(region: Region) -> bool:
    return min(region.width, region.height) >= _LEAST_SIDE and region.width * region.height >= _LEAST_AREA


def _beside(region: Region, hidden: Region) -> list[Region]:
    """A region, or what of it is above, below and beside what is hidden."""
    if not region.overlaps(hidden):
        return [region]
    left, top, width, height = region
    right, bottom = left + width, top + height
    return [
        piece
        for piece in (
            Region(left, top, width, int(hidden.top) - top),
            Region(left, top, int(hidden.left) - left, height),
            Region(left, int(hidden.top + hidden.height), width, bottom - int(hidden.top + hidden.height)),
            Region(int(hidden.left + hidden.width), top, right - int(hidden.left + hidden.width), height),
        )
        if piece.width > 0 and piece.height > 0
    ]


def _limited(region: Region) -> Region:
    """The upper left part of a region, where it is larger than a template should be."""
    return Region(int(region.left), int(region.top), int(min(region.width, _WIDEST)), int(min(region.height, _HIGHEST)))


def _times(frame: Frame, cut: Cut, threshold: float = DEFAULT_THRESHOLD) -> int:
    """How often a piece is on a frame; 0 if it is flat or too small."""
    try:
        template = Template("piece", part(cut.frame.color, cut.region).copy())
        return len(every_place(frame, template, whole(frame.size), threshold))
    except TemplateError:
        return 0
