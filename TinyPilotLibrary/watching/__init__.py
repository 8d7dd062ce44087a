"""What a screen is watched for: things that appear, go, change or come to rest."""

from TinyPilotLibrary.watching.appearing import Appearing
from TinyPilotLibrary.watching.resting import Resting
from TinyPilotLibrary.watching.signal import Signal

__all__ = ["Watcher"]


class Watcher(Appearing, Resting, Signal):
    """Watches a screen, for so long and so often."""
