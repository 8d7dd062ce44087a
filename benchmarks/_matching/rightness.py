"""How often something that only looks alike is taken for the thing, and how often the thing itself is refused."""

from collections import Counter

from benchmarks._matching import peers
from benchmarks._matching.lookalikes import Pair, lookalikes, true_pairs
from benchmarks._measure import Benchmark, Cell, Share
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.templates.correlation import Correlator
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD, SOFT_THRESHOLD
from utest.vision.looking import match_of

# What may be accepted of each kind, in percent: less than this, or none at all.
_LIMITS = {
    "dimmed x0.9": 25.0,
    "dimmed x0.8": 3.2,
    "dimmed x0.65": 0.0,
    "dimmed x0.5": 0.0,
    "hue turned": 0.0,
    "hue mirrored, same brightness": 6.0,
    "other colour of text": 0.0,
    "focus ring": 23.0,
    "caret": 0.0,
    "mouse pointer": 0.0,
    "check box": 0.0,
    "pale selection": 0.0,
    "one digit": 3.8,
    "one cell of text": 0.0,
}
_MOST_REFUSED = 0.3


def rightness(bench: Benchmark, per_screen: int) -> None:
    """Judges look-alikes and true places.

    Args:
        bench: Where the figures go.
        per_screen: How many crops of each screen.
    """
    bench.console.print("Judging look-alikes and true places takes some minutes.")
    pairs: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    soft: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    # One after the other: all at once would fill the memory with frames.
    for pair in lookalikes(per_screen):
        pairs[pair.kind] += 1
        ours[pair.kind] += _accepts(pair, DEFAULT_THRESHOLD)
        soft[pair.kind] += _accepts(pair, SOFT_THRESHOLD)
        theirs[pair.kind] += _correlates(pair)
    rows: list[list[Cell]] = [
        [kind, count, *(100 * accepted[kind] / count for accepted in (ours, soft, theirs))]
        for kind, count in sorted(pairs.items())
    ]
    columns = ("look-alike", "pairs", "accepted, %", f"at threshold {SOFT_THRESHOLD}, %", "correlation 0.95, %")
    bench.table("Look-alikes that were accepted", columns, rows)
    for kind, limit in _LIMITS.items():
        share = Share(ours[kind], pairs[kind])
        if limit:
            bench.floor(f"accepted: {kind}", share, below=limit)
        else:
            bench.floor(f"accepted: {kind}", share, at_most=0)
    _true_places(bench, per_screen)


def _true_places(bench: Benchmark, per_screen: int) -> None:
    pairs: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    soft: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for pair in true_pairs(per_screen):
        pairs[pair.kind] += 1
        ours[pair.kind] += not _accepts(pair, DEFAULT_THRESHOLD)
        soft[pair.kind] += not _accepts(pair, SOFT_THRESHOLD)
        theirs[pair.kind] += not _correlates(pair)
    rows: list[list[Cell]] = [
        [kind, count, *(100 * refused[kind] / count for refused in (ours, soft, theirs))]
        for kind, count in sorted(pairs.items())
    ]
    columns = ("true place", "pairs", "refused, %", f"at threshold {SOFT_THRESHOLD}, %", "correlation 0.95, %")
    bench.table("True places that were refused", columns, rows)
    refused = Share(ours.total(), pairs.total())
    bench.floor("true places refused, quality 65 to 95, noise, scaling", refused, at_most=_MOST_REFUSED)


def _accepts(pair: Pair, threshold: float) -> bool:
    return match_of(pair.frame, pair.template, pair.around, threshold) is not None


def _correlates(pair: Pair) -> bool:
    """Whether correlation alone would accept it, as others do."""
    around = part(pair.frame.gray, pair.around)
    return float(Correlator(pair.template).everywhere(around).max()) >= peers.ACCEPTED
