"""`tinypilot click` and `move`: the target's mouse, at what is seen on its screen."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import LOCATOR_HELP, Looking, library_at
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.mouse import MouseButton
from TinyPilotLibrary.vision.geometry import Point

TargetArgument = Annotated[str, typer.Argument(metavar="LOCATOR", help=f"Where. {LOCATOR_HELP}")]


class Button(Enum):
    """A button of the mouse, as it is written."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"
    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True)
class Placing:
    """Which place is meant, as commands take it."""

    offset: Annotated[str, typer.Option(help="Distance from its middle: x,y in pixels or fractions of the screen.")] = (
        "0,0"
    )
    nth: Annotated[int | None, typer.Option(help="Which of several places, row by row; the first is 1.")] = None
    nearest_to: Annotated[str | None, typer.Option(help="Of several places, the one nearest to x,y.")] = None
    click_point: Annotated[str | None, typer.Option(help="The id of the click point, if a needle has several.")] = None

    @property
    def arguments(self) -> dict[str, object]:
        """What keywords are called with."""
        return {
            "offset": Point.parse(self.offset),
            "nth": self.nth,
            "nearest_to": Point.parse(self.nearest_to) if self.nearest_to else None,
            "click_point": self.click_point,
        }


@app.command()
@gathered
def click(
    at: Opening,
    target: TargetArgument,
    look: Looking,
    place: Placing,
    button: Annotated[Button, typer.Option(help="Which button.")] = Button.LEFT,
    count: Annotated[int, typer.Option(help="How many times; 2 is a double click.")] = 1,
) -> None:
    """Wait for something on the target's screen and click it."""
    locator = Locator.parse(target)
    with library_at(at, look) as library:
        library.click(locator, button=MouseButton[button.name], count=count, **look.arguments, **place.arguments)
    console.print(f"Clicked '{locator}'.", markup=False)


@app.command()
@gathered
def move(at: Opening, target: TargetArgument, look: Looking, place: Placing) -> None:
    """Wait for something on the target's screen and move the mouse to it."""
    locator = Locator.parse(target)
    with library_at(at, look) as library:
        library.move_mouse_to(locator, **look.arguments, **place.arguments)
    console.print(f"Moved the mouse to '{locator}'.", markup=False)
