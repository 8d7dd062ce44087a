"""Searches one frame after the other for the same templates, and remembers what it saw.

- The same bytes again: the outcome stands, once the colours of known places were seen in them.
- Some of the frame changed: the known place is judged again if a pixel of it changed, and only windows that touch what
  changed are searched.
- Nothing changed in brightness, nobody looked at the colours for a few frames, or the outcome is the last one: the
  colours of known places are compared.
- More changed, be it by noise alone, or the known place is lost: the whole frame is searched.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size, whole
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.motion.changed_regions import Changes, FrameSignature, changes
from TinyPilotLibrary.vision.pixels import BLOCK, part
from TinyPilotLibrary.vision.templates.cascade import Span
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import Judged, TemplateSearch, template_search
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

# The colours of a frame in which other things changed are decoded at every so many looks.
_COLORS_TRUST = 3
# So many places that only their colour refuses are looked at again; with more of them the whole frame is searched.
_MOST_KNOWN = 50


class _Known(NamedTuple):
    """A place whose brightness looks the same, and how it looked when it was judged."""

    judged: Judged
    gray: bytes
    color: bytes


_Places = dict[tuple[int, int], _Known]


class _Memory(NamedTuple):
    """What is known of one template: in which frame, where it is, and which places only their colour refuses."""

    signature: FrameSignature
    match: Match | None
    found: _Known | None
    refused: _Places
    colors_trusted: int = 0


class IncrementalSearch:
    """Searches one frame after the other for templates: what is found is what searching each anew finds, but sooner.

    Of all places that look the same as a template, the one that correlates best with it is its match; of equal ones
    the uppermost, then the leftmost.

    Args:
        templates: What to look for.
        region: Where to look, in pixels or fractions; None for the whole screen.
        threshold: The least score that counts as found, 0.0 to 1.0.

    ```python
    search = IncrementalSearch([Template.load(Path("ok.png"))])
    search.look(frame)  # all of the frame is searched
    search.look(next_frame)  # only what changed is searched
    ```
    """

    def __init__(
        self, templates: Sequence[Template], region: Region | None = None, threshold: float = DEFAULT_THRESHOLD
    ) -> None:
        self._region = region
        self._searches = [
            [template_search(variant, threshold) for variant in template.variants] for template in templates
        ]
        self._memories: dict[TemplateSearch, _Memory] = {}

    def look(self, frame: Frame) -> list[Match | None]:
        """The outcomes of all templates.

        Args:
            frame: The picture of the screen.

        Returns:
            For each template, in their order, its match; None if it is not there.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        return list(self.matches(frame))

    def matches(self, frame: Frame, *, last: bool = False) -> Iterator[Match | None]:
        """The outcome of each template, searched for as it is taken: who needs only the first match stops there.

        Args:
            frame: The picture of the screen.
            last: Whether no other look may follow: then nothing rests on colours of an earlier frame.

        Yields:
            For each template, in their order, its match; None if it is not there.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        area = self._region.on(frame.size) if self._region else whole(frame.size)
        compared: dict[int, Changes | None] = {}
        signature: FrameSignature | None = None
        for searches in self._searches:
            found: list[Match] = []
            for search in searches:
                memory = self._memories.get(search)
                if memory is None or memory.colors_trusted or memory.signature.identity != frame.identity:
                    signature = signature or FrameSignature.of(frame)
                    if memory is not None and id(memory.signature) not in compared:
                        compared[id(memory.signature)] = changes(memory.signature, frame)
                    changed = compared[id(memory.signature)] if memory is not None else None
                    look = _Look(search, frame, area, signature, last)
                    memory = (look.again(memory, changed) if memory and changed else None) or look.anew()
                    self._memories[search] = memory
                if memory.match is not None:
                    found.append(memory.match)
            yield max(found, key=lambda match: match.score, default=None)


class _Look(NamedTuple):
    """One look at one frame for one template."""

    search: TemplateSearch
    frame: Frame
    area: Region
    signature: FrameSignature
    last: bool

    def anew(self) -> _Memory:
        """Searches the whole area."""
        refused: _Places = {}
        found = self._best(Span.within(self.area, self.search.template.size), refused)
        return _Memory(self.signature, self._match(found), found, refused)

    def again(self, memory: _Memory, changed: Changes) -> _Memory | None:
        """Searches only what changed; None if that is not enough to know the outcome."""
        spans = _touching(changed, self.area, self.search.template.size)
        if spans is None or len(memory.refused) > _MOST_KNOWN:
            return None
        # Bytes that differ though nothing changed in brightness may be another colour.
        colors = self.last or not changed.regions or memory.colors_trusted >= _COLORS_TRUST
        best = memory.found and self._judged_again(memory.found, colors=colors)
        if memory.found and best is not memory.found:
            if best is None or not self.search.accepts(best.judged):
                return None
            # A place that looks less alike than before may no longer be the best.
            if best.judged.rank > memory.found.judged.rank:
                return None
        refused: _Places = {}
        candidates = [best] if best else []
        candidates += [
            again
            for known in memory.refused.values()
            if (again := self._judged_again(known, colors=colors)) is not None
        ]
        candidates += [known for span in spans if (known := self._best(span, refused)) is not None]
        found = None
        for known in candidates:
            if not self.search.accepts(known.judged):
                refused.update(_by_place([known]))
            elif found is None or known.judged.rank < found.judged.rank:
                found = known
        match = memory.match if found is memory.found else self._match(found)
        colors_trusted = 0 if colors else memory.colors_trusted + 1
        return _Memory(self.signature, match, found, refused, colors_trusted)

    def _best(self, span: Span, refused: _Places) -> _Known | None:
        """The best accepted place of a span; what only its colour refuses is added to those refused."""
        for judged in self.search.judged(self.frame, span):
            if self.search.accepts(judged):
                return self._known(judged)
            if len(refused) <= _MOST_KNOWN:
                refused.update(_by_place([self._known(judged)]))
        return None

    def _judged_again(self, known: _Known, *, colors: bool) -> _Known | None:
        """The verdict on a known place, which stands if none of its pixels changed: in brightness, or in colour too."""
        if self._gray(known.judged) == known.gray and not (colors and self._color(known.judged) != known.color):
            return known
        judged = self.search.at(self.frame, known.judged.x, known.judged.y)
        return judged and self._known(judged)

    def _match(self, found: _Known | None) -> Match | None:
        return None if found is None else self.search.match(found.judged)

    def _known(self, judged: Judged) -> _Known:
        return _Known(judged, self._gray(judged), self._color(judged))

    def _gray(self, judged: Judged) -> bytes:
        return part(self.frame.gray, self.search.template.at(judged.x, judged.y)).tobytes()

    def _color(self, judged: Judged) -> bytes:
        return self.frame.color_of(self.search.template.at(judged.x, judged.y)).tobytes()


def _by_place(places: Iterable[_Known]) -> _Places:
    return {(known.judged.x, known.judged.y): known for known in places}


@lru_cache(maxsize=64)
def _touching(changed: Changes, area: Region, size: Size) -> tuple[Span, ...] | None:
    """The places at which a template of a size touches what changed; None if they are most of the area."""
    every = Span.within(area, size)
    spans = []
    most = every.places // 2
    for region in changed.regions:
        left, top, width, height = map(int, region)
        # A cell more on each side, for what changed too little there to show in its mean.
        span = every.clipped(
            left - size.width - BLOCK, top - size.height - BLOCK, left + width + BLOCK, top + height + BLOCK
        )
        most -= span.places
        spans.append(span)
    return None if most < 0 else tuple(spans)
