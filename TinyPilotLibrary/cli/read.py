"""`tinypilot read`: reads the text of stored pictures, as the keywords read it from a screen."""

import json
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app
from TinyPilotLibrary.cli.looking import LanguagesOption
from TinyPilotLibrary.cli.stored_frames import FrameErrors, stored_frame
from TinyPilotLibrary.text.ocr import OcrChoice, Script
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.geometry import Region


@app.command()
def read(
    frames: Annotated[list[Path], typer.Argument(metavar="FRAME...", help="Stored pictures of screens.")],
    region: Annotated[str | None, typer.Option(help="Which part to read: left,top,width,height.")] = None,
    ocr: Annotated[
        OcrChoice, typer.Option(help="The engine for text that is not in character cells.")
    ] = OcrChoice.AUTO,
    fonts: Annotated[
        list[Path] | None,
        typer.Option("--font", metavar="FILE", help="A PSF file with the font of a console; repeatable."),
    ] = None,
    languages: LanguagesOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Read the text of stored pictures. The exit code is 1 if one of them could not be read."""
    reader = ScreenReader(ocr, fonts=fonts or (), languages=languages or (Script.LATIN,))
    area = Region.parse(region) if region else None
    frame_errors = FrameErrors()
    for file in frames:
        with frame_errors.of(file):
            page = reader.read(stored_frame(file), area)
            if page.error:
                frame_errors.tell(file, page.error)
            elif as_json:
                typer.echo(json.dumps(_described(file, page), ensure_ascii=False))
            else:
                typer.echo(f"{file}:\n{page.text}\n" if len(frames) > 1 else page.text)
    raise typer.Exit(1 if frame_errors else 0)


def _described(file: Path, page: Page) -> dict[str, object]:
    selected = page.find_selected()
    lines = [
        _described_line(line, selected if selected and line.box.overlaps(selected.box) else None) for line in page.lines
    ]
    return {
        "frame": str(file),
        "reader": page.reader,
        "columns": page.columns,
        "rows": page.rows,
        "text": page.text,
        "lines": lines,
    }


def _described_line(line: Line, selected: Line | None) -> dict[str, object]:
    return {
        "text": line.text,
        "box": [int(value) for value in line.box],
        "colors": [
            {"text": run.text, "column": run.column, "ink": run.ink, "ground": run.ground} for run in line.find_runs()
        ],
        # What of it is selected: of a row with several columns it may be one of them.
        "selected": selected.text if selected else None,
    }
