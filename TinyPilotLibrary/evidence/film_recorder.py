"""Records what is shown and done during a test, from what is seen anyway."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TypedDict

from TinyPilotLibrary.errors import ConfigurationError, CorruptFrame
from TinyPilotLibrary.evidence.events import (
    Attached,
    Ending,
    Entry,
    FrameSeen,
    InputSent,
    KeywordBegan,
    KeywordEnded,
    ScreenLost,
    TestBegan,
    WaitBegan,
    WaitEnded,
)
from TinyPilotLibrary.evidence.film import SUFFIX, Film, Note, Step, Still
from TinyPilotLibrary.evidence.film_page import film_page
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.trace import write_trace
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.vision.drawing.compact import PictureFile, film_still, light_copy
from TinyPilotLibrary.vision.frame import Frame

# Of pictures so many bytes are kept, and so many of other events. Older pictures are thinned out beyond, but never so
# much that more than so many seconds lie between two.
_MOST_BYTES, _MOST_EVENTS, _LONGEST_GAP = 32_000_000, 20_000, 30.0
# Pictures of a film beyond so many are thinned out in the same way.
_MOST_STILLS = 300
_LONGEST_TEXT = 2000


class Recording(Enum):
    """Of which tests a film is kept.

    `failed`: of those that fail. `always`: of all. `never`: of none, unless [Start Recording] asks for one.
    """

    FAILED = "failed"
    ALWAYS = "always"
    NEVER = "never"

    def covers(self, status: str) -> bool:
        """Whether a test is kept that ended so.

        Args:
            status: `PASS`, `FAIL` or `SKIP`.
        """
        return self is Recording.ALWAYS or (self is Recording.FAILED and status == "FAIL")


@dataclass(frozen=True)
class FilmFiles:
    """The files of a film.

    Args:
        film: The film.
        data: The file that has it.
        page: The page that shows it.
        trace: The trace that was made of it; None if none was wanted.
    """

    film: Film
    data: Path
    page: Path
    trace: Path | None = None


class Recorder:
    """Records the running test.

    It takes no picture and starts no thread: it keeps what is seen, encoded, and makes a film of it only when one is
    wanted.

    Args:
        journal: Tells what happens.
        files: Saves pictures.
        recording: Of which tests a film is kept.
        trace: Of which tests a trace is made, too.
    """

    def __init__(
        self, journal: Journal, files: LogPictures, recording: Recording, trace: Recording = Recording.NEVER
    ) -> None:
        self._journal = journal
        self._files = files
        self._recording = recording
        self._trace = trace
        self._test = _Reel(journal.now)
        self._asked: _Reel | None = None
        journal.follow(self._follow, TestBegan, FrameSeen, *_TOLD)

    def start(self, title: str) -> None:
        """Begins a film that was asked for; one that is being made is given up.

        Args:
            title: What it is of.
        """
        self._asked = _Reel(self._journal.now, title)
        last = next((entry for entry in reversed(self._journal.lately) if isinstance(entry.event, FrameSeen)), None)
        if last is not None:
            self._asked.add(last._replace(at=self._journal.now))

    def stop(self) -> FilmFiles | None:
        """Ends the film that was asked for.

        Returns:
            Its files; None if none is being made.

        Raises:
            ConfigurationError: If they cannot be written.
        """
        reel, self._asked = self._asked, None
        return self._save(reel, "", "") if reel is not None else None

    def test_ended(self, status: str, message: str) -> FilmFiles | None:
        """A test is over.

        Args:
            status: `PASS`, `FAIL` or `SKIP`.
            message: Why it failed.

        Returns:
            The files of its film; None if it is not kept, or nothing was seen.

        Raises:
            ConfigurationError: If they cannot be written.
        """
        reel, self._test = self._test, _Reel(self._journal.now)
        traced = self._trace.covers(status)
        if not reel.has_pictures or not (traced or self._recording.covers(status)):
            return None
        made = self._save(reel, status, message)
        return self._with_trace(made) if traced else made

    def _follow(self, entry: Entry) -> None:
        if isinstance(entry.event, TestBegan):
            self._test = _Reel(entry.at, entry.event.name)
        elif Recording.NEVER is not self._recording or Recording.NEVER is not self._trace:
            self._test.add(entry)
        if self._asked is not None:
            self._asked.add(entry)

    def _save(self, reel: "_Reel", status: str, message: str) -> FilmFiles:
        film = reel.film(self._journal.now, self._still, status, self._journal.secrets.hide(message))
        data = self._files.save_file(PictureFile(film.to_json().encode(), SUFFIX), "film")
        page = data.with_name(data.name.removesuffix(SUFFIX) + ".html")
        try:
            write_whole(page, film_page(film).encode())
        except OSError as error:
            raise ConfigurationError(f"The film '{page}' cannot be saved: {error.strerror}.") from error
        return FilmFiles(film, data, page)

    def _with_trace(self, made: FilmFiles) -> FilmFiles:
        trace = made.page.with_suffix(".trace.zip")
        write_trace([(made.film, made.data.parent)], trace)
        return replace(made, trace=trace)

    def _still(self, frame: Frame) -> str:
        """Saves a picture; gives the name of its file, or nothing if it cannot be decoded."""
        # Decoded pixels would stay with the frame until all of the film is made.
        shown = self._files.veil.over(frame.bare())
        try:
            return self._files.save_once(shown.identity.digest, lambda: film_still(shown), "still").name
        except CorruptFrame:
            return ""


class _Done(TypedDict):
    """What was done, for a film."""

    steps: Sequence[Step]
    notes: Sequence[Note]


class _Reel:
    """What is remembered for one film.

    Args:
        began: When it began.
        title: What it is of.
    """

    def __init__(self, began: float, title: str = "") -> None:
        self.began = began
        self._title = title
        self._events: list[Entry] = []
        self._shots: list[tuple[float, Frame]] = []
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Remembers an event."""
        event = entry.event
        if isinstance(event, FrameSeen):
            frame = light_copy(event.frame)
            self._shots.append((entry.at, frame))
            self._bytes += len(frame.data)
            if self._bytes > _MOST_BYTES:
                self._shots = thinned(self._shots)
                self._bytes = sum(len(kept.data) for _, kept in self._shots)
        elif isinstance(event, _TOLD) and len(self._events) < _MOST_EVENTS:
            self._events.append(entry)

    @property
    def has_pictures(self) -> bool:
        """Whether anything was seen."""
        return bool(self._shots)

    def film(self, now: float, save: Callable[[Frame], str], status: str, message: str) -> Film:
        """Makes the film.

        Args:
            now: The time at which it ends.
            save: Saves a picture, and gives the name of its file.
            status: How the test ended.
            message: Why it failed.
        """
        shots = self._shots
        while len(shots) > _MOST_STILLS and len(fewer := thinned(shots)) < len(shots):
            shots = fewer
        stills = [Still(self._since(at), save(frame)) for at, frame in shots]
        stills += [
            Still(self._since(entry.at), "", entry.event.why)
            for entry in self._events
            if isinstance(entry.event, ScreenLost)
        ]
        size = shots[0][1].size if shots else (0, 0)
        return Film(
            title=self._title,
            began=time.time() - (now - self.began),
            seconds=self._since(now),
            width=size[0],
            height=size[1],
            status=status,
            message=message,
            stills=self._told_again(sorted(stills, key=lambda still: still.at), self._since(now)),
            **self._done(now),
        )

    def _since(self, at: float) -> float:
        return round(max(0.0, at - self.began), 3)

    def _told_again(self, stills: Sequence[Still], end: float) -> list[Still]:
        """Pictures with those again that a long wait has seen all the time: that nothing changed is told, too."""
        waits = self._waits(end)
        told: list[Still] = []
        for still, until in zip(stills, [*(later.at for later in stills[1:]), end], strict=True):
            told.append(still)
            count = int((until - still.at) / _LONGEST_GAP) if still.picture else 0
            times = [still.at + _LONGEST_GAP * number for number in range(1, count + 1)]
            told += [replace(still, at=at) for at in times if any(begin <= at <= stop for begin, stop in waits)]
        return told

    def _waits(self, end: float) -> list[tuple[float, float]]:
        """When each wait that watched the screen began and ended."""
        began, waits = None, []
        for entry in self._events:
            if isinstance(entry.event, WaitBegan):
                began = self._since(entry.at) if entry.event.is_watched else None
            elif isinstance(entry.event, WaitEnded) and began is not None:
                waits.append((began, self._since(entry.at)))
                began = None
        return waits if began is None else [*waits, (began, end)]

    def _done(self, now: float) -> "_Done":
        """The keywords, and what happened in each."""
        steps: list[Step] = []
        notes: list[Note] = []
        running: list[int] = []
        for entry in self._events:
            event = entry.event
            if isinstance(event, KeywordBegan):
                running.append(len(steps))
                place = event.place
                since = self._since(entry.at)
                steps.append(
                    Step(since, self._since(now), event.name, place.source, place.line, depth=len(running) - 1)
                )
            elif isinstance(event, KeywordEnded) and running:
                index = running.pop()
                steps[index] = replace(
                    steps[index], until=self._since(entry.at), status=event.status, message=event.message
                )
            notes += [replace(note, step=running[-1] if running else None) for note in self._notes(entry)]
        return {"steps": steps, "notes": notes}

    def _notes(self, entry: Entry) -> Sequence[Note]:
        event, at = entry.event, self._since(entry.at)
        if isinstance(event, InputSent):
            x, y = event.point or (None, None)
            lost = "" if event.delivered else " (not delivered)"
            return [Note(max(0.0, at - event.seconds), f"{event.told}{lost}", x, y)]
        if isinstance(event, WaitBegan) and event.awaited:
            at_most = f", at most {event.timeout:g} s" if event.timeout else ""
            return [Note(at, f"waits for {event.awaited}{at_most}")]
        if isinstance(event, WaitEnded) and event.ending is not Ending.FOUND:
            return [Note(at, f"the wait ended: {event.ending.value}")]
        if isinstance(event, Attached):
            told = f"{event.channel}: {event.text[-_LONGEST_TEXT:]}"
            return [Note(at, told, channel=event.channel, file=event.file)]
        return []


_TOLD = (KeywordBegan, KeywordEnded, InputSent, WaitBegan, WaitEnded, ScreenLost, Attached)


def thinned(shots: Sequence[tuple[float, Frame]]) -> list[tuple[float, Frame]]:
    """Pictures without every second one, but not so few that long times are without any.

    Args:
        shots: The pictures with their times. The first and the last one stay.
    """
    kept = [shots[0]]
    for index in range(1, len(shots) - 1):
        is_next_too_far = shots[index + 1][0] - kept[-1][0] > _LONGEST_GAP
        if is_next_too_far or kept[-1] is not shots[index - 1]:
            kept.append(shots[index])
    return [*kept, shots[-1]] if len(shots) > 1 else kept
