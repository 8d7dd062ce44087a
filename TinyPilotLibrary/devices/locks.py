"""Caps Lock and typed text: with the lock on, upper and lower case are swapped on the target."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, HasLeds
from TinyPilotLibrary.errors import DeviceError, InputNotDelivered
from TinyPilotLibrary.hid.keystrokes import Keystroke

# Linux answers within milliseconds, a busy or small target when it gets round to it.
_LED_TIMEOUT = 5.0
_POLL = 0.01
#: The key that toggles Caps Lock on most layouts.
CAPS_LOCK = Keystroke("CapsLock")


@contextmanager
def caps_lock_off(device: Device, key: Keystroke = CAPS_LOCK) -> Iterator[None]:
    """Switches Caps Lock off while text is typed, and on again if it was on, if the device can read its LED.

    Args:
        device: The device.
        key: The key that toggles it on the target's keyboard layout.

    Raises:
        InputNotDelivered: If it is on and the key does not switch it off; nothing was typed.

    ```python
    with caps_lock_off(device):
        device.type(US.keystrokes("root"))
    ```
    """
    able = capability_of(device, HasLeds)
    if able is None or not _is_on(able):
        yield
        return
    _press(device, able, key, on=False)
    try:
        yield
    except BaseException:
        with suppress(DeviceError):
            _press(device, able, key, on=True)
        raise
    _press(device, able, key, on=True)


def _is_on(able: HasLeds) -> bool:
    # An LED that was never reported is off.
    with suppress(DeviceError):
        return able.leds().caps_lock
    return False


def _press(device: Device, able: HasLeds, key: Keystroke, *, on: bool) -> None:
    device.type([key])
    until = time.monotonic() + _LED_TIMEOUT
    while _is_on(able) != on:
        if time.monotonic() > until:
            was, wanted = ("off", "on") if on else ("on", "off")
            raise InputNotDelivered(
                f"Caps Lock is {was} on the target of '{device.name}', and the key CapsLock does not switch it "
                f"{wanted}: text would be typed with upper and lower case swapped. Switch it there, or check whether "
                "its keyboard layout uses that key for something else."
            )
        time.sleep(_POLL)
