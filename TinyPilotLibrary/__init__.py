"""TinyPilotLibrary: Robot Framework keywords for what runs before, beneath and outside an operating system."""

from typing import TYPE_CHECKING

from TinyPilotLibrary.version import __version__

if TYPE_CHECKING:
    from TinyPilotLibrary.evidence.reporting import Reporter
    from TinyPilotLibrary.library import TinyPilotLibrary

__all__ = ["Reporter", "TinyPilotLibrary", "__version__"]


def __getattr__(name: str) -> object:
    # The library loads Robot Framework and OpenCV, which who wants a device or the command alone need not wait for.
    if name == "TinyPilotLibrary":
        from TinyPilotLibrary.library import TinyPilotLibrary  # noqa: PLC0415 - only when it is asked for

        return TinyPilotLibrary
    if name == "Reporter":
        from TinyPilotLibrary.evidence.reporting import Reporter  # noqa: PLC0415 - the same

        return Reporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
