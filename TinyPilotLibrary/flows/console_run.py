"""A command that is run at a console which can only be typed on and looked at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from TinyPilotLibrary.errors import InputError, NotOnScreen

# Consoles have 80 columns and 24 rows at least. Marks and the next prompt take some.
_WIDTH, _ROWS = 76, 18
# It ends each line: neither line ends nor blanks before them can be seen.
_LINE_END = "~;"


@dataclass(frozen=True)
class ConsoleRun:
    """A run of a command.

    Args:
        number: Which run of the suite it is; it makes its marks its own.
        folder: The target's folder where the output is kept.
    """

    number: int
    folder: str

    @property
    def end(self) -> str:
        """What tells that the command has ended, as a locator."""
        return rf"re:tp-end-{self.number}:(\d+):(\d+)$"

    @property
    def page_end(self) -> str:
        """What stands below a page, before its number, as a locator."""
        return f"re:^tp-page-{self.number}-"

    @property
    def _file(self) -> str:
        return f"{self.folder.rstrip('/')}/tp-output"

    def command_line(self, command: str) -> str:
        """What is typed to run the command.

        Args:
            command: The command.

        Raises:
            InputError: If it has several lines, or none.
        """
        if not command.strip() or "\n" in command:
            raise InputError(f"A command is one line of text, got {command!r}. Several go with ';' between them.")
        # The quotes in the marks keep the typed line from being taken for what it prints.
        pages = f"$(( ($(sed -n '$=' {self._file})+0 + {_ROWS - 1}) / {_ROWS} ))"
        return (
            f"clear; ( {command} ) > {self._file} 2>&1; s=$?; "
            f"sed 's/$/{_LINE_END}/' {self._file} | fold -w {_WIDTH} > {self._file}2; mv {self._file}2 {self._file}; "
            f"echo tp-''end-{self.number}:$s:{pages}"
        )

    def page_line(self, page: int) -> str:
        """What is typed to show a page of the output.

        Args:
            page: Which one, from 0.
        """
        first = page * _ROWS + 1
        return f"clear; sed -n '{first},{first + _ROWS - 1}p' {self._file}; echo; echo tp-''page-{self.number}-{page}"

    def ended(self, text: str) -> tuple[int, int]:
        """What the mark of the command's end says.

        Args:
            text: The mark, as it was read.

        Returns:
            The exit status, and how many pages of output there are.
        """
        if (found := re.search(self.end.removeprefix("re:"), text)) is None:
            raise NotOnScreen(f"The end of the command was not read: {text!r}.")
        return int(found[1]), int(found[2])

    def output(self, pages: Sequence[str]) -> str:
        """The output, put together from pages as they were read.

        Args:
            pages: The text of the screen with each page.

        Returns:
            The output, without a line break at its end.
        """
        lines, line = [], ""
        for page in pages:
            rows = page.split("\n")
            end = next(
                index for index, row in enumerate(rows) if re.match(self.page_end.removeprefix("re:"), row.strip())
            )
            # Below the page is an empty row, unless its last line has no line break.
            for row in rows[: end if rows[end - 1].strip() else end - 1]:
                line += row.ljust(_WIDTH) if not (line + row).endswith(_LINE_END) else row
                if line.endswith(_LINE_END):
                    lines.append(line.removesuffix(_LINE_END))
                    line = ""
        return "\n".join(lines)


class Login(str, Enum):
    """How far a login is."""

    WAITS = "waits"
    ASKS = "asks"  # For the password
    REFUSED = "refused"
    DONE = "done"


def login_state(text: str, user: str) -> Login:
    """How far a login is, by what stands below the user's name; what older attempts have left does not count.

    Args:
        text: The text of the screen.
        user: The user's name, as it was typed.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    names = [number for number, row in enumerate(rows) if re.search(rf"login:\s*{re.escape(user)}$", row)]
    below = rows[names[-1] + 1 :] if names else rows
    if any(re.search("incorrect", row, re.IGNORECASE) for row in below):
        return Login.REFUSED
    if below and re.search(r"[#$%>]$", below[-1]):
        return Login.DONE
    return Login.ASKS if any(re.match("password:", row, re.IGNORECASE) for row in below) else Login.WAITS


def prompt_of(text: str) -> str:
    """The prompt of a shell that waits for a command: the last row.

    Args:
        text: The text of the screen.

    Raises:
        NotOnScreen: If nothing stands there.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if not rows:
        raise NotOnScreen("There is no prompt: the screen is empty.")
    return rows[-1]
