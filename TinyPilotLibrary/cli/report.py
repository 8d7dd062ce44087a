"""`tinypilot report`, `trace`, `film` and `collect`: what is made of the results of runs."""

from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.collecting import collect as collect_results
from TinyPilotLibrary.evidence.film import SUFFIX, Film
from TinyPilotLibrary.evidence.film_picture import write_film_picture
from TinyPilotLibrary.evidence.report_files import CiSystem, films_in
from TinyPilotLibrary.evidence.reporting import write_report
from TinyPilotLibrary.evidence.trace import write_trace

_ResultsArgument = Annotated[
    Path, typer.Argument(metavar="OUTPUT_DIR", help="The output folder of a run, or its output.xml.")
]


@app.command()
def report(
    results: _ResultsArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the report; report in the output folder.")
    ] = None,
    single_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write one HTML file with the pictures inside.")
    ] = None,
    history: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="The results of an earlier run; repeatable.")
    ] = None,
    ci: Annotated[CiSystem | None, typer.Option(help="Who reads junit.xml; found out if not given.")] = None,
) -> None:
    """Tell what failed in a run, by its cause, with pictures.

    Writes index.html with its pictures (no scripts, no inline styles), junit.xml with one picture of each failure,
    summary.md for $GITHUB_STEP_SUMMARY, and events.jsonl.
    """
    written = write_report(results, output, single_file, history or (), ci)
    console.print(written.run.summary)
    for group in written.run.groups():
        console.print(f"  {group}", markup=False)
    console.print(f"Report: {written.page}", markup=False)


@app.command()
def trace(
    results: _ResultsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The zip file.")] = Path("trace.zip"),
    test: Annotated[str | None, typer.Option(help="Only tests with this in their name.")] = None,
) -> None:
    """Make a trace for Playwright's viewer of the films of a run: npx playwright show-trace FILE."""
    films = films_in(results if results.is_dir() else results.parent)
    wanted = [(film, folder) for film, folder in films if test is None or test.lower() in film.title.lower()]
    write_trace(wanted, output)
    console.print(f"{output}: {len(wanted)} test{'' if len(wanted) == 1 else 's'}", markup=False)


@app.command()
def film(
    results: Annotated[
        Path, typer.Argument(metavar="FILM", help="A film (its page or its .film.json), or the output folder of a run.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The animated picture; .webp or .gif.")
    ] = Path("film.webp"),
    test: Annotated[str | None, typer.Option(help="The test with this in its name.")] = None,
) -> None:
    """Make an animated picture of a film, for a ticket."""
    told, folder = _one_film(results, test)
    write_film_picture(told, folder, output)
    console.print(f"{output}: {len(told.stills)} pictures of {told.title or 'a recording'}", markup=False)


def _one_film(place: Path, test: str | None) -> tuple[Film, Path]:
    if place.suffix in {".json", ".html"}:
        file = place.with_suffix(SUFFIX) if place.suffix == ".html" else place
        return Film.read(file), file.parent
    films = [item for item in films_in(place) if test is None or test.lower() in item[0].title.lower()]
    if len(films) == 1:
        return films[0]
    titles = "".join(f"\n    {item.title or 'a recording'}" for item, _ in films)
    if not films:
        raise ConfigurationError(f"There is no film of such a test in '{place}'. Films are kept with recording=.")
    raise ConfigurationError(f"There are {len(films)} films in '{place}'; choose one with --test:{titles}")


@app.command()
def collect(
    results: Annotated[
        list[Path], typer.Argument(metavar="OUTPUT_DIR...", help="The output folders of runs, or their output.xml.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to.")],
) -> None:
    """Copy results with all that they link to into one folder, where rebot makes one log of them."""
    collected = collect_results(results, output)
    names = " ".join(map(str, collected.outputs))
    console.print(f"{collected.files} files. Now: rebot --outputdir {output} {names}", markup=False)
