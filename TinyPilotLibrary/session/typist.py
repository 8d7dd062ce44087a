"""Types with an eye on the screen: in parts, each of which has to be seen before the next one is typed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from TinyPilotLibrary.errors import InputError, NotOnScreen, WrongEcho
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layout_probe import probes, what_fits
from TinyPilotLibrary.hid.layouts import Layout, layouts
from TinyPilotLibrary.hid.typed_text import TypedCharacter, text_of
from TinyPilotLibrary.hid.typing_faults import first_wrong, likely_cause, made_by
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.text.echo import Echo
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher

# What is behind one of these is echoed elsewhere, if at all.
_BREAKS = "\n\t"
# After a line was given in the target prints what it has to say.
_REST = 0.5


@dataclass(frozen=True)
class Typist:
    """Types on a device with an eye on its screen.

    Args:
        item: The device.
        watcher: Watches its screen.
        read: Reads its screen.
        layout: The keyboard layout that the target is set to.
        at_once: How many characters are typed before the screen is looked at.
    """

    item: OpenDevice
    watcher: Watcher
    read: Callable[[Frame], Page]
    layout: Layout
    at_once: int

    def __post_init__(self) -> None:
        if self.at_once < 1:
            raise InputError(f"The argument 'every' must be at least 1, got {self.at_once}.")

    def type_paced(self, text: Sequence[TypedCharacter], delay: float) -> None:
        """Types, and waits after each part until the screen has changed.

        Args:
            text: The text.
            delay: The pause between two keys, in seconds.

        Raises:
            NotOnScreen: If the screen does not change. The rest is not typed.
        """
        typed = 0
        with self.item.typing(text, delay, self.layout.caps_lock) as type_part:
            for part in self._parts(text):
                type_part(part)
                typed += len(part)
                if typed == len(text):
                    return
                try:
                    self.watcher.answers()
                except NotOnScreen as error:
                    raise NotOnScreen(f"{_so_far(typed, text)} {error}") from None

    def type_verified(self, text: Sequence[TypedCharacter], delay: float, *, secret: bool) -> bool:
        """Types, and reads each part back from the screen.

        Args:
            text: The text.
            delay: The pause between two keys, in seconds.
            secret: Whether no message may tell any of it.

        Returns:
            Whether the target showed all of it, and not marks in its place.

        Raises:
            WrongEcho: If the target shows other text. The message names the first wrong character and its likely
                cause; nothing is typed again, and the rest is not typed.
        """
        typed, was_shown = 0, True
        with self.item.typing(text, delay, self.layout.caps_lock) as type_part:
            for line, ending in _lines(text):
                before = self._page()
                for end in [*range(self.at_once, len(line), self.at_once), *([len(line)] if line else [])]:
                    part = line[(end - 1) // self.at_once * self.at_once : end]
                    type_part(part)
                    typed += len(part)
                    was_shown = self._check(before, line[:end], _so_far(typed, text), secret=secret) and was_shown
                if ending:
                    type_part(ending)
                    typed += len(ending)
                    if typed < len(text):
                        with suppress(NotOnScreen):
                            self.watcher.rests(_REST, None)
        return was_shown

    def find_layouts(self, among: Sequence[Layout]) -> tuple[list[str], str]:
        """Types a few characters at a prompt, looks what the target makes of them, and takes them back.

        Args:
            among: The layouts that are thought of; all if empty.

        Returns:
            The names of the layouts that fit, and what the target made of the keys.

        Raises:
            WrongEcho: If nothing is shown, or no layout fits.
        """
        fitting, came = list(among) or list(layouts()), ""
        for probe in probes(fitting):
            fitting, came = self._probed(fitting, probe)
            if len(fitting) == 1:
                break
        return [layout.name for layout in fitting], came

    def _probed(self, among: Sequence[Layout], probe: Sequence[Keystroke]) -> tuple[list[Layout], str]:
        """Types a probe, and takes it back: the layouts that fit, and what the target made of it."""
        before = self._page()
        self.item.type(probe)
        likely = [made_by(layout, probe) for layout in among]
        echo = self.watcher.echo(self.read, before, likely[0], likely[1:])
        fitting = what_fits(among, probe, echo.text, echo.is_alike) if echo.text else []
        # The cursor may have been read, too.
        typed = len(made_by(fitting[0], probe)) if fitting else len(echo.text) or len(probe)
        self.item.type([Keystroke("Backspace")] * typed)
        if not echo.text:
            raise WrongEcho("The target does not show what is typed. Find its layout at a prompt that does.")
        if not fitting:
            names = ", ".join(layout.name for layout in among)
            raise WrongEcho(f"The target made {echo.text!r} of the probe, which none of these layouts does: {names}.")
        return fitting, echo.text

    def _page(self) -> Page:
        return self.read(self.item.screen.frame())

    def _parts(self, text: Sequence[TypedCharacter]) -> Iterator[Sequence[TypedCharacter]]:
        return (text[start : start + self.at_once] for start in range(0, len(text), self.at_once))

    def _check(self, before: Page, line: Sequence[TypedCharacter], so_far: str, *, secret: bool) -> bool:
        wanted = text_of(line)
        if not wanted.strip():
            return True
        keys = [keystroke for item in line for keystroke in item.keystrokes]
        likely = [made for layout in layouts() if (made := made_by(layout, keys))]
        echo = self.watcher.echo(self.read, before, wanted, likely)
        if echo.agrees(wanted):
            return True
        if echo.is_masked(len(wanted)):
            return False
        raise WrongEcho(" ".join(filter(None, (*self._told(line, echo, secret=secret), so_far))))

    def _told(self, line: Sequence[TypedCharacter], echo: Echo, *, secret: bool) -> Iterator[str]:
        if not echo.text:
            yield "The target does not show what was typed. If it is not meant to, leave out verify=True."
            return
        wanted, came = echo.compared(text_of(line))
        yield likely_cause(_seen(line, wanted), came, self.layout, echo.is_alike, named=not secret)
        if not secret:
            wrong = first_wrong(wanted, came, echo.is_alike) or 0
            yield f"The target shows {came!r} for {wanted!r}, which is wrong from character {wrong + 1} on."


def _lines(text: Sequence[TypedCharacter]) -> Iterator[tuple[Sequence[TypedCharacter], Sequence[TypedCharacter]]]:
    """The text line by line: what is echoed, and the key that ends it."""
    begin = 0
    for index, item in enumerate(text):
        if item.character in _BREAKS:
            yield text[begin:index], [item]
            begin = index + 1
    if begin < len(text):
        yield text[begin:], []


def _seen(line: Sequence[TypedCharacter], wanted: str) -> list[TypedCharacter]:
    """Those of typed characters that can be seen: without the blanks that are left out in a text."""
    begin = text_of(line).find(wanted)
    if begin >= 0:
        return list(line[begin : begin + len(wanted)])
    return [item for item in line if not item.character.isspace()]


def _so_far(typed: int, text: Sequence[TypedCharacter]) -> str:
    return f"{typed} of {len(text)} characters were typed, each once."
