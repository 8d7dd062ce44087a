"""TinyPilotLibrary: Robot Framework keywords for what runs before, beneath and outside an operating system."""

from TinyPilotLibrary.library import TinyPilotLibrary
from TinyPilotLibrary.version import __version__

__all__ = ["TinyPilotLibrary", "__version__"]
