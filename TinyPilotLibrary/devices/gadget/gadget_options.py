"""The options of `gadget:`."""

import re
from dataclasses import dataclass

from TinyPilotLibrary.devices.options import seconds
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.vision.geometry import Size

KEYBOARD_NODE = "/dev/hidg0"
MOUSE_NODE = "/dev/hidg1"
RELATIVE_MOUSE_NODE = "/dev/hidg2"
DEADLINE = 2.0


@dataclass(frozen=True)
class GadgetSettings:
    """The settings of a gadget device.

    Args:
        keyboard: The keyboard's node.
        mouse: The pointer's node.
        relative: Whether it is a relative mouse.
        press_time: The shortest time that a key is down, in seconds.
        gap: The shortest time between two keys, in seconds.
        deadline: How long the target may take to fetch each report, in seconds.
        screen: The size of the target's screen; None to detect it.
        name: The name of the device.
    """

    keyboard: str = KEYBOARD_NODE
    mouse: str = MOUSE_NODE
    relative: bool = False
    press_time: float = 0.0
    gap: float = 0.0
    deadline: float = DEADLINE
    screen: Size | None = None
    name: str = "gadget:"

    @classmethod
    def read(
        cls,
        keyboard: object,
        mouse: object,
        pointer: object,
        press_time: object,
        gap: object,
        deadline: object,
        screen: object,
    ) -> "GadgetSettings":
        """Parses the options as they are written.

        Args:
            keyboard: The keyboard's node.
            mouse: The pointer's node; that of its kind if not given.
            pointer: `absolute` or `relative`.
            press_time: The shortest time that a key is down.
            gap: The shortest time between two keys.
            deadline: How long the target may take to fetch each report.
            screen: The size of the target's screen, such as `1024x768`; detected if not given.

        Returns:
            The settings.

        Raises:
            ConfigurationError: If one of them is wrong.
        """
        if pointer not in {"absolute", "relative"}:
            raise ConfigurationError(f"The option 'pointer' must be absolute or relative, got {pointer!r}.")
        relative = pointer == "relative"
        limit = seconds("deadline", deadline)
        if not limit:
            raise ConfigurationError("The option 'deadline' must be longer than 0: fetching a report takes time.")
        return cls(
            str(keyboard),
            str(mouse) if mouse else (RELATIVE_MOUSE_NODE if relative else MOUSE_NODE),
            relative,
            seconds("press_time", press_time),
            seconds("gap", gap),
            limit,
            _size(screen) if screen else None,
        )


def _size(value: object) -> Size:
    match = re.fullmatch(r"(\d{2,5})x(\d{2,5})", str(value).strip())
    if not match:
        raise ConfigurationError(f"The option 'screen' must be a size such as 1024x768, got {value!r}.")
    return Size(int(match[1]), int(match[2]))
