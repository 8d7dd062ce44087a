"""Needles with their screenshots, where a folder of them is given: each on its own screen, and on all others."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks._matching.scenes import jpeg
from benchmarks._measure import Benchmark
from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.matcher import locate
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.template import Template

# Pictures of which no pixel is further apart, in levels, are the same to the eye.
_SAME = 24
# The picture of accepted pairs: columns, the largest size of a crop, and the colour between them.
_COLUMNS, _TILE, _GAP, _PAPER = 2, Size(420, 160), 8, (245, 245, 245)
_PICTURE = Path("results") / "accepted-pairs.png"


@dataclass(frozen=True, eq=False)
class Needle:
    """A screenshot, its tags and its areas as templates.

    Args:
        name: Its name.
        tags: Its tags.
        color: The screenshot.
        shot: The screenshot as a capture sends it.
        templates: What has to match, and where it was cut.
    """

    name: str
    tags: frozenset[str]
    color: Pixels
    shot: Frame
    templates: list[tuple[Template, Region]]


@dataclass(frozen=True, eq=False)
class Accepted:
    """A needle that was found on the screenshot of another one.

    Args:
        title: Their names and the score.
        wanted: An area of the needle.
        seen: What was taken for it.
    """

    title: str
    wanted: Pixels
    seen: Pixels

    @property
    def difference(self) -> int:
        """How far the pixels that differ most are apart, in levels."""
        return int(cv2.absdiff(self.wanted, self.seen).max())


def labelled(bench: Benchmark, folder: Path) -> None:
    """Looks for the areas of every needle on its own screenshot, and on those of needles without a common tag.

    Args:
        bench: Where the figures go.
        folder: A folder with `x.png` and `x.json` beside each other, at any depth.
    """
    needles = [needle for path in sorted(folder.rglob("*.json")) if (needle := _read(path)) is not None]
    lost = []
    accepted: list[Accepted] = []
    pairs = 0
    for needle in bench.track(needles, "needles"):
        for template, region in needle.templates:
            places = locate(needle.shot, [template])
            if not isinstance(places[0], Match):
                lost.append(f"{needle.name} at {region}")
        for other in needles:
            if other.tags & needle.tags or not needle.templates:
                continue
            pairs += 1
            outcomes = [locate(other.shot, [template])[0] for template, _ in needle.templates]
            matches = [outcome for outcome in outcomes if isinstance(outcome, Match)]
            if len(matches) == len(outcomes):
                accepted.append(_least_alike(needle, other, matches))
    bench.figure("needles", len(needles))
    bench.figure("pairs of needles without a common tag", pairs)
    bench.figure("of them accepted", len(accepted))
    alike = sum(item.difference <= _SAME for item in accepted)
    bench.figure(f"of them the same within {_SAME} levels at each pixel", alike)
    if accepted:
        _PICTURE.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(_PICTURE), _sheet(sorted(accepted, key=lambda item: -item.difference)))
        bench.console.print(f"All of them are in {_PICTURE}: wanted and seen side by side, the least alike first.")
    for name in lost:
        bench.console.print(f"Not found on its own screenshot: {name}")
    bench.floor("needles' areas not found on their own screenshots", len(lost), at_most=0)


def _read(path: Path) -> Needle | None:
    picture = path.with_suffix(".png")
    if not picture.is_file():
        return None
    facts = json.loads(path.read_text("utf-8"))
    color = np.asarray(cv2.imread(str(picture), cv2.IMREAD_COLOR), np.uint8)
    templates = []
    for area in facts["area"]:
        region = Region(*(int(area[key]) for key in ("xpos", "ypos", "width", "height")))
        if area.get("type", "match") == "match":
            try:
                templates.append((Template(path.stem, part(color, region).copy()), region))
            except TemplateError as error:
                print(error)
    return Needle(path.stem, frozenset(facts.get("tags", ())), color, Frame.read(jpeg(color)), templates)


def _least_alike(needle: Needle, other: Needle, matches: list[Match]) -> Accepted:
    """Of an accepted pair the area that differs most."""
    areas = [
        (template.color, part(other.color, match.region))
        for (template, _), match in zip(needle.templates, matches, strict=True)
    ]
    wanted, seen = max(areas, key=lambda area: int(cv2.absdiff(*area).max()))
    score = min(match.score for match in matches)
    return Accepted(f"{needle.name} on {other.name}: {score:.2f}", wanted, seen)


def _sheet(items: list[Accepted]) -> Pixels:
    """What was wanted and what was seen, side by side, with the names and the largest difference above."""
    tiles = [_tile(item) for item in items]
    columns = [tiles[number::_COLUMNS] for number in range(_COLUMNS)]
    height = max(sum(tile.shape[0] for tile in column) for column in columns)
    stacks = [np.vstack(column) for column in columns if column]
    return np.hstack(
        [
            cv2.copyMakeBorder(stack, 0, height - stack.shape[0], 0, _GAP, cv2.BORDER_CONSTANT, value=_PAPER)
            for stack in stacks
        ]
    )


def _tile(item: Accepted) -> Pixels:
    pictures = []
    for pixels in (item.wanted, item.seen):
        height, width = pixels.shape[:2]
        scale = min(1.0, _TILE.width / width, _TILE.height / height)
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        missing = _TILE.width - small.shape[1]
        pictures.append(cv2.copyMakeBorder(small, 0, 0, 0, missing + _GAP, cv2.BORDER_CONSTANT, value=_PAPER))
    tile = cv2.copyMakeBorder(np.hstack(pictures), 3 * _GAP, _GAP, 0, 0, cv2.BORDER_CONSTANT, value=_PAPER)
    title = f"{item.title}, differs by {item.difference}"
    cv2.putText(tile, title, (0, 2 * _GAP), cv2.FONT_HERSHEY_PLAIN, 0.8, (0, 0, 0), 1, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)
