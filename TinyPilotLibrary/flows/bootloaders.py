"""Boot loaders: what differs between their menus, as data; and what their editors show."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.flows.profile_files import ProfileFiles


@dataclass(frozen=True)
class BootLoader:
    """What a boot loader looks like, and which keys it takes. Texts are compared as they stand on the screen.

    Args:
        menu: A text that is there while its menu is.
        entries: Where the entries are, without titles and hints: `left,top,width,height` in pixels or fractions.
        countdown: A text that is there while it counts down.
        stop_key: What stops the countdown and does nothing else.
        edit_key: What edits an entry; empty if nothing does.
        edit_screen: A text of its editor.
        edits_one_line: Whether it edits the kernel's options alone, in one line.
        kernel_line: An expression that the line of the kernel matches, in an editor of several lines.
        line_break: What stands at the end of a row whose line goes on.
        clear_keys: What empties the line that the cursor is in.
        boot_edited_key: What starts the edited entry.
    """

    menu: str = ""
    entries: str = "0.0,0.0,1.0,1.0"
    countdown: str = ""
    stop_key: str = "Up"
    edit_key: str = ""
    edit_screen: str = ""
    edits_one_line: bool = False
    kernel_line: str = ""
    line_break: str = ""
    clear_keys: str = ""
    boot_edited_key: str = "Enter"

    @property
    def missing(self) -> list[str]:
        """The fields that it must have, and has not."""
        return [] if self.menu else ["menu"]


#: The profiles of boot loaders.
BOOT_LOADERS = ProfileFiles("boot loader", Path(__file__).parent / "bootloader_profiles", BootLoader)


def editor_lines(rows: Sequence[str], line_break: str) -> list[str]:
    """The lines of an editor, from the rows of its screen.

    Args:
        rows: The text of the rows, without frames.
        line_break: What stands at the end of a row whose line goes on; empty if lines do not go on.
    """
    lines, line = list[str](), ""
    for row in rows:
        goes_on = bool(line_break) and row.rstrip().endswith(line_break)
        line += row.rstrip().removesuffix(line_break) if goes_on else row.rstrip()
        if not goes_on:
            lines.append(line)
            line = ""
    return lines if not line else [*lines, line]


def changed_line(line: str, add: Sequence[str], remove: Sequence[str]) -> str:
    """A kernel line with other options.

    Args:
        line: The line.
        add: Options to add at its end, unless they are there.
        remove: Options to remove; one without a value also removes the one with a value: `console`.

    Raises:
        InputError: If an option that is to be removed is not there.
    """
    words = line.split()
    for option in remove:
        if not any(_is(word, option) for word in words):
            raise InputError(f"'{option}' is not in the kernel line: {line.strip()}")
    kept = [word for word in words if not any(_is(word, option) for option in remove)]
    return " ".join([*kept, *(option for option in add if option not in kept)])


def _is(word: str, option: str) -> bool:
    return word == option or ("=" not in option and word.split("=", 1)[0] == option)
