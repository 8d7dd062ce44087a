"""What is never shown in a picture: regions that are given, and where a secret was typed."""

from collections.abc import Sequence

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.evidence.events import Entry, FrameSeen, InputSent
from TinyPilotLibrary.vision.drawing.masking import masked
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size, whole
from TinyPilotLibrary.vision.motion.changed_regions import changed_regions

# What changes when a secret is typed is at most so much of the screen's height: more is a new page.
_HIGHEST = 0.25
# So many pictures after a secret are compared with the one before it, and so many pictures are remembered masked.
_COMPARED, _REMEMBERED = 6, 8
# Around what changed, in pixels: the text may go on.
_MARGIN = 4


class Veil:
    """Blacks out what must not be shown, before anything is saved.

    Args:
        regions: What is blacked out in every picture, in pixels or fractions.
        typed: Whether places where a secret was typed are blacked out, too.
    """

    def __init__(self, regions: Sequence[Region] = (), *, typed: bool = False) -> None:
        self._regions = regions
        self._typed = typed
        self._last: dict[str, Frame] = {}
        # For each secret: the picture before it, and those after it until the next input.
        self._secrets: list[tuple[str, Frame, list[Frame]]] = []
        self._places: list[tuple[Size, Region]] = []
        self._known: dict[tuple[str, int], Frame] = {}

    def follow(self, entry: Entry) -> None:
        """Learns where a secret is typed.

        Args:
            entry: What happened.
        """
        event = entry.event
        if not self._typed:
            return
        if isinstance(event, FrameSeen):
            frame = self._last[event.device] = event.frame.bare()
            for device, _, after in self._secrets:
                if device == event.device and len(after) < _COMPARED:
                    after.append(frame)
        elif isinstance(event, InputSent):
            if event.is_secret and event.device in self._last:
                self._secrets.append((event.device, self._last[event.device], []))
            else:
                self._learn()
                self._secrets = []

    def over(self, frame: Frame) -> Frame:
        """A frame as it may be shown.

        Args:
            frame: The frame.

        Returns:
            The same frame where there is nothing to hide.
        """
        self._learn()
        if not self._regions and not self._places:
            return frame
        key = frame.identity.digest, len(self._places)
        if key not in self._known:
            hidden = [place for size, place in self._places if size == frame.size]
            hidden += [on for region in self._regions if (on := _as_far_as_on(region, frame.size)) is not None]
            veiled = masked(frame, hidden) if hidden else frame.bare()
            self._known = dict([*self._known.items(), (key, veiled)][-_REMEMBERED:])
        return self._known[key].seen_again(frame.captured_at)

    def _learn(self) -> None:
        """Finds out where secrets were typed, which is only asked when a picture is shown."""
        for _, before, after in self._secrets:
            for frame in after:
                for place in _changed(before, frame):
                    if (before.size, place) not in self._places:
                        self._places.append((before.size, place))


def _as_far_as_on(region: Region, size: Size) -> Region | None:
    """A region in pixels of a screen, without what is beyond it; None if nothing is left.

    A smaller screen than the one that it was meant for must not show a part of what is hidden.
    """
    scale = (size.width, size.height, size.width, size.height)
    left, top, width, height = (
        value * most if isinstance(value, float) else value for value, most in zip(region, scale, strict=True)
    )
    place = Region(int(left), int(top), int(width) + 1, int(height) + 1).common(whole(size))
    return place if place.width > 0 and place.height > 0 else None


def _changed(before: Frame, now: Frame) -> list[Region]:
    screen = whole(before.size)
    try:
        places = changed_regions(before.bare(), now.bare(), screen) if before.size == now.size else []
    except CorruptFrame:
        return []
    return [
        Region(*map(int, place.grown(_MARGIN).common(screen)))
        for place in places
        if place.height <= _HIGHEST * before.size.height
    ]
