"""Numbered frames of the device: looks that clients share, and waits for the next frame that hold no thread."""

import asyncio
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.vision.frame import Frame

_POLL = 0.05
# So that closing is noticed soon.
_LONGEST_SLICE = 0.5
_FPS_WINDOW = 1.0
_FIRST_NUMBERS = 1_000_000_000

Numbered = tuple[int, bytes]


class NumberedFrames:
    """Numbers the frames of a device: a picture that differs from the previous one gets the next number.

    However many clients look and wait, one thread looks and one waits: neither input nor other clients wait for them.

    Args:
        device: Where frames come from.
        quality: JPEG quality, 1 to 100, if the device supplies no JPEG itself.
    """

    def __init__(self, device: Device, quality: int = 80) -> None:
        self._device = device
        self.quality = quality
        self._lock = threading.Lock()
        # A waiting client may have its number from an earlier companion: it must not stand for another picture here.
        self._first = 1 + secrets.randbelow(_FIRST_NUMBERS)
        self._latest: tuple[int, Frame, bytes] | None = None
        self._watched: Frame | None = None
        self._times: deque[float] = deque()
        self._told: Callable[[bytes], None] | None = None
        self._closing = threading.Event()
        self._looker, self._watcher = ThreadPoolExecutor(1, "look"), ThreadPoolExecutor(1, "watch")
        self._one_look = asyncio.Lock()
        self._next_look: asyncio.Task[Numbered] | None = None
        self._waiting: dict[asyncio.Future[Numbered | None], int] = {}
        self._watch: asyncio.Task[None] | None = None

    async def now(self) -> Numbered:
        """The number of the current screen, and its JPEG; all who ask while a look is under way share the next one."""
        if self._next_look is None:
            self._next_look = asyncio.create_task(self._look())
        return await asyncio.shield(self._next_look)

    def frame(self) -> Frame:
        """The current screen; of a picture that was seen before, its decoded pixels are known."""
        frame = self._device.frame()
        with self._lock:
            if self._latest is not None and self._latest[1].identity == frame.identity:
                return self._latest[1]
        return frame

    def tell(self, told: Callable[[bytes], None]) -> None:
        """Has each picture told that is seen from now on, beginning with the latest.

        Args:
            told: Gets its JPEG, in whichever thread has seen it.
        """
        with self._lock:
            self._told = told
            if self._latest is not None:
                told(self._latest[2])

    async def after(self, number: int, timeout: float) -> Numbered | None:
        """Waits for a picture with a different number.

        Args:
            number: The number of the picture that the client has.
            timeout: How long to wait, in seconds.

        Returns:
            Number and JPEG, or None if nothing changed in time.
        """
        deadline = time.monotonic() + timeout
        current = await self.now()
        if current[0] != number:
            return current
        waiting: asyncio.Future[Numbered | None] = asyncio.get_running_loop().create_future()
        self._waiting[waiting] = number
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._answer_waiting())
        try:
            await asyncio.wait({waiting}, timeout=max(0.0, deadline - time.monotonic()))
            return waiting.result() if waiting.done() else None
        finally:
            self._waiting.pop(waiting, None)

    def captured_fps(self) -> int:
        """How many different pictures were seen in the last second."""
        with self._lock:
            self._forget_old()
            return len(self._times)

    def close(self) -> None:
        """Ends all waiting; may be called from any thread."""
        self._closing.set()
        self._looker.shutdown(wait=False)
        self._watcher.shutdown(wait=False)

    async def _look(self) -> Numbered:
        async with self._one_look:
            # Who asks from here on may have sent input before, and needs a later look.
            self._next_look = None
            return await asyncio.get_running_loop().run_in_executor(self._looker, self._see)

    async def _answer_waiting(self) -> None:
        """Looks for the next frame as long as anyone waits for it."""
        while self._waiting and not self._closing.is_set():
            try:
                current = await asyncio.get_running_loop().run_in_executor(self._watcher, self._see_next)
            except Exception as error:  # noqa: BLE001 - whatever it is, all who wait are told
                for waiting in list(self._waiting):
                    _answer(waiting, error=error)
                return
            for waiting in [waiting for waiting, number in self._waiting.items() if number != current[0]]:
                _answer(waiting, current)
                del self._waiting[waiting]
        for waiting in list(self._waiting):
            _answer(waiting)

    def _see(self) -> Numbered:
        return self._numbered(self._device.frame())

    def _see_next(self) -> Numbered:
        able = capability_of(self._device, NotifiesFrames)
        if able:
            # Not after the latest picture: a newer frame may show the same, and is not waited for again.
            last = self._watched or self._device.frame()
            self._watched = able.next_frame(last, _LONGEST_SLICE)
            return self._numbered(self._watched)
        self._closing.wait(_POLL)
        return self._see()

    def _numbered(self, frame: Frame) -> Numbered:
        with self._lock:
            if self._latest is None or self._latest[1].identity != frame.identity:
                number = self._latest[0] + 1 if self._latest else self._first
                self._latest = (number, frame, frame.jpeg(self.quality))
                if self._told is not None:
                    self._told(self._latest[2])
                self._times.append(time.monotonic())
                self._forget_old()
            return self._latest[0], self._latest[2]

    def _forget_old(self) -> None:
        while self._times and self._times[0] < time.monotonic() - _FPS_WINDOW:
            self._times.popleft()


def _answer(
    waiting: "asyncio.Future[Numbered | None]", answer: Numbered | None = None, error: Exception | None = None
) -> None:
    if waiting.done():
        return
    if error is None:
        waiting.set_result(answer)
        return
    waiting.set_exception(error)
    # Its client may have stopped waiting at the same moment.
    waiting.exception()
