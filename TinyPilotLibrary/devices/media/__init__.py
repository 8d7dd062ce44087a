"""Media from elsewhere: kinds of what inserts them and is no device."""

from TinyPilotLibrary.devices.kinds import MEDIA_GROUP
from TinyPilotLibrary.devices.part_kinds import PartKinds

#: The kinds of media. What is opened has a name, can be closed, and is asked for `HasMedia` and `BootsOnce`.
MEDIA_KINDS = PartKinds(MEDIA_GROUP, "way to insert media")

__all__ = ["MEDIA_KINDS"]
