"""A line of the screen for users: its text, its place and its colours."""

from dataclasses import dataclass

from TinyPilotLibrary.text.cells import TextRun
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.vision.geometry import Region


@dataclass(frozen=True)
class ScreenLine:
    """A line of text.

    Args:
        text: The text.
        box: Where it is, in pixels.
        parts: Its parts by their colours: `.text`, `.column`, `.ink` and `.ground`.
        exact: Whether the text is certain, as on character screens; OCR confuses characters.
    """

    text: str
    box: Region
    parts: tuple[TextRun, ...]
    exact: bool = True


def screen_lines(page: Page) -> list[ScreenLine]:
    """The lines of a page.

    Args:
        page: What was read.
    """
    return [ScreenLine(line.text, line.box, tuple(line.find_runs()), line.exact) for line in page.lines]
