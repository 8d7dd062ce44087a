"""The report of a run as files: pages, JUnit with pictures, a summary, events."""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from xml.etree import ElementTree as ET

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.film import SUFFIX, Film, Note, Step, Still
from TinyPilotLibrary.evidence.report_page import STYLE, Source, embedded, report_page
from TinyPilotLibrary.evidence.run_results import EndedTest, History, RunResults
from TinyPilotLibrary.evidence.template_table import defects_seen, template_table
from TinyPilotLibrary.evidence.template_use import TemplateUse
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.vision.drawing.compact import compact_png, png_of
from TinyPilotLibrary.vision.drawing.poster import poster
from TinyPilotLibrary.vision.frame import Frame

# What XML cannot have.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_TOLD = 20
_KINDS = {Still: "picture", Step: "keyword", Note: "note"}


class CiSystem(Enum):
    """Whose way of linking pictures JUnit has.

    `gitlab`: by a path from the project's folder. `jenkins`: by an absolute path.
    """

    GITLAB = "gitlab"
    JENKINS = "jenkins"


@dataclass(frozen=True)
class Report:
    """The report of a run.

    Args:
        run: The results.
        past: How each test ended before, by its name.
        templates: How each template did.
        templates_before: How they did in earlier runs.
    """

    run: RunResults
    past: Mapping[str, History]
    templates: Sequence[TemplateUse] = ()
    templates_before: Sequence[TemplateUse] = ()

    def write_folder(self, folder: Path) -> Path:
        """Writes a page with its pictures and its style beside it; none of it is a script.

        Args:
            folder: The folder; what a former report left there is replaced.

        Returns:
            The page.
        """
        pictures = folder / "pictures"
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)

        def copied(file: Path) -> str:
            write_whole(pictures / file.name, file.read_bytes())
            return f"pictures/{file.name}"

        write_whole(folder / "style.css", STYLE.encode())
        page = folder / "index.html"
        style = '<link rel="stylesheet" href="style.css">'
        write_whole(page, self._page(copied, style).encode())
        return page

    def write_single_file(self, file: Path) -> None:
        """Writes one page that has everything in itself."""
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, self._page(embedded, f"<style>{STYLE}</style>").encode())

    def _page(self, source: Source, style: str) -> str:
        templates = template_table(self.templates, self.templates_before)
        return report_page(self.run, self.past, source, style, templates)

    def write_junit(self, file: Path, pictures: Path, ci: CiSystem, project: Path) -> None:
        """Writes JUnit, with one picture of each failure.

        Args:
            file: The file.
            pictures: The folder for the pictures.
            ci: Who reads it.
            project: The folder of the project, which paths begin at for GitLab.
        """
        suite = ET.Element(
            "testsuite",
            name=self.run.name,
            tests=str(len(self.run.tests)),
            failures=str(len(self.run.failed)),
            skipped=str(sum(test.status == "SKIP" for test in self.run.tests)),
            errors="0",
            time=f"{self.run.seconds:.3f}",
            timestamp=f"{self.run.began:%Y-%m-%dT%H:%M:%S}",
        )
        for number, test in enumerate(self.run.tests, 1):
            case = _case(suite, test)
            picture = _composed(test, pictures / f"failure-{number:04d}.png") if test.failed else None
            if picture is not None:
                path = picture.resolve() if ci is CiSystem.JENKINS else Path(os.path.relpath(picture, project))
                ET.SubElement(case, "system-out").text = f"[[ATTACHMENT|{path.as_posix()}]]"
        file.parent.mkdir(parents=True, exist_ok=True)
        root = ET.Element("testsuites")
        root.append(suite)
        write_whole(file, ET.tostring(root, "utf-8", xml_declaration=True))

    def markdown(self) -> str:
        """A summary in Markdown: what failed of what cause, and which waits were slow."""
        return "\n".join(self._markdown()) + "\n"

    def _markdown(self) -> Iterator[str]:
        yield f"## {_plain(self.run.name)}\n\n{self.run.summary}, in {self.run.seconds:.0f} s\n"
        for group in self.run.groups():
            yield f"### {_plain(str(group))}\n"
            for test in group.tests[:_MOST_TOLD]:
                first = test.message.split("\n", 1)[0]
                before = self.past[test.name].told if test.name in self.past else ""
                yield f"- **{_plain(test.name)}**: {_plain(first)}{f' ({before})' if before else ''}"
            if len(group.tests) > _MOST_TOLD:
                yield f"- and {len(group.tests) - _MOST_TOLD} more"
            yield ""
        if self.run.waits:
            yield "| Slowest waits | |\n| --- | ---: |"
            yield from (f"| {_plain(wait.keyword)} | {wait.seconds:.1f} s |" for wait in self.run.waits[:5])
        if defects := defects_seen(self.templates):
            yield "\n### Known defects on the screen\n"
            yield from (f"- {_plain(told)}" for told in defects)

    def write_events(self, file: Path, films: Iterable[Film]) -> None:
        """Writes what happened, one JSON object a line.

        Args:
            file: The file.
            films: The films of the run.
        """
        lines = [
            {"event": "test", "test": test.name, "status": test.status, "message": test.message, "cause": test.cause}
            if test.failed
            else {"event": "test", "test": test.name, "status": test.status}
            for test in self.run.tests
        ]
        for film in films:
            happened: list[Still | Step | Note] = [*film.stills, *film.steps, *film.notes]
            lines += [
                {"event": _KINDS[type(item)], "test": film.title, **asdict(item)}
                for item in sorted(happened, key=lambda item: item.at)
            ]
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode())


def films_in(folder: Path) -> list[tuple[Film, Path]]:
    """The films that are in a folder or below it, each with the folder of its pictures.

    Args:
        folder: The folder.
    """
    return [(Film.read(file), file.parent) for file in sorted(folder.rglob(f"*{SUFFIX}"))]


def _case(suite: ET.Element, test: EndedTest) -> ET.Element:
    above, _, name = test.name.rpartition(".")
    case = ET.SubElement(suite, "testcase", classname=_xml(above), name=_xml(name), time=f"{test.seconds:.3f}")
    if test.failed:
        ET.SubElement(case, "failure", message=_xml(test.message.split("\n", 1)[0])).text = _xml(test.message)
    elif test.status == "SKIP":
        ET.SubElement(case, "skipped", message=_xml(test.message))
    return case


def _composed(test: EndedTest, file: Path) -> Path | None:
    """One picture of a failure; None if nothing is shown of it."""
    shown = next((item for item in test.shown if item.screen is not None and item.screen.is_file()), None)
    if shown is None or shown.screen is None:
        return None
    parts = [(name, _frame(part)) for name, part in shown.parts if part.is_file()]
    picture = poster(test.message, _frame(shown.screen), parts)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, compact_png(picture).data)
    except OSError as error:
        raise ConfigurationError(f"The picture '{file}' cannot be saved: {error.strerror}.") from error
    return file


def _frame(file: Path) -> Frame:
    return Frame.read(png_of(file.read_bytes()))


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _plain(text: str) -> str:
    """A text that Markdown takes as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
