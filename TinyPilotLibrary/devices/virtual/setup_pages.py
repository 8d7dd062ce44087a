"""The pages of the firmware's setup, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.devices.virtual.stored_settings import SLOTS, Settings


@dataclass(frozen=True)
class Row:
    """A line of a page.

    Args:
        label: Its label.
        value: Returns the text next to it.
        field: The setting that it changes, or None.
        action: What Enter does, if it changes no setting.
        choices: The values that a list offers.
        longest: How many characters can be typed; 0 if none.
        is_number: Whether digits alone can be typed.
        page: The page that Enter opens, or None.
        note: What the help column says.
        is_heading: Whether the highlight passes it by.
    """

    label: str
    value: Callable[[Settings], str] = lambda _: ""
    field: str | None = None
    action: str | None = None
    choices: Sequence[str] = ()
    longest: int = 0
    is_number: bool = False
    page: str | None = None
    note: str = ""
    is_heading: bool = False

    @property
    def acts(self) -> bool:
        """Whether Enter does something."""
        return bool(self.field or self.action or self.page)


def _switch(field: str) -> Callable[[Settings], str]:
    return lambda settings: "[Enabled]" if getattr(settings, field) else "[Disabled]"


def _boot_row(place: int) -> Row:
    return Row(
        f"Boot option #{place + 1}",
        lambda settings: f"[{settings.boot_order[place]}]",
        field="boot_order",
        note="+ and - move it.",
    )


def _slot_row(place: int) -> Row:
    return Row(
        f"PCIe slot {place + 1}",
        lambda settings: f"[{settings.slots[place]}]",
        field=f"slots.{place}",
        choices=("Auto", "Gen1", "Gen2", "Gen3", "Disabled"),
        note="How fast the slot is at most; Auto is as fast as its card.",
    )


#: The pages that have a tab.
TABS: dict[str, list[Row]] = {
    "Main": [
        Row("BIOS version", lambda _: "1.0"),
        Row("Processor", lambda _: "Virtual CPU at 1000 MHz"),
        Row("Total memory", lambda _: "256 MB"),
        Row("Asset tag", lambda settings: f"[{settings.asset_tag}]", field="asset_tag", longest=20),
    ],
    "Advanced": [
        Row("Virtualization", _switch("virtualization"), field="virtualization"),
        Row("Wake on LAN", _switch("wake_on_lan"), field="wake_on_lan"),
        Row("Quiet boot", _switch("quiet_boot"), field="quiet_boot"),
        Row("Secure boot", lambda settings: "[X]" if settings.secure_boot else "[ ]", field="secure_boot"),
    ],
    "Boot": [_boot_row(place) for place in range(3)],
    "Devices": [
        Row("Storage", is_heading=True),
        Row(
            "SATA mode",
            lambda settings: f"[{settings.sata_mode}]",
            field="sata_mode",
            choices=("AHCI", "RAID", "IDE", "Disabled"),
            note="SATA mode: AHCI, RAID, IDE or Disabled.",
        ),
        Row("Cooling", is_heading=True),
        Row(
            "Fan speed",
            lambda settings: f"[{settings.fan_speed}]",
            field="fan_speed",
            longest=3,
            is_number=True,
            note="Fan speed in percent, 20 to 100.",
        ),
        Row("> PCIe slots", page="PCIe slots", note="PCIe slots, one by one."),
    ],
    "Security": [
        Row(
            "Setup password",
            lambda settings: "[Set]" if settings.setup_password else "[Not set]",
            field="setup_password",
            longest=20,
            note="Asked for before the setup opens.",
        ),
    ],
    "Exit": [
        Row("Save changes and restart", action="save"),
        Row("Discard changes and restart", action="discard"),
        Row("Load defaults", action="defaults"),
    ],
}
#: The pages that a row opens.
PAGES: dict[str, list[Row]] = {"PCIe slots": [_slot_row(place) for place in range(SLOTS)]}
QUESTIONS = {
    "save": "Save configuration and restart?",
    "discard": "Discard changes and restart?",
    "defaults": "Load default settings?",
}
