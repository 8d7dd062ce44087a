"""The target's picture on the KVM device itself: from uStreamer, or directly from the kernel (V4L2)."""

from TinyPilotLibrary.devices.capture.capture import Capture, CaptureDevice, GivesFramesSince
from TinyPilotLibrary.devices.capture.open_capture import open_capture, open_ustreamer

__all__ = ["Capture", "CaptureDevice", "GivesFramesSince", "open_capture", "open_ustreamer"]
