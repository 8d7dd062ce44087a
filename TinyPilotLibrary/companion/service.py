"""What the companion serves: one device, its numbered frames, and access to it."""

import threading
from collections.abc import Callable, Iterable
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from TinyPilotLibrary.companion.access import Access
from TinyPilotLibrary.companion.frames import NumberedFrames
from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.devices.locks import caps_lock_off
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent

# For the OpenAPI description; Access decides what is required.
_BEARER = HTTPBearer(auto_error=False, description="A token of POST /api/v1/auth, or the API key.")


class Served:
    """One device behind the API.

    Args:
        device: The device.
        access: Who may use it.
        quality: JPEG quality, 1 to 100, if the device supplies no JPEG itself.
    """

    def __init__(self, device: Device, access: Access, quality: int = 80) -> None:
        self.device = device
        self.access = access
        self.frames = NumberedFrames(device, quality)
        self._input = threading.Lock()

    async def authorize(
        self, request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
    ) -> None:
        """Refuses a request without a valid token or API key.

        Raises:
            Refusal: With status 401.
        """
        if not self.access.grants(request):
            how = "a token of POST /api/v1/auth" if self.access.issues_tokens else "the API key of this companion"
            raise Refusal(401, f"Not authorized: the header 'Authorization: Bearer ...' must carry {how}.")

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses keys; the keys of two clients are never mixed."""
        self.input(lambda: self.device.type(keystrokes))

    def type_text(self, keystrokes: Iterable[Keystroke], caps_lock: Keystroke) -> None:
        """Types text, with Caps Lock off meanwhile if the device can see its LED.

        Args:
            keystrokes: The keys of the text.
            caps_lock: The key that switches Caps Lock at the target.
        """

        def typed() -> None:
            with caps_lock_off(self.device, caps_lock):
                self.device.type(keystrokes)

        self.input(typed)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events; those of two clients are never mixed."""
        self.input(lambda: self.device.point(events))

    def input(self, action: Callable[[], None]) -> None:
        """Runs an action while no other client can use the input."""
        with self._input:
            action()

    def close(self) -> None:
        """Releases all keys and closes the device."""
        self.frames.close()
        self.device.close()
