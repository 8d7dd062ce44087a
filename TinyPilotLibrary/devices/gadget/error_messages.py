"""What the kernel says about a HID node, as sentences: what was wanted, what was seen, what to do."""

import errno
from dataclasses import dataclass

from TinyPilotLibrary.errors import DeviceUnreachable


@dataclass(frozen=True)
class NodeMessages:
    """What is said of one node.

    Args:
        path: The node.
        what: What it is: `keyboard` or `mouse`.
    """

    path: str
    what: str

    def cannot_open(self, error: OSError) -> DeviceUnreachable:
        """The node cannot be opened."""
        told = {
            errno.ENOENT: f"There is no '{self.path}': this machine has no USB gadget with a {self.what}, or it is "
            "not bound to a controller. 'sudo tinypilot gadget up' makes it, 'tinypilot gadget status' tells what is "
            "there.",
            errno.EACCES: f"No permission to use the {self.what} '{self.path}'. Its owner and group may: 'sudo "
            "tinypilot gadget up --group NAME' gives it to a group of yours.",
            errno.ENOTTY: f"'{self.path}' is an ordinary file and not a {self.what}: some program wrote there when "
            f"there was no gadget. Delete it (rm {self.path}), then make the gadget with 'sudo tinypilot gadget up'.",
        }
        gone = (
            f"The gadget behind '{self.path}' is gone, only its node was left. 'sudo tinypilot gadget up' makes a "
            f"{self.what} anew."
        )
        told |= {errno.ENXIO: gone, errno.ENODEV: gone}
        told[errno.EPERM] = told[errno.EACCES]
        sentence = told.get(error.errno or 0, f"{self._node} cannot be opened: {error.strerror}.")
        return DeviceUnreachable(sentence)

    def unplugged(self, controllers: str) -> str:
        """The host does not use the gadget."""
        return (
            f"{self._node} could not reach the target: it is not connected as a USB {self.what} ({controllers}). Is "
            "the cable plugged in, and the target on?"
        )

    def suspended(self) -> str:
        """The host sleeps."""
        return (
            f"{self._node} could not reach the target: it has put the USB {self.what} to sleep. Wake the target up, or "
            "switch off USB power saving there."
        )

    def not_fetched(self, deadline: float) -> str:
        """The host is connected but does not ask."""
        hint = (
            "its firmware or system may not use it yet" if self.what == "keyboard" else "no program there uses a mouse"
        )
        return (
            f"The target is connected but did not fetch the report of the {self.what} '{self.path}' within "
            f"{deadline:g} s: {hint}. Nothing stays pressed."
        )

    def removed(self) -> str:
        """The gadget was removed or unbound while it was in use."""
        return (
            f"{self._node} has vanished: its gadget was removed or unbound from the controller. 'sudo tinypilot "
            "gadget up' makes it anew; a device that is open goes on with it."
        )

    def clipped(self, wanted: int, taken: int) -> str:
        """The gadget's reports have another length.

        Args:
            wanted: How long its reports should be, in bytes.
            taken: How many bytes it took.
        """
        return (
            f"{self._node} takes reports of {taken} bytes and not of {wanted}: that gadget has another layout. "
            "Is it another function's node? 'sudo tinypilot gadget up' makes a gadget with TinyPilot's layout."
        )

    def other(self, error: OSError) -> str:
        """Anything else."""
        return f"{self._node} did not take the report: {error.strerror}."

    @property
    def _node(self) -> str:
        return f"The {self.what} '{self.path}'"
