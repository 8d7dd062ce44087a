"""Power over Redfish."""

from collections.abc import Callable
from functools import partial
from typing import Any

from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.devices.redfish.redfish_service import RedfishService, service_of
from TinyPilotLibrary.errors import DeviceError, NotSupported

_RESET = "#ComputerSystem.Reset"
_ALLOWED = "ResetType@Redfish.AllowableValues"
# A transitional state counts as the old state.
_STATES = {
    "on": PowerState.ON,
    "poweringon": PowerState.OFF,
    "off": PowerState.OFF,
    "poweringoff": PowerState.ON,
    "paused": PowerState.ON,
}


class RedfishPower:
    """The power of a system behind a BMC.

    Args:
        service: The BMC.
    """

    def __init__(self, service: RedfishService) -> None:
        self._service = service

    def state(self) -> PowerState:
        """Whether the system is on.

        Raises:
            DeviceError: If the BMC does not know.
        """
        told = self._system().get("PowerState")
        state = _STATES.get(str(told).lower())
        if state is None:
            raise DeviceError(f"'{self._service.name}' does not know whether the system is on: PowerState is {told!r}.")
        return state

    def order(self, *kinds: str) -> None:
        """Requests the first kind of reset that the BMC supports.

        Args:
            kinds: The kinds, preferred ones first.

        Raises:
            NotSupported: If it supports none of them.
        """
        action = self._system().get("Actions", {}).get(_RESET, {})
        allowed = self._allowed(action)
        kind = next((kind for kind in kinds if allowed is None or kind in allowed), None)
        if kind is None or "target" not in action:
            has = ", ".join(allowed or []) or "none"
            raise NotSupported(f"'{self._service.name}' has no reset of the kind {' or '.join(kinds)}. It has: {has}.")
        self._service.post(str(action["target"]), {"ResetType": kind})

    def _allowed(self, action: dict[str, Any]) -> list[str] | None:
        """The kinds of reset that the BMC supports; None if it does not list them."""
        if _ALLOWED in action:
            return list(map(str, action[_ALLOWED]))
        if "@Redfish.ActionInfo" not in action:
            return None
        parameters = self._service.get(str(action["@Redfish.ActionInfo"])).get("Parameters", [])
        values = [item.get("AllowableValues") for item in parameters if item.get("Name") == "ResetType"]
        return list(map(str, values[0])) if values and values[0] else None

    def _system(self) -> dict[str, Any]:
        return self._service.get(self._service.system_path)


def open_redfish_power(
    url: str,
    *,
    username: object = None,
    password: object = None,
    system: object = None,
    ca_certificate: object = None,
    verify: object = True,
    connect_timeout: object = 5.0,
    read_timeout: object = 15.0,
) -> PowerControl:
    """Switches a system through its BMC. It is contacted on first use.

    Args:
        url: `redfish://host`, over TLS, or `redfish+http://host` without; the path of a system may follow.
        username: The user.
        password: The password, also as Robot Framework's `Secret`.
        system: The system's identifier or name, if there are several.
        ca_certificate: Certificate file of the authority that signed the BMC's certificate, or that certificate itself.
        verify: Whether its certificate is verified.
        connect_timeout: Time limit for connecting.
        read_timeout: Time limit for an answer.

    Returns:
        The control.

    Raises:
        ConfigurationError: If the URL or an option is invalid.
    """
    service = service_of(
        url,
        username=username,
        password=password,
        system=system,
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    power = RedfishPower(service)

    def order(*kinds: str) -> Callable[[], None]:
        return partial(power.order, *kinds)

    return PowerControl(
        url,
        on=order("On", "ForceOn"),
        off=order("ForceOff"),
        reset=order("ForceRestart", "PowerCycle", "FullPowerCycle"),
        shutdown=order("GracefulShutdown", "PushPowerButton"),
        state=power.state,
        close=service.close,
    )
