"""A run that is paused because something was not found, until a person says how it goes on."""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from TinyPilotLibrary.errors import TinyPilotError
from TinyPilotLibrary.evidence.events import Looked

# The main thread wakes up so often, for signals.
_SLICE = 0.5


class Answer(Enum):
    """How a run goes on: the wait is tried again, counts as passed, or the test is skipped, or fails, or all ends."""

    RETRY = "retry"
    GO_ON = "go on"
    SKIP = "skip"
    FAIL = "fail"
    ABORT = "abort"


@dataclass(frozen=True)
class Proposal:
    """What could be saved so that a template is found again.

    Args:
        folder: The folder of templates.
        name: The file's name in it.
        areas: Areas on the frozen frame, each with its kind; none if nothing comes near.
        replaces: Whether there is such a file, which it would replace.
        tags: The tags that it needs.
    """

    folder: Path
    name: str
    areas: Sequence[tuple[str, list[int]]]
    replaces: bool
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class Missed:
    """One thing that was looked for and missed.

    Args:
        locator: What was looked for.
        region: Where it came closest, in pixels; None if nothing came close.
        score: The score there.
        threshold: The required score.
        reason: Why it was refused.
        pictures: What was wanted, what is there and the difference, as PNG, by name.
        proposal: What could be saved instead; None if it is not a picture.
        read: The lines that were read instead of a text, closest first, in pieces, each with whether it differs.
    """

    locator: str
    region: list[int] | None
    score: float
    threshold: float
    reason: str
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    proposal: Proposal | None = None
    read: Sequence[Sequence[tuple[bool, str]]] = ()


@dataclass(frozen=True)
class Pause:
    """A paused run.

    Args:
        message: What failed.
        test: The test that is running.
        frozen: The number of the frame that was looked at last; None if none was.
        missed: What was missed.
        can_go_on: Whether the keyword may count as passed.
        number: The how-many-eth pause of the run it is.
        ends_at: When it ends without an answer, in seconds of the monotonic clock.
    """

    message: str
    test: str
    frozen: int | None
    missed: Sequence[Missed]
    can_go_on: bool = True
    number: int = 0
    ends_at: float = 0.0


class AsksPerson(Protocol):
    """Asks a person how a run goes on."""

    @property
    def limit(self) -> float:
        """How long a pause lasts at most, in seconds."""
        ...

    def open(self, folders: Iterable[Path]) -> str:
        """Shows where the person can answer, and returns the address."""
        ...

    def ask(self, error: TinyPilotError, look: Looked | None, test: str, *, needs_place: bool) -> Answer | None:
        """Pauses until the person answers; None if nobody did in time.

        Args:
            error: What failed.
            look: The last look of the keyword; None if it has not looked.
            test: The name of the test that is running.
            needs_place: Whether the keyword cannot go on without a place on the screen.
        """
        ...

    def close(self) -> None:
        """Nobody is asked any more."""
        ...


class Pauses:
    """Pauses a run, and hands over what the person says. The run asks in its thread, pages in others.

    Args:
        limit: How long a pause lasts at most, in seconds.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._changed = threading.Condition()
        self._count = 0
        self._version = 0
        self._pause: Pause | None = None
        self._answer: Answer | None = None
        self._closed = False

    def ask(self, pause: Pause) -> Answer | None:
        """Pauses until a person answers.

        Args:
            pause: What is shown.

        Returns:
            The answer; None if nobody answered in time.
        """
        ends_at = time.monotonic() + self.limit
        with self._changed:
            self._count += 1
            self._answer = None
            self._tell(replace(pause, number=self._count, ends_at=ends_at))
            try:
                while self._answer is None and (left := ends_at - time.monotonic()) > 0:
                    self._changed.wait(min(left, _SLICE))
                return self._answer
            finally:
                self._tell(None)

    def state(self, after: int | None, timeout: float) -> tuple[int, Pause | None]:
        """The pause, or that there is none, as soon as it is another one than a page knows.

        Args:
            after: The version that the page knows; None for none.
            timeout: How long to wait, in seconds.

        Returns:
            The version and the pause.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._version != after or self._closed, timeout)
            return self._version, self._pause

    def pause(self, number: int) -> Pause | None:
        """The pause of a number; None if it is over."""
        with self._changed:
            return self._pause if self._pause is not None and self._pause.number == number else None

    def answer(self, number: int, answer: Answer) -> bool:
        """Lets the run go on.

        Args:
            number: The pause that is answered.
            answer: How it goes on.

        Returns:
            Whether that pause was still waiting for an answer.
        """
        with self._changed:
            if self._pause is None or self._pause.number != number or self._answer is not None:
                return False
            self._answer = answer
            self._changed.notify_all()
            return True

    def close(self) -> None:
        """The run is over: pages that wait are answered."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _tell(self, pause: Pause | None) -> None:
        self._pause = pause
        self._version += 1
        self._changed.notify_all()
