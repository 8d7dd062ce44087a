"""What the page is answered about a run that is over."""

from pydantic import BaseModel

from TinyPilotLibrary.studio.requests import PausedThing


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


class FoundInAnswer(BaseModel):
    """A stored screen that a template would be found on."""

    screen: str
    tests: list[str]
    score: float
    region: list[int]


class TriedAnswer(BaseModel):
    """How many other screens there are, and which of them a template would be found on."""

    screens: int
    found: list[FoundInAnswer]
