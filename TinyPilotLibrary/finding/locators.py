"""Locators: what to look for on the screen, as values."""

from dataclasses import dataclass
from enum import Enum

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.geometry import Point
from TinyPilotLibrary.vision.match import Match


class LocatorKind(Enum):
    """What kind of thing is looked for; the value is the prefix."""

    IMAGE = "image"
    TAG = "tag"
    TEXT = "text"
    REGEX = "re"
    POINT = "point"


_PREFIXES = {kind.value: kind for kind in LocatorKind}


@dataclass(frozen=True)
class Locator:
    r"""What to look for on the screen.

    Written | Means
    ------- | -----
    `image:boot/menu.png` or `boot/menu.png` | A template picture, looked up in the template folders.
    `tag:grub-menu` | Any picture whose JSON file has this tag, as openQA needles do; several tags: all of them.
    `text:Boot Manager` | This text, read from the screen.
    `re:Version 1\.\d+` | Text that matches this regular expression.
    `point:0.5,0.5` | A place, in fractions of the screen.
    `point:640,360` | A place, in pixels.

    A match that another keyword returned is a locator, too: it stands for the place where it was found.

    Args:
        kind: The kind of locator.
        value: What follows the prefix.
        written: The locator as it was written.
    """

    kind: LocatorKind
    value: str
    written: str

    @classmethod
    def parse(cls, value: "str | Match") -> "Locator":
        """Reads a locator; a text without a known prefix is an image.

        Args:
            value: The locator's text, or a match.

        Returns:
            The locator.

        Raises:
            LocatorError: If it is empty or malformed.

        ```python
        Locator.parse("image:ok.png")
        ```
        """
        if isinstance(value, Match):
            return cls(LocatorKind.POINT, str(value.click_point), value.locator)
        prefix, colon, rest = value.strip().partition(":")
        kind = _PREFIXES.get(prefix.strip().lower()) if colon else None
        content = rest.strip() if kind else value.strip()
        kind = kind or LocatorKind.IMAGE
        if not content:
            raise LocatorError(
                f"The locator {value!r} is empty. Write for example 'image:ok.png', 'text:Boot Manager' or "
                "'point:0.5,0.5'."
            )
        if kind is LocatorKind.POINT:
            Point.parse(content)
        return cls(kind, content, value.strip())

    @property
    def is_text(self) -> bool:
        """Whether it is a text that has to be read."""
        return self.kind in {LocatorKind.TEXT, LocatorKind.REGEX}

    @property
    def point(self) -> Point | None:
        """The place that the locator names, or None if it has to be looked for."""
        return Point.parse(self.value) if self.kind is LocatorKind.POINT else None

    def __str__(self) -> str:
        return self.written
