"""Templates that are saved: in the folder of templates alone, whole or not at all."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.studio_requests import Area, SavedAnswer, SaveRequest
from TinyPilotLibrary.studio.trying import found_answer
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle_file import read_description
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.templates.template import Template

_NAME = re.compile(r"(?:\w[\w .-]*/)*\w[\w .-]*\.png", re.ASCII)
#: What openQA calls the kinds of areas.
_KINDS = {"match": "match", "exclude": "exclude", "text": "ocr"}
# The frames that templates were cut from: no locator of a folder finds them there.
_REFERENCE = ".reference"


def save(desk: Desk, frame: Frame, asked: SaveRequest, folder: Path) -> SavedAnswer:
    """Saves areas of a frame as a template, or as an openQA needle if they are more than one plain area.

    Args:
        desk: Looks for what was saved.
        frame: The frame.
        asked: The areas, the name, the tags.
        folder: The folder of templates.

    Returns:
        What was saved, and where it is found on its own frame.

    Raises:
        Refusal: If the name leads elsewhere, is taken, or there is no area to match.
        TemplateError: If the only area is flat or too small.
    """
    file = file_in(folder, asked.name)
    beside = file.with_suffix(".json")
    taken = [path.name for path in (file, beside) if path.exists()]
    if taken and not asked.replace:
        raise Refusal(
            409, f"There is {' and '.join(taken)} already in '{file.parent}'. Take another name, or replace it."
        )
    matched = [area for area in asked.areas if area.kind == "match"]
    if not matched:
        raise Refusal(400, "There is no area to match. Draw one, or change the kind of one.")
    click = next((area for area in asked.areas if area.kind == "click"), None)
    drawn = [area for area in asked.areas if area.kind != "click"]
    is_plain = len(drawn) == 1
    description = _described(matched[0], click, asked.tags) if is_plain else _needle(drawn, click, asked.tags)
    cut = frame
    if is_plain:
        # What could never be found is not saved.
        cut = Frame.of_pixels(Template(file.name, part(frame.color, _region(matched[0])).copy()).color)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, cut.png())
        # What else the JSON beside it says, such as its tags, goes on to hold.
        description = {**_said_before(beside), **description}
        if description:
            _write(beside, (json.dumps(description, indent=2) + "\n").encode())
        else:
            beside.unlink(missing_ok=True)
        _write(file_in(folder, asked.name, _REFERENCE), frame.png())
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise Refusal(500, f"'{file}' cannot be saved: {told}.") from error
    return _found(desk, frame, file, asked.name, folder)


def file_in(folder: Path, name: str, within: str = "") -> Path:
    """A file in a folder, and nowhere else.

    Args:
        folder: The folder.
        name: The file's name, in a folder below it perhaps.
        within: The folder below it that the name is relative to.

    Raises:
        Refusal: If the name is none, or leads out of the folder.
    """
    if not _NAME.fullmatch(name):
        raise Refusal(
            400, f"{name!r} is not a template name: use letters, digits, '-', '_' and '.', such as boot/menu.png."
        )
    root = folder.resolve()
    file = (root / within / name).resolve()
    if not file.is_relative_to(root):
        raise Refusal(400, f"{name!r} leads out of the folder '{folder}'.")
    return file


def _found(desk: Desk, frame: Frame, file: Path, name: str, folder: Path) -> SavedAnswer:
    try:
        look = Look(desk.catalog.find([Locator.parse(name)], [folder]), None, desk.threshold())
    except TemplateError as error:
        return SavedAnswer(file=str(file), warning=str(error))
    outcome = look.outcomes(frame)[0]
    if isinstance(outcome, Match):
        return SavedAnswer(file=str(file), found=found_answer(outcome))
    return SavedAnswer(file=str(file), warning=outcome.sentence)


def _said_before(beside: Path) -> dict[str, object]:
    if not beside.is_file():
        return {}
    said = read_description(beside.read_text("utf-8-sig"), beside.name)
    return {key: value for key, value in said.items() if key != "area"}


def _described(area: Area, click: Area | None, tags: Sequence[str]) -> dict[str, object]:
    point = {"click_point": _inside(area, click)} if click else {}
    return {**({"tags": list(tags)} if tags else {}), **point}


def _needle(areas: Sequence[Area], click: Area | None, tags: Sequence[str]) -> dict[str, object]:
    keys = ("xpos", "ypos", "width", "height")
    told: list[dict[str, object]] = [
        {**dict(zip(keys, area.region, strict=True)), "type": _KINDS[area.kind]} for area in areas
    ]
    first = next(index for index, area in enumerate(areas) if area.kind == "match")
    if click:
        told[first]["click_point"] = _inside(areas[first], click)
    return {"area": told, **({"tags": list(tags)} if tags else {})}


def _inside(area: Area, click: Area) -> dict[str, int]:
    x, y = _region(click).center
    return {"xpos": int(x) - area.region[0], "ypos": int(y) - area.region[1]}


def _region(area: Area) -> Region:
    return Region(*area.region)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data)
