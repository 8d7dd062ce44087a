"""What happens, recorded as it happens. Everything that a person is shown of it is drawn from here.

Whoever does something writes an event; nobody has to ask for it beforehand, and nothing is done a second time to be
shown. An event belongs to the keyword that is running when it is written, so a failed keyword is shown with its own
events only.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import get_args

from TinyPilotLibrary.evidence.events import (
    DeviceUsed,
    Ending,
    Entry,
    Event,
    FrameSeen,
    KeywordBegan,
    KeywordEnded,
    Looked,
    TestBegan,
    WaitBegan,
    WaitEnded,
    WaitGoesOn,
)
from TinyPilotLibrary.evidence.ring import Ring
from TinyPilotLibrary.evidence.secret_values import SecretValues
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss


@dataclass
class _Running:
    """A keyword that is running, and what is remembered of it."""

    number: int
    last_look: Looked | None = None
    # Those of the last look, as they were: a text's without pixels would mark all of a line instead of its words.
    misses: tuple[Miss, ...] = ()
    used_device: bool = False

    def forget_look(self) -> None:
        """Before a wait, or a keyword within this one, it looked for something else, at another screen."""
        self.last_look, self.misses = None, ()


class Journal:
    """Records what happens, and remembers as much of it as may still be shown.

    Of each running keyword the last look is kept, of all others what fits into bounded memory; frames without pixels.

    Args:
        now: Gives the time in seconds, by the clock of the frames.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lately = Ring()
        self._followers: dict[type[Event], list[Callable[[Entry], None]]] = defaultdict(list)
        self._count = 0
        self._secret = 0
        # The devices whose screen the running test has seen.
        self._seen: set[str] = set()
        #: What was typed as a secret.
        self.secrets = SecretValues()
        # The outermost keyword first.
        self._running: list[_Running] = []

    def write(self, event: Event) -> None:
        """Records an event.

        Args:
            event: What happened.
        """
        if isinstance(event, KeywordBegan):
            self._count += 1
            self._running.append(_Running(self._count))
        # What happens outside of keywords is remembered for none.
        keyword = self._running[-1] if self._running else _Running(0)
        if isinstance(event, FrameSeen):
            self._seen.add(event.device)
        elif isinstance(event, Looked):
            # Pixels that outlive their look cost each one after it: its own are put where no cache has been.
            misses, event = event.misses, event.without_pixels()
            keyword.last_look, keyword.misses = event, misses
        elif isinstance(event, DeviceUsed):
            keyword.used_device = True
        elif isinstance(event, WaitBegan):
            keyword.forget_look()
        elif isinstance(event, KeywordEnded):
            self._end(keyword)
        elif isinstance(event, TestBegan):
            # What a test is shown with is its own.
            self._lately = Ring()
            self._seen = set()
        entry = Entry(self._now(), event, keyword.number)
        # Whether a device is used is asked of the running keyword alone, how a wait goes on of nobody afterwards.
        if not isinstance(event, (DeviceUsed, WaitGoesOn)):
            self._lately.add(entry)
        for follow in self._followers.get(type(event), ()):
            follow(entry)

    def see_again(self, device: str, frame: Frame) -> None:
        """The screen shows what it showed before: an event only if the running test has not seen it yet.

        Args:
            device: The alias of the device.
            frame: The frame.
        """
        if device not in self._seen:
            self.write(FrameSeen(device, frame))

    def _end(self, keyword: _Running) -> None:
        """A keyword has ended, and the one that called it goes on."""
        del self._running[-1:]
        if self._running:
            outer = self._running[-1]
            outer.used_device |= keyword.used_device
            outer.forget_look()

    @contextmanager
    def waiting(self, wait: WaitBegan) -> Iterator[Callable[[Ending], None]]:
        """A wait of any kind begins, and ends however this ends.

        Args:
            wait: The wait.

        Yields:
            What is told how it ended, unless something else comes between.
        """
        endings = [Ending.INTERRUPTED]
        self.write(wait)
        try:
            yield endings.append
        finally:
            self.write(WaitEnded(wait.device, endings[-1]))

    def follow(self, follower: Callable[[Entry], None], *kinds: type[Event]) -> None:
        """Has events told from now on, in the thread in which they happen.

        Args:
            follower: Takes the event. It must not fail, and must not take long.
            *kinds: The events that it is told of; all if none are given.
        """
        for kind in kinds or get_args(Event):
            self._followers[kind].append(follower)

    @contextmanager
    def secretly(self, value: str) -> Iterator[None]:
        """While it lasts, nothing is told of what is typed.

        Args:
            value: The secret, which nothing may be told of later on either.
        """
        self.secrets.add(value)
        self._secret += 1
        try:
            yield
        finally:
            self._secret -= 1

    @property
    def is_secret(self) -> bool:
        """Whether nothing may be told of what is typed."""
        return self._secret > 0

    @property
    def now(self) -> float:
        """The time, in seconds of the clock."""
        return self._now()

    @property
    def lately(self) -> Ring:
        """What happened in the running test, as far as it is remembered; outside of tests, since the last one began."""
        return self._lately

    @property
    def running(self) -> int:
        """The number of the running keyword; 0 for none."""
        return self._running[-1].number if self._running else 0

    @property
    def last_look(self) -> Looked | None:
        """The last look of the running keyword; None if it has not looked, or no keyword is running."""
        keyword = self._running[-1] if self._running else None
        if keyword is None or keyword.last_look is None:
            return None
        return replace(keyword.last_look, misses=keyword.misses)

    @property
    def used_device(self) -> bool:
        """Whether the running keyword, or one within it, has used a device."""
        return bool(self._running) and self._running[-1].used_device
