"""The kernel's errors of a HID node as messages: what was wanted, what was seen, what to do."""

import errno
from dataclasses import dataclass

from TinyPilotLibrary.errors import DeviceUnreachable


@dataclass(frozen=True)
class NodeMessages:
    """The messages about one node.

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
            "not bound to a controller. 'sudo tinypilot gadget up' creates it; 'tinypilot gadget status' shows what "
            "there is.",
            errno.EACCES: f"No permission to use the {self.what} '{self.path}': only its owner and group may. 'sudo "
            "tinypilot gadget up --group NAME' gives it to one of your groups.",
            errno.ENOTTY: f"'{self.path}' is an ordinary file, not a {self.what}: a program wrote to it when there was "
            f"no gadget. Delete it (rm {self.path}), then create the gadget with 'sudo tinypilot gadget up'.",
        }
        gone = (
            f"The gadget behind '{self.path}' is gone; only its node is left. 'sudo tinypilot gadget up' creates the "
            f"{self.what} again."
        )
        told |= {errno.ENXIO: gone, errno.ENODEV: gone}
        told[errno.EPERM] = told[errno.EACCES]
        sentence = told.get(error.errno or 0, f"{self._node} cannot be opened: {error.strerror}.")
        return DeviceUnreachable(sentence)

    def unplugged(self, controllers: str) -> str:
        """The host does not use the gadget."""
        return (
            f"{self._node} could not reach the target: it is not connected as a USB {self.what} ({controllers}). Is "
            "the cable plugged in and the target on?"
        )

    def suspended(self) -> str:
        """The host sleeps."""
        return (
            f"{self._node} could not reach the target: the target has put the USB {self.what} to sleep. Wake the "
            "target, or turn off USB power saving there."
        )

    def not_fetched(self, deadline: float) -> str:
        """The host is connected but does not fetch reports."""
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
            f"{self._node} has disappeared: its gadget was removed or unbound from the controller. 'sudo tinypilot "
            "gadget up' creates it again; a device that is open continues with it."
        )

    def clipped(self, wanted: int, taken: int) -> str:
        """The gadget's reports have a different length.

        Args:
            wanted: The required length of its reports in bytes.
            taken: The number of bytes that it accepted.
        """
        return (
            f"{self._node} accepts reports of {taken} bytes, not of {wanted}: its gadget uses a different format. "
            "Is it the node of another function? 'sudo tinypilot gadget up' creates a gadget with TinyPilot's format."
        )

    def other(self, error: OSError) -> str:
        """Any other error."""
        return f"{self._node} did not accept the report: {error.strerror}."

    @property
    def _node(self) -> str:
        return f"The {self.what} '{self.path}'"
