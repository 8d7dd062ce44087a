"""`command:` inserts media by commands of this machine: a script for a switchable drive, a vendor's tool."""

import re
from collections.abc import Mapping
from typing import TypeVar, cast

from TinyPilotLibrary.devices.commands import Surroundings, commands_of, name_of, run_command, said
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.protocol import Kind
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported

T = TypeVar("T")

_LINE = re.compile(rf"({'|'.join(kind.value for kind in MediumKind)})\s+(\S.*)")


class CommandMedia:
    """Media that commands insert and eject.

    Args:
        commands: The program and its arguments for each of `insert`, `eject`, `inserted` and `boot`.
        around: Where they run, and for how long.
    """

    def __init__(self, commands: Mapping[str, list[str]], around: Surroundings) -> None:
        self.name = name_of(commands)
        self._commands = commands
        self._around = around

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium; the command knows what an image is."""
        self._run("insert", {"image": image, "kind": kind.value})

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media, each kind by a command of its own."""
        for one in MediumKind if kind is None else (kind,):
            self._run("eject", {"kind": one.value})

    def media(self) -> list[Medium]:
        """The media that the command prints: a line with the kind and the image for each."""
        if "inserted" not in self._commands:
            raise NotSupported(f"'{self.name}' cannot tell which media are inserted: give a command for it, inserted=.")
        printed = self._run("inserted", {})
        found = [_LINE.fullmatch(line.strip()) for line in printed.splitlines() if line.strip()]
        if None in found:
            raise DeviceError(
                f"'{self.name}' for 'inserted' prints something else than a line with the kind (cd, usb, floppy) and "
                f"the image for each medium.{said(printed.encode(), b'')}"
            )
        return [Medium(MediumKind(line[1]), line[2]) for line in found if line]

    def boot_once(self, source: BootSource) -> None:
        """Chooses what the target starts from the next time."""
        self._run("boot", {"source": source.value})

    def close(self) -> None:
        """There is nothing to close."""

    def capability(self, kind: Kind[T]) -> T | None:
        """Itself as something with this capability, if there are commands for it."""
        needs: dict[object, set[str]] = {HasMedia: {"insert", "eject"}, BootsOnce: {"boot"}}
        wanted = needs.get(kind)
        return cast("T", self) if wanted and wanted <= self._commands.keys() else None

    def _run(self, action: str, words: Mapping[str, str]) -> str:
        argv = self._commands[action]
        for word, value in words.items():
            argv = [part.replace(f"{{{word}}}", value) for part in argv]
        return run_command(argv, action, self._around)


def open_command_media(
    url: str,
    *,
    insert: object = None,
    eject: object = None,
    inserted: object = None,
    boot: object = None,
    timeout: object = "2m",
    folder: object = None,
    stand: object = "",
) -> CommandMedia:
    """Inserts and ejects media by commands, without a shell.

    Args:
        url: `command:`, with options.
        insert: The command that inserts, with `{image}` where the image stands, and `{kind}` for `cd`, `usb` or
            `floppy`: a list of the program and its arguments, or a text that is split as a shell splits it.
        eject: The command that ejects, with `{kind}`; nothing to eject is no failure.
        inserted: The command that prints a line with the kind and the image for each medium that is inserted.
        boot: The command that chooses what the target starts from once, with `{source}` for `cd`, `usb`, `floppy`,
            `pxe`, `disk` or `setup`.
        timeout: How long a command may take.
        folder: Where commands run.
        stand: The name of the stand, which commands find in their environment.

    Returns:
        The media. Nothing was run.

    Raises:
        ConfigurationError: If an option is wrong, or there is no command.
    """
    if url.removeprefix("command:").strip():
        raise ConfigurationError(
            f"A way to insert media by commands is 'command:' with options such as insert= and eject=; got {url!r}."
        )
    around = Surroundings.of_options(timeout, folder, stand)
    commands = commands_of({"insert": insert, "eject": eject, "inserted": inserted, "boot": boot})
    if not commands.keys() & {"insert", "boot"}:
        raise ConfigurationError(
            'command: needs commands, such as insert = ["/opt/lab/drive", "{image}"] and eject = ["/opt/lab/drive", '
            '"--empty"], or boot = ["/opt/lab/boot", "{source}"].'
        )
    for name, word in (("insert", "{image}"), ("boot", "{source}")):
        if name in commands and not any(word in part for part in commands[name]):
            raise ConfigurationError(f"The command {name}= lacks {word}: write it where it stands among the arguments.")
    if ("insert" in commands) != ("eject" in commands):
        raise ConfigurationError("insert= and eject= belong together: what is inserted has to be ejected.")
    return CommandMedia(commands, around)
