"""Keywords for the keyboard."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.devices.protocol import HasLeds, Leds
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid.chords import WrittenChord, check_chords
from TinyPilotLibrary.keywords.context import Context, some
from TinyPilotLibrary.keywords.converters import NO_LOCATORS, Locators
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
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
        """Presses keys or chords, one after another.

        Args:
            *chords: Keys and chords: `F10`, `Down`, `Ctrl+Alt+Delete`. Each is released before the next one.
            count: How many times to press all of them.
            delay: The pause between two of them.
            hold: How long to hold each down, for example `Press Keys    Power    hold=5s`.

        Raises:
            UnknownKey: If a key is unknown; nothing was pressed.
            NotSupported: If a chord has several keys besides modifiers (`A+B`), or `hold` is given, and the device
                cannot hold keys. The message names devices that can.
            InputNotDelivered: If the target did not accept a key.

        A letter stands for the key labelled with it on the target's keyboard layout, in either case: `Press Keys    Y`
        presses that key without Shift, which on `de` is the key with the code `KeyZ`. A code names a key on any layout:
        `Ctrl+KeyZ`. Write keys that are held together as one chord: `Ctrl+Alt+Delete`, not as three arguments.

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
            NotSupported: If the device cannot hold keys, as with TinyPilot's REST API. The message names devices that
                can.
            UnknownKey: If a key is unknown; nothing was pressed.

        They are released at the latest at the end of the test, with a warning, or with the import option
        `auto_release=manual` when the device is closed.

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
            raise InputError("At least one key is required, for example 'Shift' or 'Ctrl+Alt'.")
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
        exact: Exact | None = None,
        state: TextState | None = None,
        timeout: timedelta | None = None,
    ) -> Match:
        """Presses a key repeatedly until something is on the screen; not at all if it is there already.

        Args:
            key: The key or chord, for example `F2` while a machine starts.
            *locators: What to wait for; any of them will do.
            unless: What must not appear: one locator or a list of them. It is looked for first, and fails the keyword
                at once.
            interval: The pause after each press. The next press waits until the last one was accepted.
            region: Where to look: `left,top,width,height` in pixels or fractions.
            threshold: The lowest score that counts as found, 0.0 to 1.0; the library's threshold if not given.
            scale: The size of images on this screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; if not given, only what OCR confuses may differ.
            exact: `row` if a text must be a whole row of a list, in its column; if not given, it may be a part of one.
            state: The state that a text must be in: `enabled`, `disabled`, `checked`, `unchecked` or `selected`.
            timeout: How long to keep trying; the library's timeout if not given.

        Returns:
            Where it was found, and which locator it was.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden did.
            TemplateError: If a template cannot be used; nothing was pressed.

        A press that the target does not accept, for example during a restart, does not fail the keyword.

        Example:
        ```robotframework
        *** Test Cases ***
        Enter The Setup
            Open Device    virtual:
            Reset Target
            Press Key Until Screen Contains    F2    setup.png    timeout=30s
        ```
        """

        def attempt() -> Match:
            wanted = self._context.look(
                some(locators),
                region,
                threshold,
                scale=scale,
                ignore_case=ignore_case,
                similarity=similarity,
                exact=exact,
                state=state,
            )
            forbidden = self._context.look(unless.items, region, threshold, scale=scale, ignore_case=ignore_case)
            [chord] = self._context.chords([key])
            item, stroke = self._context.device, chord.keystroke
            watcher = self._context.watcher(timeout)
            match = watcher.appears_after(
                lambda: item.type([stroke]), interval.total_seconds(), wanted, forbidden, str(key)
            )
            self._context.log_found(match, watcher)
            return match

        match = self._context.mended(attempt)
        logger.info(f"Pressed {key} until {match} was on the screen.")
        return match

    @keyword(tags=["Keyboard", "Getter"])
    def get_keyboard_leds(self) -> Leds:
        """Gets the state of the keyboard's LEDs, as set by the target.

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
        logger.info(f"Keyboard LEDs: {leds}")
        return leds
