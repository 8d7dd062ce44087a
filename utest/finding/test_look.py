"""One look for several things: what is found first, and what is told of a miss."""

from pathlib import Path

import numpy as np

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.pixels import part
from utest.vision.screens import featured_regions, frame_of, screens

DESKTOP = screens()["desktop"]
EXACT, DIMMED = Region(24, 20, 72, 72), Region(20, 100, 80, 80)


def dimmed(*places: Region, by: float) -> Frame:
    """The desktop with some places a little darker."""
    color = DESKTOP.color.copy()
    for place in places:
        part(color, place)[:] = np.asarray(part(color, place) * by, np.uint8)
    return frame_of(color)


def saved(folder: Path, name: str, region: Region) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(frame_of(part(DESKTOP.color, region).copy()).png())
    return name


def look(folder: Path, *names: str) -> Look:
    return Look(TemplateCatalog().find(map(Locator.parse, names), [folder]), None, 0.8)


def test_all_places_of_all_things_come_best_first(tmp_path: Path) -> None:
    names = saved(tmp_path, "dimmed.png", DIMMED), saved(tmp_path, "exact.png", EXACT)
    matches = look(tmp_path, *names).find_all(dimmed(DIMMED, by=0.97))
    assert [match.template for match in matches] == ["exact.png", "dimmed.png"]
    assert matches[0].score > matches[1].score


def test_the_first_thing_that_is_there_is_found_and_those_before_it_are_missed(tmp_path: Path) -> None:
    names = saved(tmp_path, "gone.png", DIMMED), saved(tmp_path, "there.png", EXACT)
    match, misses = look(tmp_path, *names, "there.png").find(dimmed(DIMMED, by=0.5))
    assert isinstance(match, Match)
    assert match.locator == "there.png"
    assert [miss.locator for miss in misses] == ["gone.png"]


def test_of_several_pictures_the_one_that_comes_nearest_is_told(tmp_path: Path) -> None:
    shell = screens()["shell"]
    elsewhere = featured_regions(shell, 80, 60, count=1, seed=3)[0]
    saved(tmp_path / "icon", "b.png", DIMMED)
    for name in ("a.png", "c.png"):
        (tmp_path / "icon" / name).write_bytes(frame_of(part(shell.color, elsewhere).copy()).png())
    outcome = look(tmp_path, "icon").outcomes(dimmed(DIMMED, by=0.7))[0]
    assert isinstance(outcome, Miss)
    assert outcome.region == DIMMED
    assert outcome.reason.startswith("closest of 3 pictures, 'b.png': shape matches, but darker")
