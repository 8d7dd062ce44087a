"""The built-in virtual computer: a machine to try suites and keywords on, without hardware or other programs."""

from TinyPilotLibrary.devices.options import seconds, whole_number
from TinyPilotLibrary.devices.virtual.computer import VirtualComputer
from TinyPilotLibrary.devices.virtual.faults import Fault
from TinyPilotLibrary.devices.virtual.stored_settings import Settings
from TinyPilotLibrary.devices.virtual.virtual_device import VirtualDevice
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.vision.geometry import Size

__all__ = ["Fault", "VirtualComputer", "VirtualDevice", "open_virtual"]

# As in the firmware of real machines, where the maximum means to wait forever.
_LONGEST_PROMPT = 65535
_RESOLUTIONS = {str(size): size for size in (Size(1024, 768), Size(1920, 1080))}


def open_virtual(
    url: str,
    *,
    graphics: object = "1024x768",
    quality: object = 80,
    setup_prompt: object = "0s",
    system_layout: object = "us",
) -> VirtualDevice:
    """Opens a virtual computer of its own, switched on.

    Args:
        url: `virtual:`.
        graphics: The desktop's resolution: `1024x768` or `1920x1080`.
        quality: Quality of the JPEG frames, 1 to 100.
        setup_prompt: How long its firmware waits for F2 or F12 after its test: `10m`, or seconds.
        system_layout: The keyboard layout of its operating system; its firmware uses the US layout.

    Returns:
        The device.

    Raises:
        ConfigurationError: If an option is wrong.
        InputError: If the layout is unknown.

    ```python
    device = open_device("virtual:?graphics=1920x1080")
    ```
    """
    if url != "virtual:":
        raise ConfigurationError(f"The virtual computer has no address: write 'virtual:', not {url!r}.")
    size = _RESOLUTIONS.get(str(graphics))
    if size is None:
        raise ConfigurationError(f"The option 'graphics' must be one of {', '.join(_RESOLUTIONS)}, got {graphics!r}.")
    prompt = round(seconds("setup_prompt", setup_prompt))
    if prompt > _LONGEST_PROMPT:
        raise ConfigurationError(
            f"The option 'setup_prompt' must be at most {_LONGEST_PROMPT} seconds, got {setup_prompt!r}."
        )
    layout = find_layout(str(system_layout))
    computer = VirtualComputer(size, settings=Settings(setup_prompt=prompt), layout=layout)
    return VirtualDevice(computer, whole_number("quality", quality, 1, 100))
