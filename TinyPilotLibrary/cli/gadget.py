"""`tinypilot gadget`: makes this machine a USB keyboard and mouse for the one at the other end of the cable."""

from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.devices.gadget.configfs import NAME, Gadget
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, FULL_KEYBOARD, KEYBOARD, RELATIVE_MOUSE

gadget = typer.Typer(help="Make this machine a USB keyboard and mouse for another one.", no_args_is_help=True)
app.add_typer(gadget, name="gadget")

NameOption = Annotated[str, typer.Option(help="The gadget's folder in configfs.")]


@gadget.command()
def up(
    name: NameOption = NAME,
    udc: Annotated[str | None, typer.Option(help="The USB device controller, if there are several.")] = None,
    group: Annotated[
        str | None, typer.Option(help="The group that may use the nodes; by default only root may.")
    ] = None,
    *,
    all_keys: Annotated[
        bool, typer.Option("--all-keys", help="Also declare the keys that TinyPilot's descriptor lacks.")
    ] = False,
    relative_mouse: Annotated[
        bool, typer.Option("--relative-mouse", help="Add a relative mouse, for firmware that ignores absolute ones.")
    ] = False,
    media: Annotated[
        bool, typer.Option("--media", help="Add a CD drive and a slot for a stick, for Insert Medium.")
    ] = False,
    remote_wakeup: Annotated[
        bool, typer.Option("--remote-wakeup", help="Declare that the gadget can wake its host.")
    ] = False,
) -> None:
    """Create the gadget, as root, by default with TinyPilot's descriptors. Does nothing if it exists already."""
    functions = [FULL_KEYBOARD if all_keys else KEYBOARD, ABSOLUTE_MOUSE]
    if relative_mouse:
        functions.append(RELATIVE_MOUSE)
    made = Gadget(functions, name, remote_wakeup=remote_wakeup, media=media)
    console.print("The gadget is up." if made.up(udc, group) else "The gadget was up already.")
    for function, node in made.nodes().items():
        console.print(f"  {node}  {function}")


@gadget.command()
def down(name: NameOption = NAME) -> None:
    """Remove the gadget, as root. Does nothing if there is none."""
    console.print("The gadget is removed." if Gadget([], name).down() else f"There is no gadget '{name}'.")


@gadget.command()
def status() -> None:
    """Show the gadgets of this machine and the states of their hosts. The exit code is 1 if there is none."""
    found = list(Gadget([]).statuses())
    for item in found:
        bound = f"at {item.controller}, {item.state}" if item.controller else "not bound"
        console.print(f"{item.name}: {bound}", markup=False)
        for function, node in item.nodes.items():
            console.print(f"  {node}  {function}", markup=False)
    if not found:
        console.print("There is no gadget. 'sudo tinypilot gadget up' makes one.")
        raise typer.Exit(1)
