"""The stored settings of the virtual computer, and the durations of its actions."""

from dataclasses import dataclass, field

SLOTS = 24


@dataclass
class Settings:
    """What the firmware keeps across resets and without power."""

    virtualization: bool = True
    wake_on_lan: bool = False
    quiet_boot: bool = False
    secure_boot: bool = False
    asset_tag: str = ""
    sata_mode: str = "AHCI"
    fan_speed: int = 50
    slots: list[str] = field(default_factory=lambda: ["Auto"] * SLOTS)
    setup_password: str = ""
    #: How long the firmware waits for F2 or F12 after its test, in seconds.
    setup_prompt: int = 0
    boot_order: list[str] = field(default_factory=lambda: ["Hard Disk", "Network", "USB Stick"])

    def value(self, name: str) -> object:
        """The value of a setting.

        Args:
            name: Its name; one of a list is `slots.3`.
        """
        name, _, place = name.partition(".")
        value = getattr(self, name)
        return value[int(place)] if place else value

    def change(self, name: str, value: object) -> None:
        """Changes a setting.

        Args:
            name: Its name; one of a list is `slots.3`.
            value: Its new value.
        """
        name, _, place = name.partition(".")
        if place:
            getattr(self, name)[int(place)] = value
        else:
            setattr(self, name, value)


@dataclass(frozen=True)
class Speed:
    """How long things take, in seconds."""

    power_on_test: float = 2.0
    boot_line: float = 0.08
    network_boot: float = 1.0
    blink: float = 0.27
    install_percent: float = 0.04
