"""What happens, written down as it happens. All that a person is shown of it is drawn from here.

Whoever does something writes an event; nobody has to ask for it beforehand, and nothing is done a second time to be
shown. An event belongs to the keyword that is running when it is written: what is shown of a keyword that failed is its
own.
"""

from dataclasses import dataclass

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss


@dataclass(frozen=True)
class KeywordBegan:
    """A keyword begins; what is written from now on belongs to it.

    Args:
        name: Its name.
    """

    name: str


@dataclass(frozen=True)
class KeywordEnded:
    """The keyword that began last is over; the one that had run it goes on.

    Args:
        name: Its name.
    """

    name: str


@dataclass(frozen=True)
class WaitBegan:
    """A wait begins, for whatever it is.

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
        match: Where it is, if it is there; of several places the one that is meant.
        misses: What is not there.
        places: All places, as one reads, if one of several had to be chosen.
    """

    device: str
    frame: Frame
    region: Region | None
    match: Match | None
    misses: tuple[Miss, ...] = ()
    places: tuple[Match, ...] = ()


Event = KeywordBegan | KeywordEnded | WaitBegan | Looked


class Journal:
    """Takes down what happens, and remembers as much of it as may still be shown.

    That is the last look of each keyword that is running. A frame with its pixels has megabytes: what came before, and
    what a keyword saw that is over, is forgotten.
    """

    def __init__(self) -> None:
        # Of each keyword that is running, the outermost first.
        self._looks: list[Looked | None] = []

    def write(self, event: Event) -> None:
        """Takes an event down.

        Args:
            event: What happened.
        """
        if isinstance(event, KeywordBegan):
            self._looks.append(None)
            return
        if isinstance(event, KeywordEnded):
            self._looks.pop()
        if self._looks:
            # Before a wait, or a keyword within this one, it looked for something else, at another screen.
            self._looks[-1] = event if isinstance(event, Looked) else None

    @property
    def last_look(self) -> Looked | None:
        """The last look of the keyword that is running; None if it has not looked, or none is running."""
        return self._looks[-1] if self._looks else None
