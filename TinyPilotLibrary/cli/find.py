"""`tinypilot find`: looks for templates, needles and texts in stored pictures, before a suite trusts them."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand

from TinyPilotLibrary.cli.app import app, errors
from TinyPilotLibrary.cli.looking import (
    ExactOption,
    FontsOption,
    LanguagesOption,
    RegionOption,
    ScaleOption,
    StateOption,
    TemplatesOption,
)
from TinyPilotLibrary.cli.stored_frames import FrameErrors, stored_frame
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.text.ocr import Script
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.drawing.marks import marks_of
from TinyPilotLibrary.vision.drawing.sheet import Sheet
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

_FRAMES = "--in"
_PICTURES = (".png", ".jpg", ".jpeg")
# A row is one line, however long its reason is.
_TABLES = Console(highlight=False, width=10_000)


class _ManyFrames(TyperCommand):
    """A command whose option `--in` takes all names up to the next option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - click's or typer's own, by version
        """Reads the arguments."""
        return super().parse_args(ctx, list(_each_after_option(args)))


def _each_after_option(args: Iterable[str]) -> Iterator[str]:
    within = follows = False
    for arg in args:
        if arg.startswith("-"):
            within = follows = arg == _FRAMES
        elif within and not follows:
            yield _FRAMES
        else:
            follows = False
        yield arg


@dataclass(frozen=True)
class Finding:
    """The result of one search: the best place or, if nothing was found, the closest one."""

    frame: str
    locator: str
    found: bool
    score: float
    x: int | None
    y: int | None
    width: int | None
    height: int | None
    reason: str | None

    @classmethod
    def of(cls, file: Path, outcome: Match | Miss) -> "Finding":
        """The result of searching one frame for one locator.

        Args:
            file: The frame's file.
            outcome: The match or the miss.

        Returns:
            The finding. A miss is diagnosed here, which takes longer than the search.
        """
        found = isinstance(outcome, Match)
        reason = outcome.reason if isinstance(outcome, Miss) else None
        score = round(outcome.score, 4)
        if outcome.region is None:
            return cls(str(file), outcome.locator, found, score, None, None, None, None, reason)
        x, y, width, height = (int(value) for value in outcome.region)
        return cls(str(file), outcome.locator, found, score, x, y, width, height, reason)


@app.command(cls=_ManyFrames)
def find(
    locators: Annotated[
        list[str],
        typer.Argument(metavar="LOCATOR...", help="Templates, folders of them, tag:NAME, text:TEXT or re:REGEX."),
    ],
    frames: Annotated[
        list[Path], typer.Option(_FRAMES, metavar="FRAME...", help="Stored pictures of screens; several may follow.")
    ],
    templates: TemplatesOption = None,
    region: RegionOption = None,
    threshold: Annotated[
        float, typer.Option(help="The lowest score at which a template counts as found.")
    ] = DEFAULT_THRESHOLD,
    scale: ScaleOption = 1.0,
    exact: ExactOption = None,
    state: StateOption = None,
    fonts: FontsOption = None,
    languages: LanguagesOption = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the frames with boxes around the results.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Look for templates, needles and texts in stored pictures.

    The exit code is 1 if something is missing in one, or if one cannot be read; the others are searched all the same.
    """
    if picture and picture.suffix.lower() not in _PICTURES:
        raise ConfigurationError(f"The picture '{picture}' must be a {' or '.join(_PICTURES)} file.")
    folders = templates or [Path(), Path("templates")]
    catalog = TemplateCatalog()
    resolved = catalog.find([Locator.parse(locator) for locator in locators], folders, scale)
    for sentence in catalog.unreported(resolved):
        errors.print(f"Skipped: {sentence}", markup=False)
    how = ReadOptions(ScreenReader(fonts=fonts or (), languages=languages or (Script.LATIN,)), exact=exact, state=state)
    look = Look(resolved, Region.parse(region) if region else None, threshold, how)
    findings: list[Finding] = []
    frame_errors = FrameErrors()
    sheet = Sheet(len(frames))
    # Diagnosing a miss takes longer than the search: it is done in one thread per processor.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for file in frames:
            with frame_errors.of(file):
                # Each frame is decoded once, for all locators.
                frame = stored_frame(file)
                outcomes = look.outcomes(frame)
                seen = list(pool.map(partial(Finding.of, file), outcomes))
                findings += seen
                if as_json:
                    typer.echo("\n".join(json.dumps(asdict(finding), ensure_ascii=False) for finding in seen))
                if picture:
                    sheet.add(frame, marks_of(outcomes))
    if findings and not as_json:
        _TABLES.print(_table(findings))
    if findings and picture:
        _save(sheet.picture(), picture)
    raise typer.Exit(1 if frame_errors or not all(finding.found for finding in findings) else 0)


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(
        "Frame", "Locator", "Found", "Score", "Place", "Reason", box=None, header_style="bold", pad_edge=False
    )
    for item in findings:
        place = f"{item.x},{item.y},{item.width},{item.height}" if item.x is not None else ""
        found = "[green]yes[/]" if item.found else "[bold red]NO[/]"
        table.add_row(
            Text(item.frame),
            Text(item.locator),
            found,
            f"{item.score:.3f}",
            place,
            Text(item.reason or ""),
        )
    return table


def _save(frame: Frame, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, frame.png() if file.suffix.lower() == ".png" else frame.jpeg())
