"""What a screen is watched for: things that are there, appear, go, change or come to rest."""

from TinyPilotLibrary.watching.appearing import Appearing
from TinyPilotLibrary.watching.echoing import Echoing
from TinyPilotLibrary.watching.glancing import Glancing
from TinyPilotLibrary.watching.signal import Signal
from TinyPilotLibrary.watching.stepping import Stepping

__all__ = ["Watcher"]


class Watcher(Glancing, Appearing, Stepping, Signal, Echoing):
    """Watches a screen, for so long and so often."""
