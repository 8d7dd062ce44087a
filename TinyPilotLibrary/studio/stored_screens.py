"""The stored screens of a run in the place of a device."""

from functools import cache

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.studio.no_device import NoDevice
from TinyPilotLibrary.studio.stored_run import StoredRun, stored_frame
from TinyPilotLibrary.vision.frame import Frame

_NO_DEVICE = "These are the stored screens of a run: there is no device to operate."


def stored_screens(run: StoredRun) -> Device:
    """A device that shows the first screen at which a run missed something.

    Args:
        run: The run.
    """
    file = next((miss.file for miss in run.misses), next(iter(run.files), None))

    @cache
    def frame() -> Frame:
        if file is None:
            raise NoVideoSignal("The run has stored no screen.")
        return stored_frame(file)

    return NoDevice(
        f"run {run.summary}", "These are the stored screens of a run: there is no device to operate.", frame
    )
