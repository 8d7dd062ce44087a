"""What the page is answered about a run that is over."""

from pydantic import BaseModel

from TinyPilotLibrary.studio.studio_requests import PausedThing


class StoredMissAnswer(BaseModel):
    """A miss: which one of the run, and in which test."""

    index: int
    test: str


class StoredGroupAnswer(BaseModel):
    """The misses of one locator."""

    locator: str
    misses: list[StoredMissAnswer]


class StoredRunAnswer(BaseModel):
    """A run, and what it has missed, the most frequent first."""

    summary: str
    screens: int
    groups: list[StoredGroupAnswer]


class MissDetails(BaseModel):
    """A miss as it looks with the templates as they are now; `missed` is empty if it is found by now.

    `region` is where it was looked for; empty for the whole screen.
    """

    frozen: int
    region: str
    missed: list[PausedThing]


class ScreenAnswer(BaseModel):
    """Another screen: its name or when it was seen, in seconds since 1970, and the tests that failed on it."""

    screen: str
    tests: list[str]
    seen: float | None


class FoundInAnswer(ScreenAnswer):
    """Another screen that a template would be found on."""

    score: float
    region: list[int]


class TriedAnswer(BaseModel):
    """The other screens: those that a template would be found on, and those that it would not."""

    found: list[FoundInAnswer]
    missed: list[ScreenAnswer]
