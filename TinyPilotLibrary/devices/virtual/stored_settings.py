"""What the virtual computer remembers, and how long things take on it."""

from dataclasses import dataclass, field


@dataclass
class Settings:
    """What the firmware keeps over resets and without power."""

    virtualization: bool = True
    wake_on_lan: bool = False
    quiet_boot: bool = False
    secure_boot: bool = False
    asset_tag: str = ""
    #: How long the firmware waits for F2 or F12 after its test, in seconds.
    setup_prompt: int = 0
    boot_order: list[str] = field(default_factory=lambda: ["Hard Disk", "Network", "USB Stick"])


@dataclass(frozen=True)
class Speed:
    """How long things take, in seconds."""

    power_on_test: float = 2.0
    boot_line: float = 0.08
    network_boot: float = 1.0
    blink: float = 0.27
