"""Results of several runs in one folder, with all that their logs link to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from filecmp import cmp
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from robot.result import Message, ResultVisitor, TestSuite

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.film import SUFFIX as FILM
from TinyPilotLibrary.evidence.run_places import FOLDER
from TinyPilotLibrary.evidence.run_results import results_of
from TinyPilotLibrary.evidence.template_use import SUFFIX as TEMPLATES
from TinyPilotLibrary.evidence.whole_files import replacing, write_whole

_LINK = re.compile(r'((?:src|href|data-file)=")([^"#]+)(")')
# As Robot Framework writes links in what is no HTML.
_METADATA_LINK = re.compile(r"(\[)([^]|\[]+)(\|)")


@dataclass(frozen=True)
class Collected:
    """What was collected.

    Args:
        outputs: The results, from which `rebot` makes one log.
        files: How many files they link to.
    """

    outputs: list[Path]
    files: int


def collect(places: Iterable[Path], folder: Path) -> Collected:
    """Copies results, and all files that they link to, into one folder.

    Args:
        places: The output folders of runs, or their output.xml.
        folder: Where to; nothing that is there is replaced.

    Raises:
        ConfigurationError: If there are no results, or something cannot be copied.
    """
    outputs: list[Path] = []
    copied: set[Path] = set()
    for place in places:
        output, result = results_of(place)
        try:
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            copier = _Copier(output.parent, folder)
            result.visit(_Relinked(copier))
            target = _free(folder / output.name)
            with replacing(target) as draft:
                result.save(draft)
        except OSError as error:
            raise ConfigurationError(f"'{output}' cannot be collected in '{folder}': {error}.") from error
        outputs.append(target)
        copied.update(copier.copied.values())
    return Collected(outputs, len(copied))


class _Copier:
    """Copies the files that the results in one folder link to.

    Args:
        source: The folder of the results.
        folder: Where to.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.copied: dict[Path, Path] = {}
        self._source = source
        self._folder = folder

    def relinked(self, text: str, link: "re.Pattern[str]") -> str:
        """A text with its links leading to the copies."""
        return link.sub(lambda found: f"{found[1]}{self._link(found[2])}{found[3]}", text)

    def _link(self, link: str) -> str:
        if ":" in link:
            return link
        file = self._source / unquote(link)
        if not file.is_file():
            return link
        return quote(self._copy(file).relative_to(self._folder).as_posix())

    def _copy(self, file: Path) -> Path:
        if file not in self.copied:
            target = self.copied[file] = _free(self._folder / FOLDER / file.name, like=file)
            write_whole(target, file.read_bytes())
            if file.suffix == ".html":
                self._copy_what_is_on(file)
        return self.copied[file]

    def _copy_what_is_on(self, page: Path) -> None:
        """What a page shows is beside it, under names that no other run has: it stays as it is."""
        links = [unquote(found[2]) for found in _LINK.finditer(page.read_text("utf-8"))]
        beside = [page.parent / link for link in links if ":" not in link]
        data = page.with_name(f"{page.stem}{FILM}")
        for file in [*beside, data, *page.parent.glob(f"*{TEMPLATES}")]:
            if file.is_file() and file not in self.copied:
                self.copied[file] = self._folder / FOLDER / file.name
                write_whole(self.copied[file], file.read_bytes())


class _Relinked(ResultVisitor):  # type: ignore[misc, unused-ignore]
    """Changes the links of results."""

    def __init__(self, copier: _Copier) -> None:
        self._copier = copier

    def start_suite(self, suite: TestSuite) -> None:
        for name, value in suite.metadata.items():
            suite.metadata[name] = self._copier.relinked(value, _METADATA_LINK)

    def start_message(self, message: Message) -> None:
        if message.html:
            message.message = self._copier.relinked(str(message.message), _LINK)

    def visit_errors(self, errors: Any) -> None:  # noqa: ANN401 - nothing of them is linked
        """Errors have no links."""


def _free(path: Path, like: Path | None = None) -> Path:
    """A path at which there is nothing, or already the same as in a file."""
    names = chain([path], (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2)))
    return next(name for name in names if not name.exists() or (like is not None and cmp(name, like, shallow=False)))
