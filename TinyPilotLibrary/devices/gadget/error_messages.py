"""What the kernel says about a HID node, as sentences: what was wanted, what was seen, what to do."""

import errno

from TinyPilotLibrary.errors import DeviceUnreachable


def cannot_open(path: str, what: str, error: OSError) -> DeviceUnreachable:
    """The node cannot be opened."""
    told = {
        errno.ENOENT: f"There is no '{path}': this machine has no USB gadget with a {what}, or it is not bound to a "
        "controller. 'sudo tinypilot gadget up' makes it, 'tinypilot gadget status' tells what is there.",
        errno.EACCES: f"No permission to use the {what} '{path}'. Its owner and group may: 'sudo tinypilot gadget up "
        "--group NAME' gives it to a group of yours.",
        errno.ENOTTY: f"'{path}' is an ordinary file and not a {what}: some program wrote there when there was no "
        f"gadget. Delete it (rm {path}), then make the gadget with 'sudo tinypilot gadget up'.",
    }
    gone = (
        f"The gadget behind '{path}' is gone, only its node was left. 'sudo tinypilot gadget up' makes a {what} anew."
    )
    told |= {errno.ENXIO: gone, errno.ENODEV: gone}
    told[errno.EPERM] = told[errno.EACCES]
    sentence = told.get(error.errno or 0, f"The {what} '{path}' cannot be opened: {error.strerror}.")
    return DeviceUnreachable(sentence)


def unplugged(path: str, what: str, controllers: str) -> str:
    """The host does not use the gadget."""
    return (
        f"The {what} '{path}' could not reach the target: it is not connected as a USB {what} ({controllers}). Is the "
        "cable plugged in, and the target on?"
    )


def suspended(path: str, what: str) -> str:
    """The host sleeps."""
    return (
        f"The {what} '{path}' could not reach the target: it has put the USB {what} to sleep. Wake the target up, or "
        "switch off USB power saving there."
    )


def not_fetched(path: str, what: str, deadline: float) -> str:
    """The host is connected but does not ask."""
    hint = "its firmware or system may not use it yet" if what == "keyboard" else "no program there uses a mouse"
    return (
        f"The target is connected but did not fetch the report of the {what} '{path}' within {deadline:g} s: {hint}. "
        "Nothing stays pressed."
    )


def removed(path: str, what: str) -> str:
    """The gadget was removed or unbound while it was in use."""
    return (
        f"The {what} '{path}' has vanished: its gadget was removed or unbound from the controller. 'sudo tinypilot "
        "gadget up' makes it anew; a device that is open goes on with it."
    )


def clipped(path: str, what: str, wanted: int, taken: int) -> str:
    """The gadget's reports have another length."""
    return (
        f"The {what} '{path}' takes reports of {taken} bytes and not of {wanted}: that gadget has another layout. "
        "Is it another function's node? 'sudo tinypilot gadget up' makes a gadget with TinyPilot's layout."
    )


def other(path: str, what: str, error: OSError) -> str:
    """Anything else."""
    return f"The {what} '{path}' did not take the report: {error.strerror}."
