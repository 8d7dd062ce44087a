"""The picture directly from the kernel's capture (V4L2), if no other program uses it."""

from TinyPilotLibrary.devices.capture.v4l2.open_v4l2 import first_node, open_node, open_v4l2
from TinyPilotLibrary.devices.capture.v4l2.v4l2_capture import V4l2Capture

__all__ = ["V4l2Capture", "first_node", "open_node", "open_v4l2"]
