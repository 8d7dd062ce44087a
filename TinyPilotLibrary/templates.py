"""Finds and keeps the template pictures that locators name."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.errors import LocatorError, TemplateError
from TinyPilotLibrary.locators import Locator, LocatorKind
from TinyPilotLibrary.vision.template import Template


@dataclass(frozen=True, eq=False)
class Sought:
    """A locator with what it takes to look for it.

    Args:
        locator: What to look for.
        template: Its picture; None if it is a text.
    """

    locator: Locator
    template: Template | None


class TemplateShelf:
    """Loads each template once, and again when its file changed."""

    def __init__(self) -> None:
        self._loaded: dict[Path, tuple[float, Template]] = {}

    def find(self, locators: Iterable[Locator], folders: Iterable[Path]) -> list[Sought]:
        """Looks locators up, so that nothing is missing when looking begins.

        Args:
            locators: What to look for.
            folders: Where templates are, first one first.

        Returns:
            Locators with their templates.

        Raises:
            LocatorError: If a locator names a place, which cannot be looked for.
            TemplateError: If a template is missing or cannot be matched.
        """
        places = list(folders)
        return [Sought(locator, self._template(locator, places)) for locator in locators]

    def _template(self, locator: Locator, folders: list[Path]) -> Template | None:
        if locator.is_text:
            return None
        if locator.kind is not LocatorKind.IMAGE:
            raise LocatorError(
                f"The locator '{locator}' names a place, and cannot be looked for. Give an image or a text."
            )
        path = _path_of(locator, folders)
        modified = path.stat().st_mtime
        known = self._loaded.get(path)
        if known is None or known[0] != modified:
            known = (modified, Template.load(path))
            self._loaded[path] = known
        return known[1]


def _path_of(locator: Locator, folders: list[Path]) -> Path:
    for folder in folders:
        path = folder / locator.value
        if path.is_file():
            return path
    where = ", ".join(f"'{folder}'" for folder in folders)
    raise TemplateError(
        f"There is no template '{locator.value}' in {where}.{_did_you_mean(locator, folders)} "
        "Is the name right, and the folder given as the import option 'templates'? "
        f"If you mean a text on the screen, write 'text:{locator.value}'; for a place, 'point:x,y'."
    )


def _did_you_mean(locator: Locator, folders: list[Path]) -> str:
    """The nearest files, or the prefix that was misspelled; nothing if there is none."""
    wanted = Path(locator.value)
    prefix, colon, rest = locator.value.partition(":")
    kinds = difflib.get_close_matches(prefix.lower(), [kind.value for kind in LocatorKind], n=1) if colon else []
    names = {
        str(wanted.with_name(path.name)) for folder in folders for path in (folder / wanted).parent.glob("*.[PpJj]*")
    }
    near = [f"{kind}:{rest}" for kind in kinds] or difflib.get_close_matches(locator.value, sorted(names))
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
