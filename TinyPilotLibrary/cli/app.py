"""The application that commands belong to, and its consoles."""

import typer
from rich.console import Console

from TinyPilotLibrary.cli.on_demand import CommandsOnDemand

app = typer.Typer(
    name="tinypilot",
    cls=CommandsOnDemand,
    help="Test what runs before, beneath and outside an operating system, through a KVM device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
