"""What was shown and done during a test, as it is kept in files: what plays it needs nothing more."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from TinyPilotLibrary.errors import ConfigurationError

#: What the name of a film's file ends with.
SUFFIX = ".film.json"


@dataclass(frozen=True)
class Still:
    """A picture that was shown.

    Args:
        at: When, in seconds since the film began.
        picture: The name of its file, beside the film's; empty where there was no picture.
        caption: Why there was none; empty if there was one.
    """

    at: float
    picture: str
    caption: str = ""


@dataclass(frozen=True)
class Step:
    """A keyword.

    Args:
        at: When it began, in seconds since the film began.
        until: When it ended.
        name: Its name.
        source: The file where it is called.
        line: The line there.
        status: `PASS`, `FAIL` or `SKIP`; empty if it has not ended.
        message: Why it failed.
        depth: How many keywords run it.
    """

    at: float
    until: float
    name: str
    source: str = ""
    line: int = 0
    status: str = ""
    message: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Note:
    """Something that happened: an input, a wait, what another channel told.

    Args:
        at: When, in seconds since the film began.
        text: What it was, for people.
        x: Where on the screen from the left, as a fraction of it; None for nowhere.
        y: Where from the top.
        channel: The other channel that told it; empty for all else.
        file: The name of the channel's file, beside the film's; empty if there is none.
        step: The keyword that was running, as its number among the film's; None if there was none.
    """

    at: float
    text: str
    x: float | None = None
    y: float | None = None
    channel: str = ""
    file: str = ""
    step: int | None = None


@dataclass(frozen=True)
class Film:
    """What was shown and done.

    Args:
        title: What it is of.
        began: When it began, in seconds since 1970.
        seconds: How long it is.
        width: How wide its pictures are.
        height: How high they are.
        status: How the test ended.
        message: Why it failed.
        stills: The pictures.
        steps: The keywords.
        notes: What else happened.
    """

    title: str
    began: float
    seconds: float
    width: int
    height: int
    status: str = ""
    message: str = ""
    stills: Sequence[Still] = ()
    steps: Sequence[Step] = ()
    notes: Sequence[Note] = field(default=())

    def to_json(self) -> str:
        """The film as the text of a file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, file: Path) -> "Film":
        """Reads a film.

        Args:
            file: The file.

        Raises:
            ConfigurationError: If it is not one.
        """
        try:
            values: dict[str, Any] = json.loads(file.read_text("utf-8"))
            stills = [Still(**still) for still in values.pop("stills")]
            steps = [Step(**step) for step in values.pop("steps")]
            notes = [Note(**note) for note in values.pop("notes")]
            return cls(**values, stills=stills, steps=steps, notes=notes)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ConfigurationError(f"'{file}' is not a film of a test: {error}") from error

    def step_at(self, at: float) -> Step | None:
        """The innermost keyword that is running at a time.

        Args:
            at: The time, in seconds since the film began.
        """
        running = [step for step in self.steps if step.at <= at <= step.until]
        return max(running, key=lambda step: step.at, default=None)
