"""An event loop in a thread of its own, for what speaks asyncio and is used by ordinary threads."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

# How long what is left in the loop may take to end by itself, in seconds.
_ENDING = 1.0
#: What is raised for work that was not done in time; of Python 3.10 these are no `TimeoutError` yet.
TOO_LATE = (asyncio.TimeoutError, concurrent.futures.TimeoutError)


class LoopThread:
    """An event loop, which runs until it is closed.

    Args:
        name: The thread's name.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be done in it any more."""
        return self._loop.is_closed()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Does something in the loop, and waits for it; given up, it is cancelled.

        Args:
            work: What is done.
            timeout: How long it may take, in seconds.

        Returns:
            What it gives.

        Raises:
            TimeoutError: If it took longer: one of `TOO_LATE`.
        """
        future = self.begin(work)
        try:
            return future.result(timeout)
        except BaseException:
            # For example a test timeout: an answer must not be taken for that of the next work.
            future.cancel()
            raise

    def begin(self, work: Coroutine[Any, Any, T]) -> "concurrent.futures.Future[T]":
        """Begins with something, and does not wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, function: Callable[..., object], *arguments: object) -> None:
        """Calls a function in the loop, soon.

        Args:
            function: The function. It is called in the loop's thread; nobody waits for it, and what it returns is lost.
            arguments: What it is called with.

        Raises:
            RuntimeError: If the loop is closed.
        """
        self._loop.call_soon_threadsafe(function, *arguments)

    def close(self, timeout: float) -> None:
        """Ends what is left in the loop, and the thread.

        Args:
            timeout: How long each of both may take, in seconds.
        """
        if not self._loop.is_running():
            return
        with suppress(*TOO_LATE):
            self.run(_end_tasks(), timeout)
        self.call(self._loop.stop)
        self._thread.join(timeout)
        if not self._thread.is_alive():
            self._loop.close()


async def _end_tasks() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        # An abandoned session closes its connection first.
        _, left = await asyncio.wait(left, timeout=_ENDING)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
