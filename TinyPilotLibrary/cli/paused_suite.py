"""`tinypilot studio --run SUITE`: a suite that is paused in the browser where something is not found."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand

from TinyPilotLibrary.errors import ConfigurationError

_SUITES = {".robot", ".rst", ".rest", ".rbt"}
_RESULTS = {".xml", ".json"}


class WithRobotOptions(TyperCommand):
    """A command that leaves what comes after `--` to Robot Framework: as `args` of its context."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the same as above
        """Takes what comes before `--`.

        Args:
            ctx: The command's context; what comes behind `--` becomes its `args`.
            args: What was given behind the command's name.

        Returns:
            What comes behind `--`.
        """
        at = args.index("--") if "--" in args else len(args)
        super().parse_args(ctx, args[:at])
        ctx.args = args[at + 1 :]
        return list(ctx.args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - the same as above
        """Says that something may come there."""
        return [*super().collect_usage_pieces(ctx), "[-- ROBOT_OPTIONS]"]


def is_suite(place: Path) -> bool:
    """Whether a place is a suite, and not the results of a run.

    Args:
        place: A file or a folder.

    Raises:
        ConfigurationError: If it is neither.
    """
    if place.is_dir():
        is_run, holds_suite = (place / "output.xml").is_file(), any(place.rglob("*.robot"))
    else:
        is_run, holds_suite = (place.is_file() and place.suffix in of for of in (_RESULTS, _SUITES))
    if not is_run and not holds_suite:
        seen = "is neither" if place.exists() else "does not exist: it is neither"
        raise ConfigurationError(
            f"'{place}' {seen} a suite nor the results of a run. Give --run a .robot file or a folder of them, to run "
            "it, or a folder with an output.xml, to mend what that run has missed."
        )
    return not is_run


def run_suite(suite: Path, port: int, options: Sequence[str], refused: Mapping[str, object]) -> NoReturn:
    """Runs a suite with `on_miss=pause`, and ends with the exit code of `robot`.

    Args:
        suite: A file or a folder.
        port: The port of the page that it is paused in.
        options: Further options of `robot`.
        refused: Options of the command that a suite has no use for, with what was given.

    Raises:
        ConfigurationError: If one of them was given.
    """
    given = ", ".join(name for name, value in refused.items() if value)
    if given:
        raise ConfigurationError(
            f"'{suite}' is a suite, which names its device and its templates itself: leave out {given}. "
            "What differs may be a variable of the suite, given behind '--': -- --variable URL:rack-3"
        )
    # It takes a while to import, and other commands have no use for it.
    from robot.run import run_cli  # noqa: PLC0415

    # In this process, so that a signal comes to it, which ends the run in order.
    variables = {"ON_MISS": "pause", "STUDIO_PORT": port}
    arguments = [part for name, value in variables.items() for part in ("--variable", f"{name}:{value}")]
    raise typer.Exit(run_cli([*arguments, *options, str(suite)], exit=False))
