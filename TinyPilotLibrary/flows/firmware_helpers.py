"""The library that `firmware.resource` is made with; suites use the keywords of the resource."""

from robot.api.deco import keyword, library

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.finding.menu_rows import MenuRow
from TinyPilotLibrary.flows.numbered_entries import number_of
from TinyPilotLibrary.flows.profiles import FIRMWARE, Profile
from TinyPilotLibrary.flows.setting_rows import (
    Opened,
    SettingEntry,
    entry_of,
    is_value,
    names_tab,
    steps_of,
    value_of,
    what_opened,
)

_VARIABLE = "${FIRMWARE}"


@library(scope="GLOBAL")
class FirmwareHelpers:
    """What would be clumsy in Robot syntax: data, and what rows say."""

    @keyword
    def load_firmware_profile(self, name: str, **changes: object) -> Profile:
        """Loads a profile; a file's name is relative to the suite."""
        return FIRMWARE.load_for_suite(name, **changes)

    @keyword
    def get_firmware_profile(self, needs: str = "") -> Profile:
        """The profile in use. Fails if there is none, or if it does not say what is needed."""
        profile = FIRMWARE.in_use(_VARIABLE, "edk2")
        if needs and not getattr(profile, needs):
            raise ConfigurationError(
                f"The firmware profile does not say '{needs}': `Use Firmware Profile    NAME    {needs}=…`."
            )
        return profile

    @keyword
    def get_value_of_row(self, row: str) -> str:
        """The value in the row of a setting."""
        return value_of(row)

    @keyword
    def row_has_value(self, row: str, value: object) -> bool:
        """Whether the row of a setting has a value."""
        return is_value(row, str(value))

    @keyword
    def get_entries_of_rows(self, rows: list[MenuRow]) -> list[SettingEntry]:
        """Rows of a page by their parts."""
        return [entry_of(row.text, can_be_selected=row.can_be_selected) for row in rows]

    @keyword
    def get_number_of_entry(self, entry: str, text: str) -> str:
        """The number that chooses an entry."""
        return number_of(entry, text)

    @keyword
    def names_tab(self, step: str, tabs: str) -> bool:
        """Whether a step of a path is a tab."""
        return names_tab(step, tabs)

    @keyword
    def get_what_opened(self, before: str, after: str) -> Opened:
        """What a key has opened on a setting."""
        return what_opened(before, after, self.get_firmware_profile().fields)

    @keyword
    def split_menu_path(self, path: str) -> list[str]:
        """The entries of a path."""
        return steps_of(path)
