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
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.matcher import locate
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.template import Template

# Pictures of which no pixel is further apart, in levels, are the same to the eye.
_SAME = 24
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


def labelled(bench: Benchmark, folder: Path) -> None:
    """Looks for the areas of every needle on its own screenshot, and on those of needles without a common tag.

    Args:
        bench: Where the figures go.
        folder: A folder with `x.png` and `x.json` beside each other, at any depth.
    """
    needles = [needle for path in sorted(folder.rglob("*.json")) if (needle := _read(path)) is not None]
    lost = []
    accepted: list[tuple[str, Pixels, Pixels]] = []
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
                template = needle.templates[0][0]
                seen = part(other.color, matches[0].region)
                accepted.append((f"{needle.name} on {other.name}, {matches[0].score:.2f}", template.color, seen))
    bench.figure("needles", len(needles))
    bench.figure("pairs of needles without a common tag", pairs)
    bench.figure("of them accepted", len(accepted))
    others = [item for item in accepted if int(cv2.absdiff(item[1], item[2]).max()) > _SAME]
    bench.figure(f"of them the same within {_SAME} levels at each pixel", len(accepted) - len(others))
    if others:
        _PICTURE.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(_PICTURE), _sheet(others))
        bench.console.print(f"The others are shown in {_PICTURE}.")
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


def _sheet(items: list[tuple[str, Pixels, Pixels]]) -> Pixels:
    """Each pair beside each other with its names above."""
    rows = []
    for name, one, other in items:
        height, width = one.shape[:2]
        row = np.full((height + 24, max(1400, 2 * width + 20), 3), 255, np.uint8)
        cv2.putText(row, name, (4, 16), cv2.FONT_HERSHEY_PLAIN, 1, (0, 0, 0))
        row[20 : 20 + height, :width] = one
        row[20 : 20 + height, width + 20 : 2 * width + 20] = other
        rows.append(row)
    most = max((row.shape[1] for row in rows), default=1)
    return np.vstack(
        [cv2.copyMakeBorder(row, 0, 6, 0, most - row.shape[1], cv2.BORDER_CONSTANT) for row in rows]
        or [np.zeros((1, 1, 3), np.uint8)]
    )
