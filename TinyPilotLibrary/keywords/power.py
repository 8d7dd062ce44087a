"""Keywords for the target's power."""

from datetime import timedelta
from enum import Enum

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.chords import WrittenChord
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.session.asking import ask_person
from TinyPilotLibrary.session.switching import Switching

_RESET_KEYS = WrittenChord.parse("Ctrl+Alt+Delete")
_SHUTDOWN = timedelta(minutes=2)
_PERSON = timedelta(minutes=10)


class ResetBy(Enum):
    """How a target is reset.

    `power`: by what switches its power. `keys`: by keys that it takes for that. `person`: by somebody who is asked on
    the console of the run.
    """

    POWER = "power"
    KEYS = "keys"
    PERSON = "person"


class PowerKeywords:
    """Switching the target on and off.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Power"])
    def power_on(self) -> None:
        """Switches the target on; does nothing if it is on already.

        Raises:
            NotSupported: If the target's power cannot be switched. The message names what can.
            DeviceError: If it is not on in time (`power_timeout`), where that can be told.

        What switches the power is the device itself, or the `power` of [Open Device] or of a stand.

        Example:
        ```robotframework
        *** Test Cases ***
        From Cold
            Open Device    virtual:
            Power Off
            Power On
            Wait Until Video Signal
        ```
        """
        self._switching.on()
        logger.info("Switched the target on.")

    @keyword(tags=["Power"])
    def power_off(self, *, graceful: bool = False, timeout: timedelta = _SHUTDOWN, force: bool = False) -> None:
        """Cuts the target's power, like pulling the plug, or shuts it down; does nothing if it is off already.

        Args:
            graceful: Whether its operating system is asked to shut down, as by its power button.
            timeout: How long it may take to shut down.
            force: Whether its power is cut if it is still on then.

        Raises:
            NotSupported: If the target's power cannot be switched. The message names what can.
            DeviceError: If it is not off in time.

        Example:
        ```robotframework
        *** Test Cases ***
        No Picture Without Power
            Open Device    virtual:
            Power Off    graceful=True    timeout=1 min    force=True
            Wait Until No Video Signal
        ```
        """
        if not graceful:
            if force:
                raise ConfigurationError("force= is for graceful=True: without that, the power is cut at once.")
            self._switching.off()
            logger.info("Cut the target's power.")
        elif self._switching.shut_down(self._context.seconds(timeout), force=force):
            logger.info("The target has shut down.")
        else:
            logger.warn(f"The target did not shut down within {timeout}: its power was cut.")

    @keyword(tags=["Power"])
    def reset_target(
        self, *, by: ResetBy = ResetBy.POWER, keys: WrittenChord | None = None, timeout: timedelta = _PERSON
    ) -> None:
        """Resets the target, like its reset button.

        Args:
            by: `power`; or where nothing switches the target's power, `keys` that it takes for a reset, or a `person`
                who is asked on the console of the run, and presses Enter there.
            keys: The chord with `by=keys`; Ctrl+Alt+Delete if not given.
            timeout: How long a person may take.

        Raises:
            NotSupported: If the target's power cannot be switched. The message names what can.
            DeviceError: If it is not on again in time (`power_timeout`), where that can be told.

        Where there is no reset, it is off, a pause (`power_pause`) and on. A target that is known to be off stays off.

        Example:
        ```robotframework
        *** Test Cases ***
        Start Anew
            Open Device    virtual:
            Reset Target
            Reset Target    by=keys    keys=Ctrl+Alt+Delete
        ```
        """
        if keys is not None and by is not ResetBy.KEYS:
            raise ConfigurationError(f"keys= is for by=keys, and this is by={by.value}.")
        item = self._context.device
        if by is ResetBy.POWER:
            self._switching.reset()
            logger.info("Reset the target.")
        elif by is ResetBy.KEYS:
            chord = keys or _RESET_KEYS
            item.press(self._context.chords([chord]))
            item.screen.forget()
            logger.info(f"Pressed {chord} to reset the target.")
        else:
            request = f"Please reset the target of '{item.alias}' by hand."
            with item.sending("reset by a person"):
                ask_person(request, self._context.seconds(timeout), self._context.session.clock)
            item.screen.forget()
            logger.warn(f"A person was asked to reset the target of '{item.alias}', and has said that it is done.")

    @keyword(tags=["Power", "Getter"])
    def get_power_state(self) -> str:
        """Gets whether the target is on.

        Returns:
            `on` or `off`. Switched by an outlet, it is the state of the outlet.

        Raises:
            NotSupported: If nothing can tell. The message names what can.

        Example:
        ```robotframework
        *** Test Cases ***
        It Begins Switched On
            Open Device    virtual:
            ${state} =    Get Power State
            Should Be Equal    ${state}    on
        ```
        """
        state = self._switching.state().value
        logger.info(f"The target is {state}.")
        return state

    @keyword(tags=["Power", "Wait"])
    def wait_until_power_is(self, state: PowerState, *, timeout: timedelta | None = None) -> None:
        """Waits until the target is on, or off: it may switch itself off after an installation, say.

        Args:
            state: `on` or `off`.
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            NotSupported: If nothing can tell. The message names what can.
            DeviceError: If it is not so in time.

        Example:
        ```robotframework
        *** Test Cases ***
        Off At The End
            Open Device    virtual:
            Power Off
            Wait Until Power Is    off    timeout=2 min
        ```
        """
        self._switching.wait_until(state, self._context.seconds(timeout))
        logger.info(f"The target is {state.value}.")

    @property
    def _switching(self) -> Switching:
        interval = self._context.session.settings.poll_interval.value
        return Switching(self._context.device, self._context.session.clock, interval)
