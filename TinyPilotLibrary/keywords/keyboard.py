"""Keywords for the keyboard."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.devices.protocol import HasLeds, Leds
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid.chords import WrittenChord, check_chords
from TinyPilotLibrary.keywords.context import Context, log_found, some
from TinyPilotLibrary.keywords.converters import NO_LOCATORS, Locators
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match


class KeyboardKeywords:
    """Pressing and holding keys.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Keyboard"])
    def press_keys(
        self, *chords: WrittenChord, count: int = 1, delay: timedelta = timedelta(), hold: timedelta = timedelta()
    ) -> None:
        """Presses keys or chords, one after the other.

        Args:
            *chords: Keys and chords: `F10`, `Down`, `Ctrl+Alt+Delete`. They are released before the next one.
            count: How many times all of them are pressed.
            delay: Pause between two of them.
            hold: How long each stays down, for example `Press Keys    Power    hold=5s`.

        Raises:
            UnknownKey: If a key is not known; nothing was pressed.
            NotSupported: If a chord has several keys beside modifiers (`A+B`), or `hold` is given, and the device
                cannot hold keys. The message names those which can.
            InputNotDelivered: If the target did not take a key.

        A letter is the key that bears it on the target's keyboard layout, whatever its case: `Press Keys    Y` presses
        it without Shift, on `de` the key with the code `KeyZ`. The code names a key on any layout: `Ctrl+KeyZ`. Keys
        that are held together are written as one chord: `Ctrl+Alt+Delete`, not as three arguments.

        Example:
        ```robotframework
        *** Test Cases ***
        Save The Setup
            Open Device    virtual:
            Press Keys    Down    count=3
            Press Keys    F10    Enter    delay=200ms
        ```
        """
        if count < 1:
            raise InputError(f"The count must be at least 1, got {count}.")
        meant = self._context.chords(chords)
        check_chords(meant)
        self._context.device.press(meant * count, delay.total_seconds(), hold.total_seconds())
        logger.info(f"Pressed {', '.join(map(str, chords))}{f' {count} times' if count > 1 else ''}.")

    @keyword(tags=["Keyboard"])
    def hold_keys(self, *chords: WrittenChord) -> None:
        """Presses keys and keeps them down until they are released.

        Args:
            *chords: Keys and chords, for example `Shift` or `Ctrl+Alt`.

        Raises:
            NotSupported: If the device cannot hold keys, as TinyPilot's REST API. The message names those which can.
            UnknownKey: If a key is not known; nothing was pressed.

        Whatever happens, they are released when the device is closed.

        Example:
        ```robotframework
        *** Test Cases ***
        Long Press
            Open Device    virtual:
            Hold Keys    Shift
            Sleep    3s
            Release Keys    Shift
        ```
        """
        if not chords:
            raise InputError("At least one key is needed, for example 'Shift' or 'Ctrl+Alt'.")
        self._context.device.hold(code for chord in self._context.chords(chords) for code in chord.codes)
        logger.info(f"Holding {', '.join(map(str, chords))}.")

    @keyword(tags=["Keyboard"])
    def release_keys(self, *chords: WrittenChord) -> None:
        """Releases keys that are held.

        Args:
            *chords: Keys and chords; all keys and mouse buttons if none is given.

        Raises:
            NotSupported: If the device cannot hold keys.

        Example:
        ```robotframework
        *** Test Cases ***
        Long Press
            Open Device    virtual:
            Hold Keys    Ctrl+Alt
            Release Keys
        ```
        """
        meant = reversed(self._context.chords(chords))
        self._context.device.let_go(code for chord in meant for code in reversed(chord.codes))
        logger.info(f"Released {', '.join(map(str, chords)) or 'all keys and buttons'}.")

    @keyword(tags=["Keyboard", "Wait"])
    def press_key_until_screen_contains(
        self,
        key: WrittenChord,
        *locators: Locator,
        unless: Locators = NO_LOCATORS,
        interval: timedelta = timedelta(seconds=0.5),
        region: Region = WHOLE,
        threshold: float | None = None,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        timeout: timedelta | None = None,
    ) -> Match:
        """Presses a key again and again until something is on the screen; not at all if it is there already.

        Args:
            key: The key or chord, for example `F2` while a machine starts.
            *locators: What is waited for; any of them will do.
            unless: What must not be there, one locator or a list of them; it is looked for first, and fails the keyword
                at once.
            interval: How long to wait after each press. The next press waits until the last was taken.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The least score that counts as found, 0.0 to 1.0.
            scale: How many times as large as in their files images are on this screen.
            ignore_case: Whether the case of texts does not count.
            similarity: How alike a text must be, 0.0 to 1.0; if not given, only what OCR confuses is forgiven.
            timeout: How long to go on; the library's timeout if not given.

        Returns:
            Where it was found, and which locator it was.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden is there.
            TemplateError: If a template cannot be used; nothing was pressed.

        Presses that the target does not take, while it restarts, do not fail the keyword.

        Example:
        ```robotframework
        *** Test Cases ***
        Enter The Setup
            Open Device    virtual:
            Reset Target
            Press Key Until Screen Contains    F2    setup.png    timeout=30s
        ```
        """
        wanted = self._context.look(
            some(locators), region, threshold, scale=scale, ignore_case=ignore_case, similarity=similarity
        )
        forbidden = self._context.look(unless.items, region, threshold, scale=scale, ignore_case=ignore_case)
        [chord] = self._context.chords([key])
        item, stroke = self._context.device, chord.keystroke
        watcher = self._context.watcher(timeout)
        match = watcher.appears_after(
            lambda: item.type([stroke]), interval.total_seconds(), wanted, forbidden, str(key)
        )
        log_found(match, watcher)
        logger.info(f"Pressed {key} until {match} was on the screen.")
        return match

    @keyword(tags=["Keyboard", "Getter"])
    def get_keyboard_leds(self) -> Leds:
        """Gets the lights of the keyboard, as the target has set them.

        Returns:
            An object with the attributes `num_lock`, `caps_lock` and `scroll_lock`, each True or False.

        Raises:
            NotSupported: If the device cannot read them.

        Example:
        ```robotframework
        *** Test Cases ***
        Caps Lock Is Seen By The Target
            Open Device    virtual:
            Press Keys    CapsLock
            ${leds} =    Get Keyboard Leds
            Should Be True    ${leds.caps_lock}
        ```
        """
        leds = require(self._context.device.device, HasLeds).leds()
        logger.info(f"The keyboard's lights: {leds}")
        return leds
