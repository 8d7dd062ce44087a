"""The commands by name. What they need is imported when one of them is used, so that help is there at once."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup

# Name: its module in this folder, and the first sentence of its help.
_COMMANDS = {
    "demo": ("demo", "Run a suite on the built-in virtual computer, over HTTP, and write its log.html."),
    "find": ("find", "Look for templates, needles and texts in stored pictures."),
    "read": ("read", "Read the text of stored pictures."),
    "report": ("report", "Tell what failed in a run, by its cause, with pictures."),
    "collect": (
        "report",
        "Copy results with all that they link to into one folder, where rebot makes one log of them.",
    ),
    "film": ("report", "Make an animated picture of a film, for a ticket."),
    "trace": (
        "report",
        "Make a trace for Playwright's viewer of the films of a run: npx playwright show-trace FILE.",
    ),
    "serve": ("serve", "Serve TinyPilot's REST API in front of a device."),
    "watch": ("watch", "Show the device's screen in the terminal, as long as you like."),
    "studio": ("studio", "Show a device in the browser: its screen, keyboard and mouse."),
    "stands": (
        "stands",
        "List the stands of devices.toml: reachable, signal, screen, latency, software, and who has each.",
    ),
    "check": ("stands", "Tell step by step what is wrong with a stand, and what to do."),
    "screenshot": ("use", "Save the device's screen as a picture."),
    "type": ("use", "Type text on the target."),
    "power": ("use", "Switch the target on or off, or reset it."),
    "press": ("keys", "Press keys on the target."),
    "hold": ("keys", "Hold keys down on the target, all at once, and release them."),
    "click": ("mouse", "Wait for something on the target's screen and click it."),
    "move": ("mouse", "Wait for something on the target's screen and move the mouse to it."),
    "wait": ("wait", "Wait until the target's screen shows something, or no longer does."),
    "gadget": ("gadget", "Make this machine a USB keyboard and mouse for another one."),
}


class CommandsOnDemand(TyperGroup):
    """The application's commands: those that were not imported yet are listed, and imported when one uses them."""

    def __init__(self, *, commands: Mapping[str, Any] | None = None, **attributes: Any) -> None:  # noqa: ANN401 - typer's
        listed = {name: _Listed(name, module, summary) for name, (module, summary) in _COMMANDS.items()}
        super().__init__(commands={**listed, **(commands or {})}, **attributes)


class _Listed(TyperCommand):
    """A command whose module is not imported yet."""

    def __init__(self, name: str, module: str, summary: str) -> None:
        super().__init__(name, callback=None, help=summary)
        self._path = f"{__package__}.{module}", name

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401
        """Imports the command, which from here on takes its place."""
        module, name = self._path
        app = import_module(module).app
        return typer.main.get_group(app).commands[name].make_context(info_name, args, parent, **extra)
