"""Keywords that type text."""

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

    `none`: nothing but the device. `screen`: after every few characters the screen has to change.
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
            text: What to type. A line break is Enter, a tab is Tab. A secret variable appears nowhere: not in the log,
                not in a message.
            layout: The keyboard layout that the target is set to, such as `de` or `German`; the setting's or the
                stand's if not given.
            delay: Pause between two keys, for targets that lose keys.
            pace: With `screen`, typing waits until the screen has changed after every few characters: for firmware and
                serial consoles that are slower than keys come.
            verify: Whether what the target shows of the text is read from the screen, and has to be the text.
            every: How many characters are typed before the screen is looked at, with `pace=screen` or `verify=True`.
            unicode: How to type characters that the layout does not have; `none` refuses them.
            timeout: How long the screen is waited for each time; the library's timeout if not given.

        Raises:
            UntypableText: If some characters cannot be typed. All of them are named (of a secret only how many), and
                nothing was typed.
            InputError: If the layout is not supported. The message lists those which are.
            NotSupported: If `unicode=alt-codes` needs keys to be held, and the device cannot; nothing was typed.
            InputNotDelivered: If the target did not take a key.
            WrongEcho: If the target shows something else, with `verify=True`. The first wrong character is named, and
                what it probably comes from: another keyboard layout, Caps Lock, a key that was lost. Nothing is typed
                again.
            NotOnScreen: If the screen does not change, with `pace=screen`.

        Where the device can see that Caps Lock is on at the target, it is switched off meanwhile.

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
        """Finds out which keyboard layouts the target may be set to.

        Args:
            *among: The layouts that are thought of, such as `us` and `de`; all if none is given.
            timeout: How long to wait until the target shows what it makes of the keys.

        Returns:
            The names of those that fit. Several fit where they differ in nothing but what AltGr makes, as `us` and
            `pl` do.

        Raises:
            WrongEcho: If none fits, or the target does not show what is typed.
            InputError: If a layout is not known; nothing was typed.

        A few characters are typed at a prompt or in a field that shows them, and taken back by Backspace. Enter is not
        pressed.

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
        logger.info(f"The target made {came!r} of the keys: its keyboard layout is {' or '.join(names)}.")
        return names
