"""`tinypilot stands` and `tinypilot check`: the stands of a lab at a glance, and what is wrong with one of them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import duration
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.session.checkup import Verdict, check_up
from TinyPilotLibrary.session.stands import FILE_NAME, find_file, read_stands
from TinyPilotLibrary.session.survey import Look, survey

_COLUMNS = ("stand", "reachable", "signal", "screen", "latency", "software", "in use by")
_STYLES = {Verdict.GOOD: "green", Verdict.BAD: "bold red"}


@app.command()
def stands(
    *,
    timeout: Annotated[str, typer.Option(help="How long to wait for all of them.")] = "10s",
) -> None:
    """List the stands of devices.toml: reachable, signal, screen, latency, software, and who has each."""
    limit = duration("timeout", timeout).total_seconds()
    file = find_file(Path.cwd())
    if file is None:
        raise ConfigurationError(f"There is no {FILE_NAME} here or in a folder above.")
    seen = survey(read_stands(file).values(), limit)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        table.add_column(column, no_wrap=column != "in use by")
    for look in seen:
        table.add_row(*_row(look))
    console.print(table, markup=False)
    for look in seen:
        if look.problem:
            console.print(f"{look.name}: {look.problem}", markup=False)
    if not all(look.reachable for look in seen):
        raise typer.Exit(1)


@app.command()
@gathered
def check(at: Opening) -> None:
    """Tell step by step what is wrong with a stand, and what to do. It presses Shift once on the target."""
    stand = at.stand
    bad = False
    with at.opened() as device:
        for step in check_up(stand, device):
            console.print(f"{step.name + ':':10}", end="")
            console.print(step.verdict.value, style=_STYLES.get(step.verdict), end="")
            console.print(f"  {step.told}" if step.told else "", markup=False)
            if step.advice:
                console.print(f"{'':10}{step.advice}", markup=False)
            bad = bad or step.verdict is Verdict.BAD
    if bad:
        raise typer.Exit(1)


def _row(look: Look) -> tuple[str, ...]:
    latency = "" if look.latency is None else f"{look.latency * 1000:.0f} ms"
    size = f"{look.size.width}x{look.size.height}" if look.size else ""
    signal = "" if not look.reachable else "yes" if look.size else "in use" if not look.problem else "no"
    return (
        look.name,
        "yes" if look.reachable else "no",
        signal,
        size,
        latency,
        look.version or "",
        look.holder or "",
    )
