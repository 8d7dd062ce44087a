"""Which sizes of cells a picture may show, and how a capture may have scaled them, by what repeats in it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.text.cells.font_catalog import FontCatalog
from TinyPilotLibrary.text.cells.modes import SMALLEST, is_of, screens
from TinyPilotLibrary.text.cells.phases import fits, forms_of
from TinyPilotLibrary.text.cells.spectrum import Changes, Numbers, Profile
from TinyPilotLibrary.vision.geometry import Size

Cell = tuple[int, int]
Scale = tuple[float, float]

# What most frames show: the computer's own pixels, or a mode that is known, stretched or fitted to the frame; and what
# most screens have: other sizes of cells are looked for after these.
_AS_SENT, _KNOWN = 3.0, 1.5
_USUAL, _OTHERS = ((9, 16), (8, 16), (8, 19), (16, 32)), 0.4
# So many distances are taken from the picture.
_PEAKS_ACROSS, _PEAKS_DOWN = 6, 5
# A capture changes the shape of pixels by this much at most; most leave them square.
_LARGEST, _NARROWEST, _WIDEST = 8.2, 0.7, 1.45
_SQUARE, _OF_SQUARES = 0.015, 2.0
# Where the computer's pixels are not seen they may be blurred.
_UNSEEN = 0.15
# So many are weighed by whether letters fit them.
_WEIGHED = 16
# Where hardly anything stands on a screen, little repeats: so many of the usual sizes are looked for at last.
_HARDLY_REGULAR, _LAST = 1.0, 5
# Graphical screens hardly ever repeat as sharply in x as text in cells does, and letters do not fit them.
_REGULAR, _FITTING = 1.2, 0.3


class Raster(NamedTuple):
    """A size of cells, and how a capture may have scaled them.

    Args:
        strength: How well it explains what repeats in the picture.
        cell: Width and height of a cell, in pixels of the computer.
        scale: How many pixels of the frame one of the computer's has, in x and in y.
        measured: Whether that was measured in the picture, and is none of those that are known.
    """

    strength: float
    cell: Cell
    scale: Scale
    measured: bool


def known_rasters(changes: Changes, size: Size, fonts: FontCatalog) -> list[Raster]:
    """The sizes of cells that screens are known to have, those that fit what repeats in a picture best.

    Args:
        changes: Where the picture changes, and so what repeats in it.
        size: The frame's size, in pixels.
        fonts: The fonts; only sizes of cells that they have are looked for.

    Returns:
        At most 16, the strongest first; none if nothing repeats sharply enough in x.
    """
    known = _known(size, fonts.cells)
    across = changes.across.strengths(known.periods[:, 0])
    strengths = known.weights * across * changes.down.strengths(known.periods[:, 1])
    return [
        Raster(float(strengths[number]), known.pairs[number][0], known.pairs[number][1], measured=False)
        for number in np.argsort(-strengths)[:_WEIGHED]
        if across[number] >= _REGULAR
    ]


def last_rasters(changes: Changes, size: Size, fonts: FontCatalog) -> list[Raster]:
    """The usual sizes of cells, those that repeat most sharply in x first: for a screen with little text on it.

    Args:
        changes: Where the picture changes, and so what repeats in it.
        size: The frame's size, in pixels.
        fonts: The fonts; only sizes of cells that they have are looked for.

    Returns:
        At most five; their strength is how sharply they repeat in x alone.
    """
    known = _known(size, fonts.cells)
    across = changes.across.strengths(known.periods[:, 0])
    usual = [
        number
        for number in np.argsort(-across, kind="stable")
        if across[number] >= _HARDLY_REGULAR and known.pairs[number][0] in _USUAL
    ]
    return [
        Raster(float(across[number]), known.pairs[number][0], known.pairs[number][1], measured=False)
        for number in usual[:_LAST]
    ]


def measured_rasters(changes: Changes, fonts: FontCatalog) -> Iterator[Raster]:
    """The sizes of cells that were measured, with how clearly the computer's pixels are seen that were scaled.

    Args:
        changes: Where the picture changes, and so what repeats in it.
        fonts: The fonts; each distance that repeats is tried for every size of cells that they have.

    Yields:
        At most 16, the strongest first; none if too little repeats in x or in y.
    """
    cells = fonts.cells
    across = [peak for peak in changes.across.peaks(_PEAKS_ACROSS) if peak[1] >= _REGULAR]
    down = changes.down.peaks(_PEAKS_DOWN)
    if not across or not down:
        return
    widths, heights = np.array(cells).T
    scales_x, strengths_x = (values[:, None] for values in _scaled(changes.across, across, widths))
    scales_y, strengths_y = (values[None] for values in _scaled(changes.down, down, heights))
    shapes = scales_x / scales_y
    strengths = strengths_x * strengths_y * np.array([_usual(cell) for cell in cells])
    strengths = strengths * np.where(np.abs(shapes - 1) < _SQUARE, _OF_SQUARES, 1)
    possible = (shapes >= _NARROWEST) & (shapes <= _WIDEST)
    possible = possible & (np.minimum(scales_x, scales_y) >= SMALLEST) & (np.maximum(scales_x, scales_y) <= _LARGEST)
    strengths = np.where(possible, strengths, 0)
    for place in np.argsort(-strengths, axis=None)[:_WEIGHED]:
        x, y, cell = np.unravel_index(place, strengths.shape)
        scale = float(scales_x[x, 0, cell]), float(scales_y[0, y, cell])
        if strengths[x, y, cell] > 0:
            yield Raster(float(strengths[x, y, cell]), cells[cell], scale, measured=True)


def fitting_rasters(changes: Changes, rasters: list[Raster], fonts: FontCatalog) -> list[Raster]:
    """Those of some sizes of cells that letters fit too, the likeliest first.

    Args:
        changes: Where the picture changes: mostly at the borders of its letters.
        rasters: The sizes of cells, in any order; only the 16 strongest are weighed.
        fonts: The fonts whose letters are tried.

    Returns:
        Those that fit, with the strength that is left of theirs: the worse letters fit, the less.
    """
    found = sorted(rasters, key=lambda raster: -raster.strength)[:_WEIGHED]
    if not found:
        return []
    periods = np.array([raster.cell for raster in found]) * np.array([raster.scale for raster in found])
    forms = [forms_of(fonts.of(raster.cell).fonts, raster.cell) for raster in found]
    across = fits(changes.across, periods[:, 0], [form.across.waves for form in forms])
    down = fits(changes.down, periods[:, 1], [form.down.waves for form in forms])
    regular = changes.across.strengths(periods[:, 0]) * across
    strengths = np.array([raster.strength for raster in found]) * (across * down) ** 2
    return [
        found[number]._replace(strength=float(strengths[number]))
        for number in np.argsort(-strengths)
        if regular[number] >= _REGULAR and strengths[number] >= _FITTING
    ]


def is_possible(scale: Scale) -> bool:
    """Whether captures scale screens so."""
    return SMALLEST <= min(scale) <= max(scale) <= _LARGEST and _NARROWEST <= scale[0] / scale[1] <= _WIDEST


class _Known(NamedTuple):
    """What programs and captures are known to show: cells with scales, the distances they have, their likelihood."""

    pairs: list[tuple[Cell, Scale]]
    periods: Numbers
    weights: Numbers


@lru_cache(maxsize=16)
def _known(size: Size, cells: tuple[Cell, ...]) -> _Known:
    pairs: dict[tuple[Cell, Scale], float] = {}
    for (native, area), cell in product(screens(size), cells):
        if is_of(cell, native) or native == size:
            scale = area[2] / native.width, area[3] / native.height
            pairs.setdefault((cell, scale), _usual(cell) * (_AS_SENT if scale == (1, 1) else _KNOWN))
    periods = np.array([(cell[0] * scale[0], cell[1] * scale[1]) for cell, scale in pairs])
    return _Known(list(pairs), periods, np.array(list(pairs.values())))


def _scaled(
    profile: Profile, peaks: list[tuple[float, float]], pixels: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> tuple[Numbers, Numbers]:
    """How much cells may be scaled along an axis, and how strongly that shows: peaks x cells."""
    periods, strengths = np.array(peaks).T
    scales = periods[:, None] / pixels
    seen = profile.rasters(scales.ravel()).reshape(scales.shape)
    return scales, strengths[:, None] * (_UNSEEN + seen)


def _usual(cell: Cell) -> float:
    return 1.0 if cell in _USUAL else _OTHERS
