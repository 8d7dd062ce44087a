"""What happened lately, in bounded memory."""

from collections import deque
from collections.abc import Iterator

from TinyPilotLibrary.evidence.events import Entry, FrameSeen, Looked

# So many events are remembered, and so many bytes of encoded pictures.
_MOST_ENTRIES, _MOST_BYTES = 4000, 12_000_000
# The last pictures are never thinned out.
_LAST = 6


class Ring:
    """The last events.

    Of older pictures every second one is forgotten when there are too many bytes of them, so that what is left still
    covers the whole time.

    Args:
        most_bytes: So many bytes of encoded pictures are kept.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._entries: deque[Entry] = deque(maxlen=_MOST_ENTRIES)
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Remembers an event, of frames without their pixels."""
        event = entry.event
        if isinstance(event, Looked):
            for last in reversed(self._entries):
                if last.keyword == entry.keyword:
                    if isinstance(last.event, Looked) and last.event.is_like(event):
                        return
                    break
        elif isinstance(event, FrameSeen):
            entry = Entry(entry.at, FrameSeen(event.device, event.frame.bare()), entry.keyword)
            self._bytes += len(event.frame.data)
        self._entries.append(entry)
        if self._bytes > self._most_bytes:
            self._thin_out()

    def __iter__(self) -> Iterator[Entry]:
        """The events, oldest first."""
        return iter(tuple(self._entries))

    def __reversed__(self) -> Iterator[Entry]:
        """The events, newest first."""
        return reversed(tuple(self._entries))

    def _thin_out(self) -> None:
        seen = [entry for entry in self._entries if isinstance(entry.event, FrameSeen)]
        gone = {id(entry) for entry in seen[: -_LAST - 1][1::2]}
        left = [entry for entry in self._entries if id(entry) not in gone]
        frames = [entry.event.frame for entry in left if isinstance(entry.event, FrameSeen)]
        pictures = {frame.identity for frame in frames}
        self._entries = deque(
            (entry for entry in left if not isinstance(entry.event, Looked) or entry.event.frame.identity in pictures),
            maxlen=_MOST_ENTRIES,
        )
        self._bytes = sum(len(frame.data) for frame in frames)
