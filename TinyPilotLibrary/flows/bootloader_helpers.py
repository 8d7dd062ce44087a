"""The library that `bootloader.resource` is made with; suites use the keywords of the resource."""

import re

from robot.api.deco import keyword, library

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.finding.menu_rows import MenuRow
from TinyPilotLibrary.flows.bootloaders import (
    BOOT_LOADERS,
    BootLoader,
    changed_line,
    editor_lines,
)
from TinyPilotLibrary.flows.setting_rows import steps_of

_VARIABLE = "${BOOT_LOADER}"
_FRAME = " │┃║|↑↓"
# A BIOS keeps 16 keys.
_PIECE = 8


@library(scope="GLOBAL")
class BootLoaderHelpers:
    """What would be clumsy in Robot syntax: data, and what editors show."""

    @keyword
    def load_boot_loader_profile(self, name: str, **changes: object) -> BootLoader:
        """Loads a profile; a file's name is relative to the suite."""
        return BOOT_LOADERS.load_for_suite(name, **changes)

    @keyword
    def get_boot_loader_profile(self, needs: str = "") -> BootLoader:
        """The profile in use. Fails if there is none, or if it does not say what is needed."""
        profile = BOOT_LOADERS.in_use(_VARIABLE, "grub")
        if needs and not getattr(profile, needs):
            raise ConfigurationError(f"The boot loader profile does not say '{needs}': entries cannot be edited.")
        return profile

    @keyword
    def split_boot_path(self, path: str) -> list[str]:
        """The entries of a path."""
        return steps_of(path)

    @keyword
    def get_editor_lines(self, text: str) -> list[str]:
        """The lines of an editor; the frame around it does not count."""
        rows = text.splitlines()
        # A frame is drawn around it, or none is.
        framed = [row for row in rows if re.match(r"\s*[│┃║|]", row)]
        inside = [row.strip().strip(_FRAME) for row in framed or rows]
        return editor_lines(inside, self.get_boot_loader_profile().line_break)

    @keyword
    def get_kernel_line_index(self, lines: list[str]) -> int:
        """Which line of an editor is that of the kernel. Fails if none is."""
        wanted = self.get_boot_loader_profile().kernel_line.removeprefix("re:")
        found = [index for index, line in enumerate(lines) if re.search(wanted, line.strip())]
        if not found:
            raise NotOnScreen("The editor shows no line of a kernel. Lines that were read:\n" + "\n".join(lines))
        return found[0]

    @keyword
    def get_changed_kernel_line(self, line: str, add: str | list[str], remove: str | list[str]) -> str:
        """The line with other options."""
        return changed_line(line, _several(add), _several(remove))

    @keyword
    def get_pieces_of_line(self, line: str) -> list[str]:
        """The line in pieces that a BIOS can keep."""
        return [line[start : start + _PIECE] for start in range(0, len(line), _PIECE)]

    @keyword
    def kernel_line_is_among(self, wanted: str, lines: list[str]) -> bool:
        """Whether one of the lines of an editor is the wanted one; runs of blanks count as one."""
        return any(line.split() == wanted.split() for line in lines)

    @keyword
    def get_texts_of_boot_entries(self, rows: list[MenuRow]) -> list[str]:
        """The texts of rows that can be selected, without the mark of the one that is."""
        return [row.text.strip("* ") for row in rows if row.can_be_selected]


def _several(options: str | list[str]) -> list[str]:
    return options.split() if isinstance(options, str) else options
