"""The built-in computer: a machine to try suites and keywords on, with no hardware and no other program."""

from TinyPilotLibrary.devices.options import whole_number
from TinyPilotLibrary.devices.virtual.computer import VirtualComputer
from TinyPilotLibrary.devices.virtual.faults import Fault
from TinyPilotLibrary.devices.virtual.virtual_device import VirtualDevice
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.vision.geometry import Size

__all__ = ["Fault", "VirtualComputer", "VirtualDevice", "open_virtual"]

_RESOLUTIONS = {str(size): size for size in (Size(1024, 768), Size(1920, 1080))}


def open_virtual(url: str, *, graphics: object = "1024x768", quality: object = 80) -> VirtualDevice:
    """Opens a virtual computer of its own, switched on.

    Args:
        url: `virtual:`.
        graphics: The desktop's resolution: `1024x768` or `1920x1080`.
        quality: Quality of the JPEG frames, 1 to 100.

    Returns:
        The device.

    Raises:
        ConfigurationError: If an option is wrong.

    ```python
    device = open_device("virtual:?graphics=1920x1080")
    ```
    """
    if url != "virtual:":
        raise ConfigurationError(f"The virtual computer has no address: write 'virtual:', not {url!r}.")
    size = _RESOLUTIONS.get(str(graphics))
    if size is None:
        raise ConfigurationError(f"The option 'graphics' must be one of {', '.join(_RESOLUTIONS)}, got {graphics!r}.")
    return VirtualDevice(VirtualComputer(size), whole_number("quality", quality, 1, 100))
