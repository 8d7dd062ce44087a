"""What the screen of an installer says of its progress, and whether that goes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.match import Match

#: A locator.
Wanted = str | Path | Match

# The step of an installation stands this near to its percentage, in rows.
_NEAR = 2
# In seconds.
_PICTURE_EVERY = 120.0
_OUTAGE = 20.0
# What goes on although nothing does: clocks, and the last sign of a row that turns.
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?\b")
_TURNS = re.compile(r"\s[|/\\-]$")
# Frames, bars, and what could not be read.
_NO_WORDS = re.compile(r"[\u2500-\u259f\ufffd]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Progress:
    """How far an installation is.

    Args:
        percent: What the screen says of it, such as `43%`; empty if it says nothing.
        step: What is done now, as the screen says: what stands near the percentage, or else in the last row.
        trace: What changes as long as the installation goes on.
    """

    percent: str
    step: str
    trace: str = field(repr=False)

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.percent, self.step))) or "nothing that could be read"


def read_progress(text: str, progress: str) -> Progress:
    """What a screen says of the progress.

    Args:
        text: The text of the screen.
        progress: What the percentage looks like: an expression (`re:…`), or a text.

    Raises:
        LocatorError: If that is neither.
    """
    pattern = _pattern(progress)
    rows = [_TURNS.sub("", _NO_WORDS.sub(" ", row)).strip() for row in text.splitlines()]
    found = [(number, match[0].strip()) for number, row in enumerate(rows) for match in pattern.finditer(row)]
    if not found:
        said = [row for row in rows if row]
        return Progress("", said[-1] if said else "", _CLOCK.sub("", "\n".join(said)))
    numbers = {near for number, _ in found for near in range(number - _NEAR, number + _NEAR + 1)}
    around = [pattern.sub("", rows[number]).strip() for number in sorted(numbers) if 0 <= number < len(rows)]
    percent = ", ".join(dict.fromkeys(match for _, match in found))
    step = ", ".join(" ".join(row.split()) for row in around if _LETTER.search(row))
    return Progress(percent, step, _CLOCK.sub("", f"{percent} {step}"))


@dataclass(frozen=True)
class End:
    """What ends an installation.

    Args:
        match: What tells so; None if it stands still.
        has_failed: Whether that tells of a failure.
    """

    match: Match | None = None
    has_failed: bool = False


class Watch:
    """Looks on at an installation: tells what is new, and what ends it.

    Args:
        done: The locators of what is on the screen at its end.
        failed: The locators of what is there if it has failed.
        progress: What the percentage looks like.
        stalled_after: After how many seconds without a change the installation has stalled.
        now: The time when it begins, in seconds.

    Raises:
        LocatorError: If `progress` cannot be read.
    """

    def __init__(
        self, done: Sequence[Wanted], failed: Sequence[Wanted], progress: str, stalled_after: float, now: float
    ) -> None:
        _pattern(progress)
        self._progress = progress
        self.done, self.failed = done, failed
        #: After how many seconds without a change it has stalled.
        self.stalled_after = stalled_after
        self._began = self._changed = now
        self._pictured = float("-inf")
        self._has_seen = False
        #: The text of the screen that was seen last.
        self.text = ""
        #: How far it was then.
        self.last = Progress("", "", "")
        # How far it was when the screen said so.
        self._furthest = self.last
        #: What was new at the last look, in one line; empty if nothing was.
        self.news = ""
        #: Whether it is time for a picture.
        self.is_picture_due = False
        #: What has ended it; None while it goes on.
        self.end: End | None = None

    def look(self, failures: Sequence[Match], ends: Sequence[Match], text: str, now: float) -> None:
        """Looks at the screen.

        Args:
            failures: What tells of a failure; it counts first.
            ends: What tells of the end.
            text: The text of the screen.
            now: The time.
        """
        seen, before = read_progress(text, self._progress), self.last
        self._has_seen = True
        self.text, self.last = text, seen
        self._furthest = seen if seen.percent or not self._furthest.percent else self._furthest
        if seen.trace != before.trace:
            self._changed = now
        is_told = (seen.percent, seen.step) == (before.percent, before.step)
        self.news = "" if is_told else f"{self.time(now)}  {seen}"
        self._go_on(now)
        if failures:
            self.end = End(failures[0], has_failed=True)
        elif ends:
            self.end = End(ends[0])

    def misses(self, error: str, now: float) -> bool:
        """Remembers that the screen could not be looked at.

        Args:
            error: Why not.
            now: The time.

        Returns:
            Whether that is no outage: nothing has been seen yet, for longer than one is likely to last.
        """
        self.text, self.news = error, ""
        self._go_on(now)
        return not self._has_seen and now - self._began >= _OUTAGE

    def told(self, now: float) -> str:
        """How far it is, for messages.

        Args:
            now: The time.
        """
        text = self.text.strip() or "no text"
        return f"After {self.time(now)} it was at {self._furthest}. Text on the screen:\n{text}"

    def time(self, now: float) -> str:
        """For how long it has been looked at, such as `12:03`.

        Args:
            now: The time.
        """
        minutes, seconds = divmod(int(now - self._began), 60)
        return f"{minutes}:{seconds:02}"

    def _go_on(self, now: float) -> None:
        """Sees what time it is: for a picture, and whether nothing has changed for too long."""
        self.is_picture_due = now - self._pictured >= _PICTURE_EVERY
        if self.is_picture_due:
            self._pictured = now
        if now - self._changed >= self.stalled_after:
            self.end = End()


def _pattern(progress: str) -> re.Pattern[str]:
    if ":" in progress and progress.partition(":")[0] not in {"re", "text"}:
        raise LocatorError(rf"progress= is read: 're:…' or 'text:…', such as 're:\d+ ?%', and not {progress!r}.")
    try:
        return re.compile(
            progress.removeprefix("re:") if progress.startswith("re:") else re.escape(progress.removeprefix("text:"))
        )
    except re.error as error:
        raise LocatorError(f"progress= is not a valid regular expression: {error} in {progress!r}.") from error
