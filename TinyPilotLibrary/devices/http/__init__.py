"""HTTP to devices: persistent connections, retries of reads but never of input, trust, and clear errors."""

from TinyPilotLibrary.devices.http.answer import Answer
from TinyPilotLibrary.devices.http.connection import LARGEST_ANSWER, HttpConnection, Request, Stream
from TinyPilotLibrary.devices.http.endpoint import Endpoint
from TinyPilotLibrary.devices.http.reachability import Hints
from TinyPilotLibrary.devices.http.retries import RESTARTING

__all__ = ["LARGEST_ANSWER", "RESTARTING", "Answer", "Endpoint", "Hints", "HttpConnection", "Request", "Stream"]
