"""Profiles: what differs between the firmware setups of makers, as data.

    based_on = "edk2"              # what is not said here is as there
    setup = "Acme Setup"           # a text on each page
    save_key = "F4"

A profile is a TOML file: one of those beside this module, or the user's own.
"""

from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.flows.profile_files import ProfileFiles


@dataclass(frozen=True)
class Profile:
    """What a firmware setup looks like, and which keys it takes. Texts are compared as they stand on the screen.

    Args:
        setup: A text on its first page; empty if there is no setup.
        setup_key: What opens it while the machine starts.
        boot_menu: A text of the boot menu.
        boot_menu_key: What opens the boot menu while the machine starts.
        boot_menu_path: Where the boot menu is in the setup, if no key opens it.
        boot_menu_prompt: A text that offers the boot menu, where a key that is pressed too early does harm.
        boot_menu_numbers: Whether the boot menu's entries are chosen by numbers.
        tabs: Where the titles of pages stand, in one row; empty if there are none.
        tab_key: What goes to the next one.
        menu: Where the entries are, without titles and help: `left,top,width,height` in pixels or fractions.
        change_key: What opens a list of values or a field, or sets the next value.
        fields: Texts that are there while a value is typed.
        clears_field: Whether a field is empty when it opens.
        password: A text that asks for a password.
        defaults_key: What loads the defaults.
        defaults_question: What it asks then.
        defaults_confirm: What confirms that.
        save_key: What saves.
        save_question: What it asks then.
        save_confirm: What confirms that.
        discard_key: What leaves without saving.
        discard_question: What it asks then, if something was changed.
        discard_confirm: What confirms that.
        exit_page: A text on the page that has the entry `exit_entry`.
        exit_entry: What restarts the machine, where saving does not; empty if it does.
    """

    setup: str = ""
    setup_key: str = ""
    boot_menu: str = ""
    boot_menu_key: str = ""
    boot_menu_path: str = ""
    boot_menu_prompt: str = ""
    boot_menu_numbers: bool = False
    tabs: str = ""
    tab_key: str = "Right"
    menu: str = "0.0,0.0,1.0,1.0"
    change_key: str = "Enter"
    fields: tuple[str, ...] = ()
    clears_field: bool = False
    password: str = ""
    defaults_key: str = "F9"
    defaults_question: str = ""
    defaults_confirm: str = "Enter"
    save_key: str = "F10"
    save_question: str = ""
    save_confirm: str = "Enter"
    discard_key: str = "Esc"
    discard_question: str = ""
    discard_confirm: str = "Enter"
    exit_page: str = ""
    exit_entry: str = ""

    @property
    def setup_screens(self) -> list[str]:
        """What is there when the setup opens: the question for its password, if it may ask, and its first page."""
        return [f"text:{text}" for text in (self.password, self.setup) if text]

    @property
    def missing(self) -> list[str]:
        """The fields that it must have, and has not: those of the setup, or of a boot menu without one."""
        needed = [name for name in ("setup", "boot_menu") if getattr(self, name)] or ["setup"]
        needed = [name for name in needed if name == "setup" or not self.boot_menu_path]
        return [name for one in needed for name in (one, f"{one}_key") if not getattr(self, name)]


#: The profiles of firmware.
FIRMWARE = ProfileFiles("firmware", Path(__file__).parent / "firmware_profiles", Profile)
