"""The power of the target, by the wires to its mainboard that kvmd calls ATX."""

from TinyPilotLibrary.devices.pikvm.api import Api
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.power.target_power import TargetPower
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import DeviceError

# A button is held down for up to 5.5 s, and the answer comes afterwards.
_PRESSING = 15.0


def atx_power(api: Api) -> TargetPower:
    """The power of a target whose wires are connected.

    Args:
        api: The device.
    """

    def press(action: str) -> None:
        api.post("/atx/power", {"action": action, "wait": "1"}, _PRESSING)

    def state() -> PowerState:
        lights = api.get("/atx").get("leds")
        if not isinstance(lights, dict) or "power" not in lights:
            raise DeviceError(f"'{api.name}' does not tell whether the power LED of the target is lit.")
        return PowerState.ON if lights["power"] else PowerState.OFF

    control = PowerControl(
        api.name,
        on=lambda: press("on"),
        off=lambda: press("off_hard"),
        reset=lambda: press("reset_hard"),
        shutdown=lambda: press("off"),
        state=state,
    )
    return TargetPower([control])
