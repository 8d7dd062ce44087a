"""Needles with their screenshots, where a folder of them is given: each on its own screen, and on others."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks._matching import contact_sheet
from benchmarks._matching.contact_sheet import Pair
from benchmarks._matching.scenes import jpeg
from benchmarks._measure import Benchmark, Count
from TinyPilotLibrary.errors import CorruptFrame, TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_file import is_needle, read_description, read_needle, tags_of
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import match_of

# Pictures of which no pixel is further apart, in levels, are the same to the eye.
_SAME = 24
# Of a larger collection so many needles are taken, and each screen is searched for so many others.
_NEEDLES, _OTHERS = 400, 110
_PICTURE = Path("results") / "accepted-pairs.png"
Part = tuple[Template, Region]


@dataclass(frozen=True, eq=False)
class Labelled:
    """A needle, and its areas as templates.

    Args:
        name: Its file, as a path from the collection's folder.
        tags: Its tags.
        picture: Its screenshot's file.
        size: The size of its screenshot.
        needle: What it says itself.
        parts: What has to match, and where it was cut.
    """

    name: str
    tags: frozenset[str]
    picture: bytes
    size: Size
    needle: Needle
    parts: list[Part]


def labelled(bench: Benchmark, folder: Path) -> None:
    """Looks for the areas of every needle on its own screenshot, and on those of others.

    On its own screenshot it is looked for by its own rule too. On one of a needle with a common tag it has to be found
    where that is the same to the eye; on one of a needle without it is listed for a person to judge.

    Args:
        bench: Where the figures go.
        folder: A folder with `x.png` and `x.json` beside each other, at any depth.
    """
    random = np.random.default_rng(1)
    needles = collected(bench, folder, random)
    counts: Counter[str] = Counter()
    lost: list[str] = []
    accepted: list[Pair] = []
    for screen in bench.track(needles, "screens"):
        color = Frame.read(screen.picture).color
        shot = Frame.read(jpeg(color))
        counts["areas"] += len(screen.parts)
        lost += [f"{screen.name} at {place}" for template, place in screen.parts if not _found(shot, template)]
        counts["refused"] += NeedleSearch([screen.needle]).look(shot) is None
        others = [needles[index] for index in random.permutation(len(needles))[:_OTHERS]]
        for other in others:
            if other is screen or not other.parts:
                continue
            if other.tags & screen.tags:
                lost += [
                    f"{other.name} at {place} on {screen.name}" for place in _same_but_lost(shot, color, other, counts)
                ]
            else:
                counts["pairs"] += 1
                accepted += _accepted(shot, other, f"on {screen.name}", color)
    bench.figure("needles", len(needles))
    bench.figure("of them refused by their own rule at quality 80", counts["refused"])
    bench.figure("needles' areas", counts["areas"])
    bench.figure(f"areas on screens of a common tag, the same within {_SAME} levels", counts["same"])
    bench.figure("pairs of needles without a common tag", counts["pairs"])
    bench.figure("of them accepted", len(accepted))
    alike = sum(pair.difference <= _SAME for pair in accepted)
    bench.figure(f"of them the same within {_SAME} levels at each pixel", alike)
    if accepted:
        contact_sheet.save(accepted, _PICTURE)
        bench.console.print(f"They are in {_PICTURE}: wanted and seen side by side, the least alike first.")
    for name in lost:
        bench.console.print(f"Not found: {name}")
    bench.floor("areas not found where they are the same to the eye", Count(len(lost)), at_most=0)


def collected(bench: Benchmark, folder: Path, random: np.random.Generator) -> list[Labelled]:
    """The needles in a folder, or a sample of them; what cannot be used is told.

    Args:
        bench: Where that is told.
        folder: A folder with `x.png` and `x.json` beside each other, at any depth.
        random: What the sample is drawn by.
    """
    files = sorted(path for path in folder.rglob("*.json") if path.with_suffix(".png").is_file())
    needles: list[Labelled] = []
    for index in random.permutation(len(files)):
        if len(needles) == _NEEDLES:
            break
        try:
            needles += _read(bench, files[index], folder)
        except (TemplateError, CorruptFrame, UnicodeDecodeError) as error:
            bench.console.print(f"Left out: {files[index].relative_to(folder)}: {error}")
    if len(needles) < len(files):
        bench.console.print(f"{len(needles)} needles of {len(files)} files are measured with.")
    return needles


def _read(bench: Benchmark, path: Path, folder: Path) -> list[Labelled]:
    said = read_description(path.read_text("utf-8-sig"), path.name)
    if not is_needle(said):
        return []
    name = str(path.relative_to(folder).with_suffix(""))
    picture = path.with_suffix(".png").read_bytes()
    needle = read_needle(path.stem, said, picture)
    frame = Frame.read(picture)
    parts = [one for area in needle.areas for one in _part(bench, frame, area.region, name)]
    return [Labelled(name, tags_of(said), picture, frame.size, needle, parts)]


def _part(bench: Benchmark, frame: Frame, region: Region, name: str) -> list[Part]:
    try:
        return [(Template(name, part(frame.color, region).copy()), region)]
    except TemplateError as error:
        bench.console.print(str(error))
        return []


def _found(shot: Frame, template: Template, region: Region | None = None) -> bool:
    return match_of(shot, template, region) is not None


def _same_but_lost(shot: Frame, color: Pixels, other: Labelled, counts: Counter[str]) -> list[Region]:
    """The areas of a needle that are the same to the eye in their places on a screen, and are not found in its JPEG."""
    if other.size != shot.size:
        return []
    same = [
        (template, place)
        for template, place in other.parts
        if cv2.absdiff(part(color, place), template.color).max() <= _SAME
    ]
    counts["same"] += len(same)
    return [place for template, place in same if not _found(shot, template)]


def _accepted(shot: Frame, other: Labelled, where: str, color: Pixels) -> list[Pair]:
    """Of a needle that was found on another's screenshot the area that differs most; nothing if it was not found."""
    matches = []
    for template, _ in other.parts:
        match = match_of(shot, template)
        if match is None:
            return []
        matches.append(match)
    score = min(match.score for match in matches)
    pairs = [
        Pair(f"{other.name} {where}: {score:.2f}", template.color, part(color, match.region))
        for (template, _), match in zip(other.parts, matches, strict=True)
    ]
    return [max(pairs, key=lambda pair: pair.difference)]
