"""What can happen: suites, tests and keywords, input, frames, looks, waits."""

from dataclasses import dataclass, replace
from enum import Enum

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss


@dataclass(frozen=True)
class Place:
    """Where something is written.

    Args:
        source: The file; empty if it is not known.
        line: The line, from 1; 0 if it is not known.
    """

    source: str = ""
    line: int = 0


NOWHERE = Place()


@dataclass(frozen=True)
class TestBegan:
    """A test begins.

    Args:
        name: Its name with those of its suites.
        place: Where it is written.
    """

    name: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class TestEnded:
    """The test is over.

    Args:
        name: Its name with those of its suites.
        status: `PASS`, `FAIL` or `SKIP`.
        message: Why it failed; empty if it did not.
    """

    name: str
    status: str = ""
    message: str = ""


@dataclass(frozen=True)
class KeywordBegan:
    """A keyword begins; events written from now on belong to it.

    Args:
        name: Its name.
        place: Where it is called.
    """

    name: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class KeywordEnded:
    """The keyword that began last is over; the one that ran it goes on.

    Args:
        name: Its name.
        status: `PASS`, `FAIL` or `SKIP`.
        message: Why it failed; empty if it did not.
    """

    name: str
    status: str = ""
    message: str = ""


@dataclass(frozen=True)
class DeviceUsed:
    """A device is asked for a frame, or is about to get input.

    Args:
        device: Its alias.
    """

    device: str


@dataclass(frozen=True)
class InputSent:
    """Input went to a device.

    Args:
        device: Its alias.
        told: What it was, for people: `Ctrl+Alt+Delete`, `'tester'`, `a secret`.
        delivered: Whether the device has taken all of it.
        seconds: How long it took.
        point: Where on the screen, as fractions of it; None for keys.
        is_secret: Whether it is a secret, of which nothing is told.
    """

    device: str
    told: str
    delivered: bool
    seconds: float
    point: tuple[float, float] | None = None
    is_secret: bool = False


@dataclass(frozen=True)
class FrameSeen:
    """The screen shows another picture than before.

    Args:
        device: The alias of the device.
        frame: The frame.
    """

    device: str
    frame: Frame


@dataclass(frozen=True)
class ScreenLost:
    """The screen cannot be seen any more: no signal, no connection.

    Args:
        device: The alias of the device.
        why: What the device said.
    """

    device: str
    why: str


@dataclass(frozen=True)
class WaitBegan:
    """A wait of any kind begins.

    Args:
        device: The alias of the device whose screen is watched.
        awaited: What is waited for, for people.
        timeout: For how long, in seconds.
    """

    device: str
    awaited: str = ""
    timeout: float = 0.0


class Ending(Enum):
    """How a wait ended: what was waited for is there, the time is over, or something else came between."""

    FOUND = "found"
    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class WaitEnded:
    """The wait that began last is over.

    Args:
        device: The alias of the device whose screen was watched.
        ending: How it ended.
    """

    device: str
    ending: Ending


@dataclass(frozen=True)
class Attached:
    """Another channel told something: a serial line, a file.

    Args:
        channel: What it is called.
        text: What it told.
    """

    channel: str
    text: str


@dataclass(frozen=True)
class Looked:
    """Something was looked for in a frame.

    Args:
        device: The alias of the device whose screen it was.
        frame: The frame.
        region: Where it was looked for, in pixels or fractions; None for the whole screen.
        match: Where it is, if it is there; of several places, the chosen one.
        misses: What is not there.
        places: All places in reading order, if one of several had to be chosen.
        pictures: Each locator that was looked for, with the names of its pictures; none for texts.
    """

    device: str
    frame: Frame
    region: Region | None
    match: Match | None
    misses: tuple[Miss, ...] = ()
    places: tuple[Match, ...] = ()
    pictures: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether something of it is there."""
        return self.match is not None or bool(self.places)

    def without_pixels(self) -> "Looked":
        """The same look, kept in little memory."""
        return replace(self, frame=self.frame.bare(), misses=tuple(miss.without_pixels() for miss in self.misses))

    def is_like(self, other: "Looked") -> bool:
        """Whether another look for the same at the same picture gave the same."""
        return (
            self.frame.identity == other.frame.identity
            and (self.device, self.region, self.match, self.places)
            == (other.device, other.region, other.match, other.places)
            and [miss.locator for miss in self.misses] == [miss.locator for miss in other.misses]
        )


Event = (
    TestBegan
    | TestEnded
    | KeywordBegan
    | KeywordEnded
    | DeviceUsed
    | InputSent
    | FrameSeen
    | ScreenLost
    | WaitBegan
    | WaitEnded
    | Attached
    | Looked
)


@dataclass(frozen=True)
class Entry:
    """An event in the journal.

    Args:
        at: When, in seconds of the clock.
        event: What happened.
        keyword: The number of the running keyword that it belongs to; 0 for none.
    """

    at: float
    event: Event
    keyword: int = 0
