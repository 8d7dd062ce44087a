"""What outlets are asked over HTTP, as their makers document it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preset:
    """What a make of outlets is asked.

    Args:
        calls: What is asked for each action, with `{outlet}` for its number.
        state_paths: Where the state is in the answer; the first that is there counts.
        first: The number of the first outlet.
        in_query: Whether user and password stand in the URL, by the names `user` and `password`.
        complaints: The keys of answers that are refusals although the status is 200.
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
