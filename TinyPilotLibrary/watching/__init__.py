"""What a screen is watched for: things that are there, appear, go, change or come to rest."""

from TinyPilotLibrary.watching.appearing import Appearing
from TinyPilotLibrary.watching.echoing import Echoing
from TinyPilotLibrary.watching.glancing import Glancing
from TinyPilotLibrary.watching.resting import Resting
from TinyPilotLibrary.watching.signal import Signal

__all__ = ["Watcher"]


class Watcher(Glancing, Appearing, Resting, Signal, Echoing):
    """Watches a screen, for so long and so often."""
