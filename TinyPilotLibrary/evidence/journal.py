"""What happens, recorded as it happens. Everything that a person is shown of it is drawn from here.

Whoever does something writes an event; nobody has to ask for it beforehand, and nothing is done a second time to be
shown. An event belongs to the keyword that is running when it is written, so a failed keyword is shown with its own
events only.
"""

from dataclasses import dataclass

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss


@dataclass(frozen=True)
class KeywordBegan:
    """A keyword begins; events written from now on belong to it.

    Args:
        name: Its name.
    """

    name: str


@dataclass(frozen=True)
class KeywordEnded:
    """The keyword that began last is over; the one that ran it goes on.

    Args:
        name: Its name.
    """

    name: str


@dataclass(frozen=True)
class DeviceUsed:
    """A device is asked for a frame, or is about to get input.

    Args:
        device: Its alias.
    """

    device: str


@dataclass(frozen=True)
class WaitBegan:
    """A wait of any kind begins.

    Args:
        device: The alias of the device whose screen is watched.
    """

    device: str


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
    """

    device: str
    frame: Frame
    region: Region | None
    match: Match | None
    misses: tuple[Miss, ...] = ()
    places: tuple[Match, ...] = ()


Event = KeywordBegan | KeywordEnded | DeviceUsed | WaitBegan | Looked


@dataclass
class _Running:
    """A keyword that is running, and what is remembered of it."""

    last_look: Looked | None = None
    used_device: bool = False


class Journal:
    """Records what happens, and remembers as much of it as may still be shown.

    That is the last look of each running keyword. A frame with its pixels takes megabytes, so earlier looks, and those
    of keywords that are over, are forgotten.
    """

    def __init__(self) -> None:
        # The outermost keyword first.
        self._running: list[_Running] = []

    def write(self, event: Event) -> None:
        """Records an event.

        Args:
            event: What happened.
        """
        if isinstance(event, KeywordBegan):
            self._running.append(_Running())
            return
        inner = self._running.pop() if isinstance(event, KeywordEnded) else None
        if not self._running:
            return
        keyword = self._running[-1]
        if isinstance(event, DeviceUsed) or (inner is not None and inner.used_device):
            keyword.used_device = True
        if not isinstance(event, DeviceUsed):
            # Before a wait, or a keyword within this one, it looked for something else, at another screen.
            keyword.last_look = event if isinstance(event, Looked) else None

    @property
    def last_look(self) -> Looked | None:
        """The last look of the running keyword; None if it has not looked, or no keyword is running."""
        return self._running[-1].last_look if self._running else None

    @property
    def used_device(self) -> bool:
        """Whether the running keyword, or one within it, has used a device."""
        return bool(self._running) and self._running[-1].used_device
