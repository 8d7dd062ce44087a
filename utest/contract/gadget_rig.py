"""What the contract of `gadget:` needs: a machine with a gadget, and its host, that can be told what to do."""

from typing import Protocol

from TinyPilotLibrary.devices.gadget import GadgetDevice


class GadgetRig(Protocol):
    """A gadget with its host: a model of the kernel, or the kernel itself."""

    #: The nodes.
    keyboard: str
    mouse: str
    #: A deadline that a host which fetches always keeps, in seconds.
    deadline: float
    #: How long to wait for what takes no certain time, in seconds.
    timeout: float

    def open(self, **options: object) -> GadgetDevice:
        """Opens the device with these settings; the rig closes it."""
        ...

    def keys(self, count: int) -> list[str]:
        """The first so many key events that the host got, `+KeyA` down and `-KeyA` up; waits for them, but not long.

        What comes too much is told too.
        """
        ...

    def has_keys(self) -> bool:
        """Whether the host got any key event yet."""
        ...

    def pointer(self, count: int) -> list[str]:
        """The first so many pointer events: `+left`, `-left`, `x 16384`, `wheel 1`."""
        ...

    def pressed(self) -> set[str]:
        """What is down at the host, keys and buttons, once nothing happens any more."""
        ...

    def forget(self) -> None:
        """Forgets the events so far."""
        ...

    def leave_pressed(self, report: bytes) -> None:
        """Leaves keys pressed as a program does that was killed."""
        ...

    def set_leds(self, bits: int) -> None:
        """The host sets the keyboard's lights: 1 Num, 2 Caps, 4 Scroll."""
        ...

    def unplug(self) -> None:
        """The cable is pulled."""
        ...

    def replug(self) -> None:
        """The cable is put in again; returns when the host uses the gadget."""
        ...

    def unconfigure(self) -> None:
        """The host is connected and does not use the gadget."""
        ...

    def configure(self) -> None:
        """The host uses the gadget again."""
        ...

    def ignore(self) -> None:
        """The host does not fetch reports any more."""
        ...

    def attend(self) -> None:
        """The host fetches reports again."""
        ...

    def sleep(self) -> None:
        """The host puts the gadget to sleep."""
        ...

    def wake(self) -> None:
        """The host wakes it up."""
        ...

    def remove(self) -> None:
        """The gadget is removed."""
        ...

    def create(self) -> None:
        """The gadget is made again; returns when the host uses it."""
        ...

    def leave_stale_node(self) -> None:
        """The gadget is unbound, but the keyboard's node is still there."""
        ...

    def leave_ordinary_file(self) -> None:
        """There is no gadget, and a program has made an ordinary file in the keyboard's place."""
        ...

    def shorten_mouse(self) -> None:
        """Another gadget, whose mouse has reports of 6 bytes."""
        ...
