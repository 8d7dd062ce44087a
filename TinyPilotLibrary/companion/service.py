"""What the companion serves: one device, its numbered frames, and access to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from typing import Annotated

from fastapi import Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from TinyPilotLibrary.companion.access import Access
from TinyPilotLibrary.companion.client_deadline import ClientDeadline
from TinyPilotLibrary.companion.frames import NumberedFrames
from TinyPilotLibrary.companion.images import Images
from TinyPilotLibrary.companion.input_queue import InputQueue
from TinyPilotLibrary.companion.lease import Client, Lease
from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.locks import caps_lock_off
from TinyPilotLibrary.devices.protocol import Device, InterruptsInput
from TinyPilotLibrary.errors import DeviceError
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.hid.pointer import PointerEvent

# For the OpenAPI description; Access decides what is required.
_BEARER = HTTPBearer(auto_error=False, description="A token of POST /api/v1/auth, or the API key.")

# How long what is being typed may take to end, in seconds, where the device cannot be interrupted.
_STOP_TIMEOUT = 1.0


class Served:
    """One device behind the API.

    Args:
        device: The device.
        access: Who may use it.
        quality: JPEG quality, 1 to 100, if the device supplies no JPEG itself.
        images: The images that may be inserted; those that clients send, if not given.
    """

    def __init__(self, device: Device, access: Access, quality: int = 80, images: Images | None = None) -> None:
        self.device = device
        self.access = access
        self.frames = NumberedFrames(device, quality)
        self.queue = InputQueue(self._interrupt)
        self.images = images or Images()
        self.lease = Lease(self._release)

    async def authorize(
        self, request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
    ) -> None:
        """Refuses a request without a valid token or API key.

        Raises:
            Refusal: With status 401.
        """
        self._refuse(request, 401)

    async def authorize_v1(
        self, request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
    ) -> None:
        """Refuses a request without a valid token or API key as TinyPilot does.

        Raises:
            Refusal: With status 403 for a token or key that is wrong or forgotten: the vendor's clients fetch a new
                token, or tell of the key, on that status alone. With status 401 if there is none.
        """
        self._refuse(request, 403 if request.headers.get("Authorization") else 401)

    def _refuse(self, request: Request, status: int) -> None:
        if not self.access.grants(request):
            how = "a token of POST /api/v1/auth" if self.access.issues_tokens else "the API key of this companion"
            raise Refusal(status, f"Not authorized: the header 'Authorization: Bearer ...' must carry {how}.")
        client = Client.of(request)
        if not client.is_brief:
            self.lease.sign_of_life(client)

    async def leased(self, request: Request) -> AsyncIterator[None]:
        """For routes that change the target by other means than input: they need the lease, as input does.

        Args:
            request: The request.

        Raises:
            Refusal: With status 423 if another client has the right to send input.
        """
        async with self.lease.held(request):
            yield

    async def type(self, keystrokes: Iterable[Keystroke], request: Request) -> None:
        """Presses keys; the keys of two requests are never mixed.

        Args:
            keystrokes: The keys.
            request: The request that waits for it.
        """
        await self.input(lambda: self.device.type(keystrokes), request)

    async def paste(self, text: str, language: str, request: Request, *, waits: bool) -> None:
        """Types text, with Caps Lock off meanwhile if the device can see its LED.

        Args:
            text: The text. As with TinyPilot, a carriage return is ignored.
            language: The keyboard layout that the target is set to.
            request: The request.
            waits: Whether it waits until all of it is typed. Otherwise it is checked and queued, and later input
                follows it.

        Raises:
            InputError: If it cannot be typed; nothing was.
            DeviceError: If it was waited for, and the device could not type it.
        """
        layout = find_layout(language)
        # A long text takes a while.
        keystrokes = await run_in_threadpool(layout.keystrokes, text.replace("\r", ""))

        def typed() -> None:
            with caps_lock_off(self.device, layout.caps_lock):
                self.device.type(keystrokes)

        if waits:
            await self.input(typed, request)
            return
        client = Client.of(request)
        await self.lease.take(client, ClientDeadline(request))
        loop = asyncio.get_running_loop()

        def over() -> None:
            # The companion may have ended before the text.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.lease.end_of_input, client)

        self.queue.paste(len(text), typed, over)
        self.lease.begin()

    async def point(self, events: Iterable[PointerEvent], request: Request) -> None:
        """Sends pointer events; those of two requests are never mixed.

        Args:
            events: The events.
            request: The request that waits for it.
        """
        sent = list(events)
        holds = "buttons" if any(event.buttons for event in sent) else ""
        await self.input(lambda: self.device.point(sent), request, holds=holds)
        if sent and not sent[-1].buttons:
            self.lease.holds_no_more("buttons")

    async def input(self, action: Callable[[], None], request: Request, *, holds: str = "") -> None:
        """Runs an action after all earlier input, while no other client can use the input; returns when it is done.

        If its client hangs up, or its time is up, it is dropped or interrupted.

        Args:
            action: What is done.
            request: The request that waits for it.
            holds: `keys` or `buttons`, if they may stay down afterwards.

        Raises:
            Refusal: With status 423 if another client has the right to send input.
        """
        async with self.lease.held(request, holds=holds):
            await self.queue.do(action, ClientDeadline(request))

    async def release(self, request: Request) -> None:
        """Releases all keys and buttons: interrupts what is being typed, and drops what is queued.

        Args:
            request: The request.

        Raises:
            Refusal: With status 423 if another client has the right to send input.
        """
        async with self.lease.held(request):
            await self._release()
            self.lease.holds_no_more()

    async def _release(self) -> None:
        await asyncio.to_thread(self.queue.stop)
        # Two releases at once must not drop each other.
        await self.queue.do(self.device.release)

    def stop(self) -> None:
        """Ends what is being typed and all waiting, so that clients are answered; returns soon."""
        self.frames.close()
        self.queue.stop(_STOP_TIMEOUT)

    def close(self) -> None:
        """Releases all keys and closes the device; what is still queued is not typed."""
        self.stop()
        self.device.close()
        self.queue.close()
        self.images.close()

    def _interrupt(self) -> None:
        # A device that does not answer types nothing either.
        with suppress(DeviceError):
            if able := capability_of(self.device, InterruptsInput):
                able.interrupt()
