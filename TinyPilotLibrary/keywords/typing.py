"""Keywords that type text."""

from contextlib import nullcontext
from datetime import timedelta
from enum import Enum

from robot.api import logger
from robot.api.deco import keyword
from robot.api.types import Secret

from TinyPilotLibrary.errors import UntypableText
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.hid.typed_text import Unicode, typed_text, untypable
from TinyPilotLibrary.keywords.context import Context

_EVERY = 20


class Pace(Enum):
    """What typing waits for.

    `none`: only for the device. `screen`: for the screen to change after every few characters.
    """

    NONE = "none"
    SCREEN = "screen"


class TypingKeywords:
    """Typing text.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Keyboard"])
    def type_text(
        self,
        text: Secret | str,
        *,
        layout: str | None = None,
        delay: timedelta = timedelta(),
        pace: Pace = Pace.NONE,
        verify: bool = False,
        every: int = _EVERY,
        unicode: Unicode = Unicode.NONE,
        timeout: timedelta | None = None,
    ) -> None:
        r"""Types text.

        Args:
            text: What to type. A line break presses Enter, a tab presses Tab. The value of a secret variable never
                appears in the log or in messages.
            layout: The keyboard layout that the target uses, such as `de` or `German`. If not given, that of
                [Set Keyboard Layout], of the import, or of the stand.
            delay: The pause between two keys, for targets that lose keys.
            pace: With `screen`, typing waits after every few characters until the screen has changed: for firmware and
                serial consoles that cannot keep up.
            verify: Whether to read the typed text from the screen and to fail if it differs.
            every: How many characters to type between two looks at the screen, with `pace=screen` or `verify=True`.
            unicode: How to type characters that the layout does not have; `none` refuses them.
            timeout: How long to wait for the screen each time; the library's timeout if not given.

        Raises:
            UntypableText: If some characters cannot be typed. The message lists all of them (for a secret, only how
                many), and nothing was typed.
            InputError: If the layout is not supported. The message lists those that are.
            NotSupported: If `unicode=alt-codes` has to hold keys, and the device cannot; nothing was typed.
            InputNotDelivered: If the target did not accept a key.
            WrongEcho: If the target shows other text, with `verify=True`. The message names the first wrong character
                and the probable cause: another keyboard layout, Caps Lock, a lost key. Nothing is typed again.
            NotOnScreen: If the screen does not change, with `pace=screen`.

        If the device can see that Caps Lock is on at the target, it is switched off while typing.

        Example:
        ```robotframework
        *** Test Cases ***
        Log In
            Open Device    virtual:
            Wait Until Screen Contains    text:virtual login:    timeout=30s
            Type Text    tester\n    verify=True
        ```
        """
        item = self._context.device
        keys = find_layout(layout) if layout else self._context.session.layout
        is_secret = isinstance(text, Secret)
        plain = str(text.value) if isinstance(text, Secret) else text
        missing = untypable(plain, keys, unicode)
        if is_secret and missing:
            count = "a character" if len(missing) == 1 else f"{len(missing)} characters"
            raise UntypableText(
                f"The secret has {count} that the keyboard layout '{keys.name}' cannot type. Nothing was typed."
            )
        typed, pause, shown = typed_text(plain, keys, unicode), delay.total_seconds(), ""
        with self._context.journal.secretly(plain) if is_secret else nullcontext():
            if verify:
                typist = self._context.typist(keys, every, timeout)
                was_shown = typist.type_verified(typed, pause, secret=is_secret)
                shown = ", and the target shows it" if was_shown else ", and the target shows a mark for each character"
            elif pace is Pace.SCREEN:
                self._context.typist(keys, every, timeout).type_paced(typed, pause)
            else:
                item.type_text(typed, pause, keys.caps_lock)
        logger.info(f"Typed {'a secret' if is_secret else repr(text)}{shown}.")

    @keyword(tags=["Keyboard", "Getter"])
    def find_keyboard_layout(self, *among: str, timeout: timedelta | None = None) -> list[str]:
        """Finds out which keyboard layouts the target may use.

        Args:
            *among: The layouts to consider, such as `us` and `de`; all layouts if none is given.
            timeout: How long to wait until the target shows what was typed.

        Returns:
            The names of the layouts that fit. Several fit if they differ only in characters typed with AltGr, as `us`
            and `pl` do.

        Raises:
            WrongEcho: If no layout fits, or the target does not show what is typed.
            InputError: If a layout is unknown; nothing was typed.

        Types a few characters at a prompt or in a field that shows them, and deletes them with Backspace. Enter is not
        pressed. Characters beyond ASCII are typed only if the layouts cannot be told apart by others: where Backspace
        deletes bytes, as at a login prompt of Linux (agetty), a part of them would stay unseen.

        Example:
        ```robotframework
        *** Test Cases ***
        Whatever It Is Set To
            Open Device    virtual:
            Wait Until Screen Contains    text:virtual login:    timeout=30s
            @{layouts} =    Find Keyboard Layout    us    de    fr
            Set Keyboard Layout    ${layouts}[0]
        ```
        """
        layouts = [find_layout(name) for name in among]
        typist = self._context.typist(self._context.session.layout, _EVERY, timeout)
        names, came = typist.find_layouts(layouts)
        logger.info(f"The target shows {came!r} for the keys: its keyboard layout is {' or '.join(names)}.")
        return names
