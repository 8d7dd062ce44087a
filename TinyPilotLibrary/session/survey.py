"""All stands of a lab at a glance: looked at all at once, and not longer than a given time."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.claims import Claimable, Use
from TinyPilotLibrary.errors import CorruptFrame, DeviceInUse, NoVideoSignal, TinyPilotError
from TinyPilotLibrary.session.stands import Stand
from TinyPilotLibrary.vision.geometry import Size


@dataclass(frozen=True)
class Look:
    """What was seen of a stand.

    Args:
        name: Its name.
        reachable: Whether its device answered.
        size: The size of its screen; None without a picture.
        latency: How long a second picture took, in seconds; None without a picture.
        version: The software of its device, if it tells.
        holder: Who has the right to send input; None if nobody has, or it is not known.
        problem: What is wrong; empty if nothing is.
    """

    name: str
    reachable: bool = False
    size: Size | None = None
    latency: float | None = None
    version: str | None = None
    holder: str | None = None
    problem: str = ""


def survey(stands: Iterable[Stand], limit: float) -> list[Look]:
    """Looks at stands, all at once; nothing is sent to their targets.

    Args:
        stands: The stands.
        limit: How long to wait for all of them, in seconds.

    Returns:
        What was seen of each, in their order.
    """
    wanted = list(stands)
    seen: dict[str, Look] = {}

    def look(stand: Stand) -> None:
        seen[stand.name] = _look(stand)

    threads = [threading.Thread(target=look, args=(stand,), daemon=True) for stand in wanted]
    for thread in threads:
        thread.start()
    until = time.monotonic() + limit
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    late = f"It did not answer within {limit:g} s."
    return [seen.get(stand.name) or Look(stand.name, problem=late) for stand in wanted]


def _look(stand: Stand) -> Look:
    use = Use()
    try:
        device = stand.open({})
        try:
            able = capability_of(device, Claimable)
            use = able.use() if able else use
            size, latency, problem = None, None, ""
            try:
                device.frame()
                begun = time.monotonic()
                size = device.frame().size
                latency = time.monotonic() - begun
            except (NoVideoSignal, CorruptFrame) as error:
                problem = str(error)
            except DeviceInUse as error:
                # Only who has it sees its screen.
                problem = str(error) if use.holder is None else ""
            return Look(
                stand.name,
                reachable=True,
                size=size,
                latency=latency,
                version=use.version,
                holder=use.holder,
                problem=problem,
            )
        finally:
            device.close()
    except TinyPilotError as error:
        return Look(stand.name, version=use.version, holder=use.holder, problem=str(error))
