"""The events of the journal: tests and keywords, input, frames, looks, waits."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss


@dataclass(frozen=True)
class Place:
    """A place in a suite or resource file.

    Args:
        source: The file; empty if unknown.
        line: The line number, from 1; 0 if unknown.
    """

    source: str = ""
    line: int = 0


NOWHERE = Place()


@dataclass(frozen=True)
class TestBegan:
    """A test has started.

    Args:
        name: Its full name, with the names of its suites.
        place: Where it is defined.
    """

    name: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class TestEnded:
    """The test has ended.

    Args:
        name: Its full name, with the names of its suites.
        status: `PASS`, `FAIL` or `SKIP`.
        message: Why it failed; empty if it passed.
    """

    name: str
    status: str = ""
    message: str = ""


@dataclass(frozen=True)
class KeywordBegan:
    """A keyword has started; the events that follow belong to it.

    Args:
        name: Its name.
        place: Where it is called.
    """

    name: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class KeywordEnded:
    """The keyword that started last has ended; the one that called it goes on.

    Args:
        name: Its name.
        status: `PASS`, `FAIL` or `SKIP`.
        message: Why it failed; empty if it passed.
    """

    name: str
    status: str = ""
    message: str = ""


@dataclass(frozen=True)
class DeviceUsed:
    """A device is asked for a frame, or is about to receive input.

    Args:
        device: Its alias.
    """

    device: str


@dataclass(frozen=True)
class InputSent:
    """Input was sent to a device.

    Args:
        device: Its alias.
        told: What was sent, in words: `Ctrl+Alt+Delete`, `'tester'`, `a secret`.
        delivered: Whether the device accepted all of it.
        seconds: How long it took.
        point: The position on the screen, x and y as fractions of its size; None for keys.
        is_secret: Whether it is a secret, whose content is never recorded.
    """

    device: str
    told: str
    delivered: bool
    seconds: float
    point: tuple[float, float] | None = None
    is_secret: bool = False


@dataclass(frozen=True)
class FrameSeen:
    """The screen shows a picture that differs from the last one.

    Args:
        device: The alias of the device.
        frame: The frame.
    """

    device: str
    frame: Frame


@dataclass(frozen=True)
class ScreenLost:
    """The screen cannot be seen any longer: there is no signal or no connection.

    Args:
        device: The alias of the device.
        why: The reason that the device gave.
    """

    device: str
    why: str


@dataclass(frozen=True)
class WaitBegan:
    """A wait of any kind has started.

    Args:
        device: The alias of the device whose screen is watched.
        awaited: What is waited for, in words.
        timeout: The timeout, in seconds; 0 if it is not known, or for a single look.
        is_watched: Whether the screen is watched meanwhile; False while waiting for the power.
    """

    device: str
    awaited: str = ""
    timeout: float = 0.0
    is_watched: bool = True


@dataclass(frozen=True)
class WaitGoesOn:
    """What is waited for without looking at the screen is not so yet.

    Args:
        device: The alias of the device.
        told: How it is instead, for people.
    """

    device: str
    told: str


class Ending(Enum):
    """How a wait ended: the thing appeared, the timeout passed, or something else interrupted it."""

    FOUND = "found"
    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class WaitEnded:
    """The wait that started last has ended.

    Args:
        device: The alias of the device whose screen was watched.
        ending: How it ended.
    """

    device: str
    ending: Ending


@dataclass(frozen=True)
class Attached:
    """Another channel delivered text: a serial line, a log file.

    Args:
        channel: The name of the channel.
        text: The text.
        file: The name of its copy among the pictures; empty if it was no file.
    """

    channel: str
    text: str
    file: str = ""


@dataclass(frozen=True)
class Looked:
    """Something was looked for in a frame.

    Args:
        device: The alias of the device whose screen it was.
        frame: The frame.
        region: The region that was searched, in pixels or fractions; None for the whole screen.
        match: Where it was found; of several places, the chosen one. None if it was not found.
        misses: What was not found, and why.
        places: All places in reading order, if one of several had to be chosen.
        pictures: Each image locator that was looked for, with the file names of its pictures; empty for texts.
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
        """Whether it was found at least once."""
        return self.match is not None or bool(self.places)

    def without_pixels(self) -> "Looked":
        """The same look without the pixels, for keeping in memory."""
        misses = tuple([miss.without_pixels() for miss in self.misses])
        return Looked(self.device, self.frame.bare(), self.region, self.match, misses, self.places, self.pictures)

    def is_like(self, other: "Looked") -> bool:
        """Whether another look for the same thing at the same picture had the same result."""
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
    | WaitGoesOn
    | WaitEnded
    | Attached
    | Looked
)


class Entry(NamedTuple):
    """An event in the journal.

    Args:
        at: When it happened, in seconds of the session's clock.
        event: What happened.
        keyword: The number of the keyword that was running; 0 for none.
    """

    at: float
    event: Event
    keyword: int = 0
