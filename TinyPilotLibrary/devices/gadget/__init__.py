"""The device that this program runs on: its USB gadget and capture, without a server in between."""

from TinyPilotLibrary.devices.capture import open_capture
from TinyPilotLibrary.devices.claims import Claim
from TinyPilotLibrary.devices.gadget.gadget_device import GadgetDevice
from TinyPilotLibrary.devices.gadget.gadget_options import DEADLINE, KEYBOARD_NODE, GadgetSettings
from TinyPilotLibrary.errors import ConfigurationError

__all__ = ["GadgetDevice", "GadgetSettings", "open_gadget"]


def open_gadget(
    url: str,
    *,
    keyboard: object = KEYBOARD_NODE,
    mouse: object = None,
    pointer: object = "absolute",
    press_time: object = 0.0,
    gap: object = 0.0,
    deadline: object = DEADLINE,
    screen: object = None,
    video: object = None,
    frozen_after: object = 3.0,
    blank_is_no_signal: object = "auto",
    wait_for_device: object = 0.0,
    take_over: object = False,
) -> GadgetDevice:
    """Opens the USB gadget of this machine. Keys that an earlier run left pressed are released.

    Args:
        url: `gadget:`.
        keyboard: The keyboard's node.
        mouse: The pointer's node: `/dev/hidg1` if not given, `/dev/hidg2` for a relative mouse.
        pointer: `absolute`, or `relative` for firmware that ignores absolute pointers.
        press_time: The shortest time that a key is down. Keys are sent as fast as the target polls; some firmware polls
            so slowly that it misses short key presses.
        gap: The shortest time between two keys.
        deadline: How long the target may take to fetch a report.
        screen: The size of the target's screen for a relative mouse, such as 1024x768; detected if not given.
        video: Where the picture comes from, such as `http://127.0.0.1:48001`; searched for if not given.
        frozen_after: How old a picture may be before its source is considered frozen.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected.
        wait_for_device: How long to wait in line if another process of this machine uses it.
        take_over: Whether to take it from the other process.

    Returns:
        The device.

    Raises:
        ConfigurationError: If an option is wrong. A missing gadget is reported on first use.

    ```python
    device = open_device("gadget:?press_time=20ms&pointer=relative")
    ```

    The nodes are those of the kernel's HID gadget (drivers/usb/gadget/function/f_hid.c); reports are TinyPilot's.
    """
    if url != "gadget:":
        raise ConfigurationError(f"The gadget has no address: write 'gadget:', not {url!r}.")
    settings = GadgetSettings.read(keyboard, mouse, pointer, press_time, gap, deadline, screen)
    capture = open_capture(video, frozen_after=frozen_after, blank_is_no_signal=blank_is_no_signal)
    return GadgetDevice(settings, capture, claim=Claim.of_options(wait_for_device, take_over))
