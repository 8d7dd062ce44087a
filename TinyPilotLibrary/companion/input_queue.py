"""Input in the order in which it came: one thing after the other, whether somebody waits for it or not."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from TinyPilotLibrary.companion.client_deadline import ClientDeadline
from TinyPilotLibrary.errors import DeviceError, InputInterrupted, InputNotDelivered

_LOG = logging.getLogger(__name__)
# So many pasted texts are told of afterwards, and no more may wait.
_REMEMBERED = 100
_AGAIN = 0.05
_DROPPED = "Everything was released before this had its turn: nothing of it was sent."
QUEUED, TYPING, TYPED, FAILED = "queued", "typing", "typed", "failed"

Action = Callable[[], None]


@dataclass(frozen=True)
class Paste:
    """A text that somebody pasted and did not wait for.

    Args:
        number: The how-many-eth it is of this companion.
        characters: How many characters it has; the text itself is told to nobody.
        state: `queued`, `typing`, `typed` or `failed`.
        message: Why it failed.
    """

    number: int
    characters: int
    state: str = QUEUED
    message: str = ""


class InputQueue:
    """Does one thing after the other, in the order in which they came, in a thread of its own.

    Args:
        interrupt: Ends what is being done, if that can be ended; it may come too early, and is called again then.
    """

    def __init__(self, interrupt: Action) -> None:
        self._interrupt = interrupt
        self._worker = ThreadPoolExecutor(1, "input")
        self._lock = threading.Lock()
        self._unfinished: list[Future[None]] = []
        # Held while an interruption is sent, so that it never hits what comes next.
        self._turn = threading.Lock()
        self._at_work: Action | None = None
        self._pastes: deque[Paste] = deque(maxlen=_REMEMBERED)
        self._count = 0

    async def do(self, action: Action, deadline: ClientDeadline | None = None) -> None:
        """Does something when everything before it is done, and waits until it is.

        Args:
            action: What is done.
            deadline: Until when its client waits: afterwards it is dropped or ended. If None, nothing drops or ends it.

        Raises:
            InputInterrupted: If it was ended or dropped.
            DeviceError: Whatever the action raises, or if the companion is ending.
        """
        with self._lock:
            future = self._submit(action, can_stop=deadline is not None)
        done = asyncio.wrap_future(future)
        over = await self._outlasted(done, deadline) if deadline else None
        if over and future.cancel():
            _LOG.info("%s before its input had its turn: it was dropped.", over)
            raise InputInterrupted(f"{over} before this had its turn: nothing of it was sent.")
        if over:
            _LOG.info("%s while its input was sent: it was interrupted.", over)
            await asyncio.to_thread(self._end, action, future)
        await asyncio.wait({done})
        if done.cancelled():
            raise InputInterrupted(_DROPPED)
        try:
            done.result()
        except InputInterrupted as error:
            raise InputInterrupted(f"{over}. {error}" if over else str(error)) from None

    def paste(self, characters: int, action: Action, over: Action) -> None:
        """Queues the typing of a text, and does not wait for it.

        Args:
            characters: How many characters it has.
            action: Types it.
            over: Is called when it is typed, failed or dropped, in whichever thread.

        Raises:
            InputNotDelivered: If as many wait already as are remembered.
            DeviceError: If the companion is ending.
        """
        # Numbered in the order in which they are queued.
        with self._lock:
            if sum(paste.state in {QUEUED, TYPING} for paste in self._pastes) == _REMEMBERED:
                raise InputNotDelivered(f"{_REMEMBERED} texts wait to be typed already: this one was not taken.")
            paste = Paste(self._count + 1, characters)
            future = self._submit(lambda: self._type(paste, action), can_stop=True)
            self._count += 1
            self._pastes.append(paste)
        future.add_done_callback(lambda _: over())
        future.add_done_callback(lambda done: self._fail(paste, _DROPPED) if done.cancelled() else None)

    def pastes(self) -> list[Paste]:
        """The last texts that were pasted and not waited for, the oldest first."""
        with self._lock:
            return list(self._pastes)

    def stop(self, timeout: float | None = None) -> None:
        """Drops what has not begun and ends what has; returns when it is over.

        Args:
            timeout: How long to wait for that, in seconds; as long as it takes if None.
        """
        with self._lock:
            stopped, self._unfinished = self._unfinished, []
        begun = [future for future in stopped if not future.cancel()]
        tries = None if timeout is None else round(timeout / _AGAIN)
        while not all(future.done() for future in begun) and tries != 0:
            self._interrupt()
            wait(begun, _AGAIN)
            tries = None if tries is None else tries - 1

    def close(self) -> None:
        """Ends: what has not begun is not done, and nothing more is taken."""
        self._worker.shutdown(cancel_futures=True)

    async def _outlasted(self, done: "asyncio.Future[None]", deadline: ClientDeadline) -> str | None:
        """Waits until it is done, or its client waits no longer: why it does not."""
        over = asyncio.create_task(deadline.passes())
        try:
            await asyncio.wait((done, over), return_when=asyncio.FIRST_COMPLETED)
            return None if done.done() else over.result()
        finally:
            over.cancel()

    def _submit(self, action: Action, *, can_stop: bool) -> Future[None]:
        try:
            future = self._worker.submit(self._do, action)
        except RuntimeError:
            raise DeviceError("The companion is ending: it takes no more input.") from None
        if can_stop:
            self._unfinished = [*(other for other in self._unfinished if not other.done()), future]
        return future

    def _do(self, action: Action) -> None:
        with self._turn:
            self._at_work = action
        try:
            action()
        finally:
            with self._turn:
                self._at_work = None

    def _end(self, action: Action, future: Future[None]) -> None:
        while not future.done():
            with self._turn:
                if self._at_work is action:
                    self._interrupt()
            wait([future], _AGAIN)

    def _type(self, paste: Paste, action: Action) -> None:
        self._tell(replace(paste, state=TYPING))
        try:
            action()
        except Exception as error:  # noqa: BLE001 - nobody waits for it: it is told whatever it is
            self._fail(paste, str(error))
            return
        _LOG.info("A pasted text of %d characters was typed.", paste.characters)
        self._tell(replace(paste, state=TYPED))

    def _fail(self, paste: Paste, message: str) -> None:
        _LOG.error("A pasted text of %d characters was not typed whole: %s", paste.characters, message)
        self._tell(replace(paste, state=FAILED, message=message))

    def _tell(self, paste: Paste) -> None:
        with self._lock:
            known = [item if item.number != paste.number else paste for item in self._pastes]
            self._pastes = deque(known, self._pastes.maxlen)
