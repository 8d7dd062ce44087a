"""The HTTP requests of outlets, as documented by their vendors."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preset:
    """The requests of a vendor's outlets.

    Args:
        calls: The request for each action, with `{outlet}` for the outlet's number.
        state_paths: Paths of the state in the answer; the first one that exists counts.
        first: The number of the first outlet.
        in_query: Whether user and password are in the query, as `user` and `password`.
        complaints: Keys of answers that mean a refusal although the status is 200.
    """

    calls: Mapping[str, str]
    state_paths: tuple[str, ...]
    first: int
    in_query: bool = False
    complaints: tuple[str, ...] = field(default=())


PRESETS = {
    "tasmota": Preset(
        {
            "on": "/cm?cmnd=Power{outlet}%20On",
            "off": "/cm?cmnd=Power{outlet}%20Off",
            "state": "/cm?cmnd=Power{outlet}",
        },
        # A device with a single outlet does not number it.
        ("POWER{outlet}", "POWER"),
        first=1,
        in_query=True,
        complaints=("WARNING", "Command"),
    ),
    "shelly": Preset(
        {"on": "/relay/{outlet}?turn=on", "off": "/relay/{outlet}?turn=off", "state": "/relay/{outlet}"},
        ("ison",),
        first=0,
    ),
    "shelly-gen2": Preset(
        {
            "on": "/rpc/Switch.Set?id={outlet}&on=true",
            "off": "/rpc/Switch.Set?id={outlet}&on=false",
            "state": "/rpc/Switch.GetStatus?id={outlet}",
        },
        ("output",),
        first=0,
    ),
}
