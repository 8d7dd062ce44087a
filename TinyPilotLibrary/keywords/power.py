"""Keywords for the target's power."""

from collections.abc import Iterator
from contextlib import contextmanager

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.devices.protocol import HasPower
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.keywords.context import Context


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
            NotSupported: If the device cannot switch the power. The message names devices that can.

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
        with self._sending("power on") as able:
            able.power_on()
        logger.info("Switched the target on.")

    @keyword(tags=["Power"])
    def power_off(self) -> None:
        """Cuts the target's power, like pulling the plug; does nothing if it is off already.

        Raises:
            NotSupported: If the device cannot switch the power. The message names devices that can.

        Example:
        ```robotframework
        *** Test Cases ***
        No Picture Without Power
            Open Device    virtual:
            Power Off
            Wait Until No Video Signal
        ```
        """
        with self._sending("power off") as able:
            able.power_off()
        logger.info("Cut the target's power.")

    @keyword(tags=["Power"])
    def reset_target(self) -> None:
        """Resets the target, like its reset button.

        Raises:
            NotSupported: If the device cannot switch the power. The message names devices that can.

        Example:
        ```robotframework
        *** Test Cases ***
        Start Anew
            Open Device    virtual:
            Reset Target
        ```
        """
        with self._sending("reset") as able:
            able.reset()
        logger.info("Reset the target.")

    @contextmanager
    def _sending(self, told: str) -> Iterator[HasPower]:
        item = self._context.device
        able = require(item.device, HasPower)
        with item.sending(told):
            yield able
