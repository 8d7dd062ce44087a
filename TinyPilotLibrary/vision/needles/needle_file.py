"""Reads openQA needles, as their files are: a JSON text, and the PNG of the whole screen beside it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np

from TinyPilotLibrary.errors import CorruptFrame, TemplateError
from TinyPilotLibrary.vision.decoding import what_instead
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.needles.needle import DEFAULT_LEVEL, DEFAULT_MARGIN, Area, ClickPoint, Needle
from TinyPilotLibrary.vision.needles.similarity import smoothed
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.vision.templates.template import Template

# No collection has needles of more than 30 areas and a few kilobytes.
_LONGEST_DESCRIPTION = 1 << 20
_MOST_AREAS, _MOST_COVERED = 300, 8
_FARTHEST = 1_000_000
_LONGEST_QUOTE = 200
_WORKAROUND = "workaround"
# A name such as `login-bsc1234567-20190522` names the bug.
_BUG = re.compile(r"\S+-(bsc|poo|bnc|boo)(\d+)-\S+")

Description = Mapping[str, Any]


def read_description(text: str, name: str) -> Description:
    """What the JSON beside a picture says.

    Args:
        text: The JSON.
        name: The file, for messages.

    Raises:
        TemplateError: If it is not valid JSON, or not an object.
    """
    if len(text) > _LONGEST_DESCRIPTION:
        raise TemplateError(f"'{name}' does not describe a picture: it has {len(text)} characters.")
    try:
        description = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TemplateError(f"'{name}' is not valid JSON: {error}.") from None
    if not isinstance(description, dict):
        raise TemplateError(f"'{name}' does not describe a picture: it must be a JSON object.")
    return description


def tags_of(description: Description) -> frozenset[str]:
    """The tags that a picture is asked for by."""
    tags = description.get("tags") or []
    return frozenset(str(tag) for tag in tags) if isinstance(tags, list) else frozenset()


def is_needle(description: Description) -> bool:
    """Whether a picture is a needle, of which only areas count, or a template."""
    return bool(description.get("area"))


def read_needle(name: str, description: Description, picture: bytes) -> Needle:
    """Makes a needle of its files.

    Args:
        name: Its name, for messages.
        description: What its JSON says.
        picture: Its PNG.

    Raises:
        TemplateError: If it is not a needle that can be looked for; the message says why.
    """
    try:
        frame = Frame.read(picture)
        gray = frame.gray
    except CorruptFrame as error:
        raise TemplateError(f"The picture of the needle '{name}' cannot be read.{what_instead(picture)}") from error
    listed = description["area"]
    if not isinstance(listed, list):
        raise TemplateError(f"The areas of the needle '{name}' are not a list: {_quoted(listed)}.")
    screen = whole(frame.size)
    areas = [_checked(name, area, screen) for area in listed]
    covered = sum(common.width * common.height for area in areas if (common := _region(area).common(screen)))
    if len(areas) > _MOST_AREAS or covered > _MOST_COVERED * frame.size.width * frame.size.height:
        raise TemplateError(
            f"The needle '{name}' has {len(areas)} areas, which cover {covered} pixels of a picture of {frame.size}: "
            "nobody cuts so much out of one."
        )
    by_kind = {kind: [area for area in areas if _kind(area) == kind] for kind in _KINDS}
    if not by_kind["match"]:
        raise TemplateError(
            f"The needle '{name}' has no area of type 'match', so that nothing says where to look for it. Add one."
        )
    excluded = [_region(area) for area in by_kind["exclude"]]
    return Needle(
        name,
        frame.size,
        [
            Area(
                _region(area),
                smoothed(gray, _region(area), excluded),
                float(area.get("match") or 100 * DEFAULT_LEVEL) / 100,
                int(area.get("margin") or DEFAULT_MARGIN),
                _template(name, frame, _region(area), excluded),
            )
            for area in by_kind["match"]
        ],
        excluded,
        [_region(area) for area in by_kind["ocr"]],
        _click_points(name, by_kind["match"]),
        _workaround(name, description.get("properties")),
    )


def _template(name: str, frame: Frame, region: Region, excluded: Sequence[Region]) -> Template | None:
    counts = np.full((frame.size.height, frame.size.width), 255, np.uint8)
    for hole in excluded:
        part(counts, hole.common(whole(frame.size)))[:] = 0
    mask = part(counts, region)
    try:
        return Template(name, part(frame.color, region).copy(), None if mask.all() else mask.copy())
    except TemplateError:
        return None


def click_point_of(name: str, description: Description) -> Point | None:
    """Where a click on a plain template goes, in pixels from its top left corner; None for its middle.

    Args:
        name: The template's name, for messages.
        description: What the JSON beside it says; its `click_point` counts.

    Raises:
        TemplateError: If its JSON says something else there.
    """
    points = _click_points(name, [description])
    return points[0].point if points else None


_KINDS = ("match", "exclude", "ocr")


def _checked(name: str, area: object, screen: Region) -> Description:
    if not isinstance(area, dict):
        raise TemplateError(f"The needle '{name}' has an area that is not a JSON object: {_quoted(area)}.")
    kind = _kind(area)
    if kind not in _KINDS:
        raise TemplateError(f"The needle '{name}' has an area of type {_quoted(kind)}. Known: {', '.join(_KINDS)}.")
    try:
        left, top, width, height = _region(area)
        match, margin = float(area.get("match") or 0), int(area.get("margin") or 0)
    except (TypeError, ValueError, OverflowError) as error:
        raise TemplateError(
            f"The needle '{name}' has an area with something else than numbers: {_quoted(area)}."
        ) from error
    if not 0 <= match <= 100 or not all(abs(value) <= _FARTHEST for value in (left, top, width, height, margin)):
        raise TemplateError(
            f"The needle '{name}' has an area with numbers out of range: {_quoted(area)}. 'match' is in per cent, 0 to "
            "100; all others are pixels."
        )
    inside = 0 <= left <= left + width <= screen.width and 0 <= top <= top + height <= screen.height
    if kind == "match" and not (inside and width and height):
        raise TemplateError(
            f"The needle '{name}' has an area that is not in its picture of {screen.width}x{screen.height} pixels: "
            f"{left},{top},{width},{height}."
        )
    return area


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}..."


def _kind(area: Description) -> object:
    return area.get("type") or "match"


def _region(area: Description) -> Region:
    return Region(*(int(area.get(key) or 0) for key in ("xpos", "ypos", "width", "height")))


def _click_points(name: str, areas: Sequence[Description]) -> list[ClickPoint]:
    points = [
        _click_point(name, number, area["click_point"]) for number, area in enumerate(areas) if area.get("click_point")
    ]
    if len(points) > 1 and not all(point.name for point in points):
        raise TemplateError(f"The needle '{name}' has several click points: each of them needs an 'id' of its own.")
    return points


def _click_point(name: str, number: int, description: object) -> ClickPoint:
    if description == "center":
        return ClickPoint(number)
    if isinstance(description, dict):
        x, y = description.get("xpos"), description.get("ypos")
        if _is_pixel(x) and _is_pixel(y):
            return ClickPoint(number, Point(x, y), str(description.get("id") or ""))
    raise TemplateError(
        f"The click point of '{name}' is not understood: {_quoted(description)}. "
        'Write {"xpos": 10, "ypos": 5}, in pixels from its top left corner, or "center".'
    )


def _is_pixel(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and abs(value) <= _FARTHEST


def _workaround(name: str, properties: object) -> str | None:
    """The known defect that a needle is a workaround for: its number where it is given, else only that there is one."""
    for item in properties if isinstance(properties, list) else ():
        if item == _WORKAROUND:
            bug = _BUG.fullmatch(name)
            return "#".join(bug.groups()) if bug else _WORKAROUND
        if isinstance(item, dict) and item.get("name") == _WORKAROUND:
            return str(item.get("value") or _WORKAROUND)
    return None
