"""Numbered frames of the device: looks that clients share, and waits for the next frame that hold no thread."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from TinyPilotLibrary.companion.pictures import Picture, Pictures, Update
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.vision.frame import Frame

_POLL = 0.05
# So that closing is noticed soon.
_LONGEST_SLICE = 0.5
_FPS_WINDOW = 1.0
# Pictures are told a moment later, in seconds: encoding them does not hold up who waits for them. So many may wait.
_TOLD_AFTER, _MOST_UNTOLD = 0.2, 8

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
        self._pictures = Pictures()
        self._watched: Frame | None = None
        self._times: deque[float] = deque()
        self._told: Callable[[bytes], None] | None = None
        self._closing = threading.Event()
        self._looker, self._watcher = ThreadPoolExecutor(1, "look"), ThreadPoolExecutor(1, "watch")
        self._teller = ThreadPoolExecutor(1, "tell")
        self._untold: deque[Picture] = deque(maxlen=_MOST_UNTOLD)
        self._one_look = asyncio.Lock()
        self._next_look: asyncio.Task[Picture] | None = None
        self._waiting: dict[asyncio.Future[Picture | None], int] = {}
        self._watch: asyncio.Task[None] | None = None
        self._viewers = 0

    async def now(self) -> Numbered:
        """The number of the current screen, and its JPEG; all who ask while a look is under way share the next one."""
        return await self._whole(await self._shared_look())

    def frame(self) -> Frame:
        """The current screen; of a picture that was seen before, its decoded pixels are known."""
        frame = self._device.frame()
        latest = self._pictures.latest
        return latest.frame if latest is not None and latest.frame.identity == frame.identity else frame

    def tell(self, told: Callable[[bytes], None]) -> None:
        """Has each picture told that is seen from now on, beginning with the latest; of a film not all of them.

        Args:
            told: Gets its JPEG, in another thread.
        """
        self._told = told
        if self._pictures.latest is not None:
            told(self._pictures.latest.jpeg)

    async def after(self, number: int, timeout: float) -> Numbered | None:
        """Waits for a picture with a different number.

        Args:
            number: The number of the picture that the client has.
            timeout: How long to wait, in seconds.

        Returns:
            Number and JPEG, or None if nothing changed in time.
        """
        deadline = time.monotonic() + timeout
        current = await self._shared_look()
        if current.number == number:
            later = await self._watched_after(number, deadline)
            if later is None:
                return None
            current = later
        return await self._whole(current)

    async def live(self, number: int, timeout: float) -> AsyncIterator[Update | None]:
        """Tells again and again what of the screen is new, for who shows it.

        It takes one look, and no more, as `after` does for clients that have sent input before: the screen is watched
        as long as anyone views it, and who is slow gets the latest picture next.

        Args:
            number: The number of the picture that the client has; 0 if it has none.
            timeout: After how many seconds without a change it tells that there is none.

        Yields:
            What of the picture is new, or None if nothing is. It ends when the companion does.

        Raises:
            DeviceError: If the screen cannot be seen any more.
        """
        self._viewers += 1
        try:
            current: Picture | None = await self._shared_look()
            while not self._closing.is_set():
                update = None
                if current is not None and current.number != number:
                    update = await asyncio.to_thread(self._pictures.update, current, number)
                    number = update.number
                yield update
                current = self._pictures.latest
                if current is None or current.number == number:
                    current = await self._watched_after(number, time.monotonic() + timeout)
        finally:
            self._viewers -= 1

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
        self._teller.shutdown(wait=False)

    async def _shared_look(self) -> Picture:
        if self._next_look is None:
            self._next_look = asyncio.create_task(self._look())
        return await asyncio.shield(self._next_look)

    async def _look(self) -> Picture:
        async with self._one_look:
            # Who asks from here on may have sent input before, and needs a later look.
            self._next_look = None
            return await asyncio.get_running_loop().run_in_executor(self._looker, self._see)

    async def _whole(self, picture: Picture) -> Numbered:
        jpeg = await asyncio.get_running_loop().run_in_executor(self._looker, lambda: picture.jpeg)
        return picture.number, jpeg

    async def _watched_after(self, number: int, deadline: float) -> Picture | None:
        """Waits until the watch has seen another picture."""
        waiting: asyncio.Future[Picture | None] = asyncio.get_running_loop().create_future()
        self._waiting[waiting] = number
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._answer_waiting())
        try:
            await asyncio.wait({waiting}, timeout=max(0.0, deadline - time.monotonic()))
            return waiting.result() if waiting.done() else None
        finally:
            self._waiting.pop(waiting, None)

    async def _answer_waiting(self) -> None:
        """Looks for the next frame as long as anyone waits for it, or views the screen."""
        while (self._waiting or self._viewers) and not self._closing.is_set():
            try:
                current = await asyncio.get_running_loop().run_in_executor(self._watcher, self._see_next)
            except Exception as error:  # noqa: BLE001 - whatever it is, all who wait are told
                for waiting in list(self._waiting):
                    _answer(waiting, error=error)
                return
            for waiting in [waiting for waiting, number in self._waiting.items() if number != current.number]:
                _answer(waiting, current)
                del self._waiting[waiting]
        for waiting in list(self._waiting):
            _answer(waiting)

    def _see(self) -> Picture:
        picture, is_new = self._numbered(self._device.frame())
        if is_new and self._told is not None:
            self._told(picture.jpeg)
        return picture

    def _see_next(self) -> Picture:
        able = capability_of(self._device, NotifiesFrames)
        if able:
            # Not after the latest picture: a newer frame may show the same, and is not waited for again.
            last = self._watched or self._device.frame()
            self._watched = able.next_frame(last, _LONGEST_SLICE)
            picture, is_new = self._numbered(self._watched)
            if is_new and self._told is not None:
                self._untold.append(picture)
                self._teller.submit(self._tell, self._told)
            return picture
        self._closing.wait(_POLL)
        return self._see()

    def _numbered(self, frame: Frame) -> tuple[Picture, bool]:
        picture, is_new = self._pictures.seen(frame, self.quality, compares=self._viewers > 0)
        if is_new:
            with self._lock:
                self._times.append(time.monotonic())
                self._forget_old()
        return picture, is_new

    def _tell(self, told: Callable[[bytes], None]) -> None:
        if self._untold:
            self._closing.wait(_TOLD_AFTER)
        while self._untold:
            told(self._untold.popleft().jpeg)

    def _forget_old(self) -> None:
        while self._times and self._times[0] < time.monotonic() - _FPS_WINDOW:
            self._times.popleft()


def _answer(
    waiting: "asyncio.Future[Picture | None]", answer: Picture | None = None, error: Exception | None = None
) -> None:
    if waiting.done():
        return
    if error is None:
        waiting.set_result(answer)
        return
    waiting.set_exception(error)
    # Its client may have stopped waiting at the same moment.
    waiting.exception()
