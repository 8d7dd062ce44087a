"""How templates do: how often each was looked for and found in a run, and how well it matched."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.events import Entry, Looked
from TinyPilotLibrary.vision.match import Match

#: What the name of a file with what a process learnt of templates ends with.
SUFFIX = ".templates.json"


@dataclass(frozen=True)
class TemplateUse:
    """How one picture did.

    Args:
        locator: The locator that stands for it, as it was written.
        picture: Its name.
        looked: How many keywords looked for it.
        found: How many of them found it.
        best: Its best score when it was found.
        worst: Its worst score when it was found.
        place: Where it was found last, in pixels, and on which device; empty if it was never found.
        defect: The known defect that it stands for; empty if it is none.
    """

    locator: str
    picture: str
    looked: int = 0
    found: int = 0
    best: float = 0.0
    worst: float = 1.0
    place: str = ""
    defect: str = ""

    def __add__(self, later: "TemplateUse") -> "TemplateUse":
        """What both tell of one picture."""
        return TemplateUse(
            self.locator,
            self.picture,
            self.looked + later.looked,
            self.found + later.found,
            max(self.best, later.best),
            min(self.worst, later.worst),
            later.place or self.place,
            later.defect or self.defect,
        )

    def __str__(self) -> str:
        is_file = Path(self.locator.removeprefix("image:")).name in {self.picture, f"{self.picture}.json"}
        return self.locator if is_file else f"{self.locator} ({self.picture})"


class TemplateUses:
    """Learns from the journal how templates do."""

    def __init__(self) -> None:
        self._uses: dict[tuple[str, str], TemplateUse] = {}
        # What the running keyword has looked for and found: more frames of a wait tell nothing new.
        self._keyword, self._known = 0, set[tuple[str, ...]]()
        # What its last look did not find; mostly the next one looks for the same.
        self._missed: Sequence[object] | None = None

    def follow(self, entry: Entry) -> None:
        """Learns from one look.

        Args:
            entry: What happened.
        """
        event = entry.event
        if not isinstance(event, Looked):
            return
        if entry.keyword != self._keyword or not entry.keyword:
            self._keyword, self._known, self._missed = entry.keyword, set(), None
        if not event.is_found:
            # Then all was looked for, which tells something only once.
            if event.pictures is self._missed:
                return
            self._missed = event.pictures
        seen = [event.match] if event.match is not None else event.places
        looked_for = {miss.locator for miss in event.misses} | {match.locator for match in seen}
        for locator, pictures in event.pictures:
            # Where every place of something was looked for, nothing tells that there is none.
            if (locator in looked_for or not looked_for) and self._is_new(locator):
                for picture in pictures:
                    _add(self._uses, TemplateUse(locator, picture, looked=1))
        for match in seen:
            if match.template and self._is_new(match.locator, match.template):
                self._find(match, event.device, counted=(match.locator,) in self._known)

    def _is_new(self, *key: str) -> bool:
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def _find(self, match: Match, device: str, *, counted: bool) -> None:
        # What is forbidden is told only when it is there.
        looked = 0 if counted else 1
        place = f"{match.region} on {device}"
        score, defect = match.score, match.workaround or ""
        _add(self._uses, TemplateUse(match.locator, match.template, looked, 1, score, score, place, defect))

    def __bool__(self) -> bool:
        return bool(self._uses)

    def to_json(self, run: str) -> str:
        """All of it as the text of a file.

        Args:
            run: What tells the run from others.
        """
        uses = [asdict(use) for use in self._uses.values()]
        return json.dumps({"run": run, "templates": uses}, ensure_ascii=False, indent=1)


def uses_in(folder: Path, run: str | None = None) -> list[TemplateUse]:
    """What is told of templates by the files that are in a folder or below it.

    Args:
        folder: The folder.
        run: Only those of this run; None for all.

    Returns:
        Each template once.

    Raises:
        ConfigurationError: If a file cannot be read.
    """
    return merged(use for file in sorted(folder.rglob(f"*{SUFFIX}")) for use in _read(file, run))


def merged(uses: Iterable[TemplateUse]) -> list[TemplateUse]:
    """Each template once.

    Args:
        uses: What is known of them, in the order in which it was learnt.
    """
    by_name: dict[tuple[str, str], TemplateUse] = {}
    for use in uses:
        _add(by_name, use)
    return list(by_name.values())


def dying_first(uses: Iterable[TemplateUse], before: Iterable[TemplateUse]) -> list[tuple[TemplateUse, float]]:
    """Templates in the order in which they want to be looked at.

    Args:
        uses: How they did in this run.
        before: How they did in earlier ones.

    Returns:
        Each with how much its worst score has fallen since: those that have fallen most, then those with the worst
        scores, then those that were never found.
    """
    known = {(use.locator, use.picture): use for use in before if use.found}

    def fall(use: TemplateUse) -> float:
        earlier = known.get((use.locator, use.picture))
        return max(0.0, round(earlier.worst - use.worst, 3)) if earlier and use.found else 0.0

    fallen = [(use, fall(use)) for use in uses]
    return sorted(fallen, key=lambda item: (not item[0].found, -item[1], item[0].worst, str(item[0])))


def _add(uses: dict[tuple[str, str], TemplateUse], use: TemplateUse) -> None:
    key = use.locator, use.picture
    uses[key] = uses[key] + use if key in uses else use


def _read(file: Path, run: str | None) -> Iterator[TemplateUse]:
    try:
        told = json.loads(file.read_text("utf-8"))
        if run is None or told["run"] == run:
            yield from [TemplateUse(**use) for use in told["templates"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(f"'{file}' does not tell how templates do: {error}") from error
