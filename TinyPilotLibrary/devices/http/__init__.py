"""HTTP to devices: one connection that is kept, what is asked again and what never is, trust, and errors in words."""

from TinyPilotLibrary.devices.http.answer import Answer
from TinyPilotLibrary.devices.http.connection import LARGEST_ANSWER, HttpConnection, Request, Stream
from TinyPilotLibrary.devices.http.endpoint import Endpoint
from TinyPilotLibrary.devices.http.reachability import Hints
from TinyPilotLibrary.devices.http.retries import RESTARTING

__all__ = ["LARGEST_ANSWER", "RESTARTING", "Answer", "Endpoint", "Hints", "HttpConnection", "Request", "Stream"]
