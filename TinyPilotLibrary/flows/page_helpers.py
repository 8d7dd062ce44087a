"""The library that `pages.resource` is made with; suites use the keywords of the resource."""

import math

from robot.api.deco import keyword, library
from robot.api.types import Secret

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.flows.pages import Page, area_of_news, box_around, complaints, field_of, lists_of, read_page
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.text.screen_line import ScreenLine
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Match

_KINDS = ("text:", "re:", "image:", "tag:")
# The end of a value that is longer than its field.
_TAIL, _LONG = 12, 24


@library(scope="GLOBAL")
class PageHelpers:
    """What would be clumsy in Robot syntax: what a page says, and where its fields and lists are."""

    @keyword
    def get_text_locator(self, text: str) -> str:
        """A text as a locator; what is one already stays as it is."""
        if not text.strip():
            raise InputError("The text is empty. Give the text of a button or a field's label, such as Next.")
        return text if text.startswith(_KINDS) else f"text:{text}"

    @keyword
    def get_page_of_lines(self, lines: list[ScreenLine], titles: int = 0) -> Page:
        """What lines say as a page."""
        return read_page(lines, titles)

    @keyword
    def get_complaint(self, lines: list[ScreenLine], news: list[str]) -> str:
        """What a page says is wrong: in red, or else what is new on it; all of it if nothing is."""
        red = complaints(lines)
        told = list(dict.fromkeys([*news, *red])) or [line.text for line in lines]
        return "\n".join(told) or "no text"

    @keyword
    def find_field_of_labels(self, labels: list[Match], boxes: list[Region]) -> Region | None:
        """The field of the first label that has one; None if none has."""
        return next((box for label in labels if (box := field_of(label.region, boxes))), None)

    @keyword
    def get_box_around(self, label: Match, boxes: list[Region]) -> Region | None:
        """The frame of the button with a label; None if it has none."""
        return box_around(label.region, boxes)

    @keyword
    def get_nearest_match(self, matches: list[Match], place: Match | None, size: Size) -> Match:
        """The match that is nearest to another one, or else to the lower right corner."""
        x, y = place.region.center if place else (size.width, size.height)
        return min(matches, key=lambda match: math.dist((x, y), match.region.center))

    @keyword
    def get_lists_of_page(self, boxes: list[Region], lines: list[ScreenLine]) -> list[Region]:
        """Where lists are, from left to right."""
        return lists_of(boxes, lines)

    @keyword
    def get_column(self, field: Region, size: Size) -> Region:
        """Where a list that opens at a field may be: above it and below."""
        return Region(field.left, 0, field.width, size.height)

    @keyword
    def get_area_of_news(self, before: list[ScreenLine], after: list[ScreenLine], column: Region) -> Region | None:
        """Where in a column text is that was not there before; None if there is none."""
        return area_of_news(before, after, column)

    @keyword
    def get_locators_of_value(self, value: str) -> tuple[str, str]:
        """What a field shows that has a value, and of a long one, for which there may be no room, its end; or empty."""
        plain = " ".join(value.split())
        return f"text:{plain}", f"text:{plain[-_TAIL:]}" if len(plain) > _LONG else ""

    @keyword
    def is_secret(self, value: object) -> bool:
        """Whether a value must not be read."""
        return isinstance(value, Secret)

    @keyword
    def is_keyboard_layout(self, name: str) -> bool:
        """Whether the library knows a keyboard layout by a name."""
        try:
            find_layout(name)
        except InputError:
            return False
        return True
