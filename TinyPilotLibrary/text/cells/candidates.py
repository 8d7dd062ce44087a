"""Which grids of cells a picture may show."""

from collections.abc import Container, Iterator
from itertools import chain, product
from typing import NamedTuple

from TinyPilotLibrary.text.cells.font_catalog import FontCatalog, FontSet
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.text.cells.modes import layouts
from TinyPilotLibrary.text.cells.phases import forms_of, starts
from TinyPilotLibrary.text.cells.rasters import (
    Raster,
    fitting_rasters,
    is_possible,
    last_rasters,
    measured_rasters,
)
from TinyPilotLibrary.text.cells.spectrum import Changes
from TinyPilotLibrary.vision.geometry import Size

# So many of the sizes that are known are looked for first, where programs are known to put them.
_KNOWN_FIRST = 4
# So many sizes are looked at, and of each so many places where its cells may begin, in x and in y, and in all.
_RASTERS, _STARTS, _PLACES, _RELATED = 8, 4, 4, 3
# Small letters leave hardly any gaps: where so much repeats, each place of a cell of so few pixels is looked at.
_STRONG, _SMALL = 2.0, 64
# A grid whose cells are as near to a known one's as this, in pixels of the computer, is that one; then all that
# changes must be in it.
_SAME, _INSIDE = 0.4, 0.998
# Edges of letters are a little outside their cells where a capture has blurred them: as far as a block of JPEG's, but
# so little that most of a cell beside the grid is seen.
_BLURRED, _OF_A_CELL = 8, 0.4


class _Place(NamedTuple):
    """A raster, and where its cells may begin: left and top of any, and how well that fits."""

    raster: Raster
    start: tuple[float, float]
    fit: float


def grids(changes: Changes, size: Size, fonts: FontCatalog, known: list[Raster]) -> Iterator[tuple[Grid, FontSet]]:
    """The grids that a picture may show with the fonts that have their size, the likeliest first.

    Args:
        changes: Where the picture changes.
        size: Its size.
        fonts: The fonts that are known.
        known: The picture's `known_rasters`.
    """
    tried: set[Grid] = set()
    # Most screens are what is known, where it is known to be: the others are not even measured then.
    for grid in chain(_usual(changes, size, known[:_KNOWN_FIRST]), _measured(changes, size, known, fonts)):
        if grid not in tried:
            tried.add(grid)
            yield grid, fonts.of(grid.cell)


def last_grids(changes: Changes, size: Size, fonts: FontCatalog, known: list[Raster]) -> Iterator[tuple[Grid, FontSet]]:
    """Grids for a screen on which none of the likely ones is.

    That is one with so little text that hardly anything repeats, whose cells are where programs are known to put them,
    or one in small letters, which leave hardly any gaps: their cells may begin anywhere.

    Args:
        changes: Where the picture changes.
        size: Its size.
        fonts: The fonts that are known.
        known: The picture's `known_rasters`.
    """
    small = [raster for raster in known if raster.scale == (1, 1) and _area(raster.cell) <= _SMALL]
    everywhere = (
        _placed(changes, size, place)
        for raster in fitting_rasters(changes, small, fonts)
        if raster.strength >= _STRONG
        for place in _places(changes, raster, fonts, max(raster.cell), _area(raster.cell))
    )
    for grid in chain(_usual(changes, size, last_rasters(changes, size, fonts)), everywhere):
        yield grid, fonts.of(grid.cell)


def related(
    changes: Changes, grid: Grid, fonts: FontCatalog, sizes: Container[tuple[int, int]] | None = None
) -> Iterator[tuple[Grid, FontSet]]:
    """Grids that have their cells where another one has them, but cells of another number of pixels.

    Args:
        changes: Where the picture changes.
        grid: The other grid.
        fonts: The fonts that are known.
        sizes: Of which sizes cells may be, in pixels; None for those of all fonts.
    """
    for cell in fonts.cells:
        across, down = (own * factor / other for own, factor, other in zip(grid.cell, grid.scale, cell, strict=True))
        if cell != grid.cell and (sizes is None or cell in sizes) and is_possible((across, down)):
            raster = Raster(1, cell, (across, down), measured=False)
            # Other letters may begin at another of the pixels.
            for place in _places(changes, raster, fonts)[:_RELATED]:
                yield _placed(changes, grid.frame, place), fonts.of(cell)


def _usual(changes: Changes, size: Size, known: list[Raster]) -> Iterator[Grid]:
    """Grids where programs are known to put them."""
    for raster in known:
        for layout in layouts(size, raster.cell):
            if layout.scale == raster.scale:
                yield _placed(changes, size, _Place(raster, layout.origin, 0))


def _measured(changes: Changes, size: Size, known: list[Raster], fonts: FontCatalog) -> Iterator[Grid]:
    """Grids that begin where letters seem to begin."""
    likely = fitting_rasters(changes, [*known, *measured_rasters(changes, fonts)], fonts)[:_RASTERS]
    places = [place for raster in likely for place in _places(changes, raster, fonts)]
    for place in sorted(places, key=lambda place: -place.fit):
        yield _placed(changes, size, place)


def _places(
    changes: Changes, raster: Raster, fonts: FontCatalog, most_starts: int = _STARTS, most: int = _PLACES
) -> list[_Place]:
    """Where the cells of a raster may begin, the likeliest first."""
    forms = forms_of(fonts.of(raster.cell).fonts, raster.cell)
    (width, height), (scale_x, scale_y) = raster.cell, raster.scale
    if raster.measured:
        scale_x = changes.across.refined(width * scale_x, width) / width
        scale_y = changes.down.refined(height * scale_y, height) / height
    exact = raster._replace(scale=(scale_x, scale_y))
    across = starts(changes.across, width * scale_x, forms.across, width, most_starts)
    down = starts(changes.down, height * scale_y, forms.down, height, most_starts)
    found = [
        _Place(exact, (left, top), exact.strength * fit_x * fit_y)
        for (left, fit_x), (top, fit_y) in product(across, down)
    ]
    return sorted(found, key=lambda place: -place.fit)[:most]


def _placed(changes: Changes, size: Size, place: _Place) -> Grid:
    """A grid that begins at a place: a known one, if it is one, or one over all of the frame."""
    raster = place.raster
    for known in layouts(size, raster.cell):
        if _is_same(known, raster.scale, place.start) and _holds(known, changes):
            return known
    return Grid.covering(size, raster.cell, place.start, raster.scale)


def _is_same(known: Grid, scale: tuple[float, float], start: tuple[float, float]) -> bool:
    counts = known.columns, known.rows
    for at, origin, own, other, pixels, count in zip(
        start, known.origin, known.scale, scale, known.cell, counts, strict=True
    ):
        period = pixels * own
        if abs(own - other) * pixels * count > _SAME * own:
            return False
        if abs((at - origin + period / 2) % period - period / 2) > _SAME * own:
            return False
    return True


def _holds(grid: Grid, changes: Changes) -> bool:
    """Whether nothing changes beside a grid."""
    (left, top), (width, height), (scale_x, scale_y) = grid.origin, grid.cell, grid.scale
    right, bottom = left + grid.columns * width * scale_x, top + grid.rows * height * scale_y
    across, down = (min(_BLURRED, _OF_A_CELL * size) for size in (width * scale_x, height * scale_y))
    return (
        changes.across.share_within(left - across, right + across) >= _INSIDE
        and changes.down.share_within(top - down, bottom + down) >= _INSIDE
    )


def _area(cell: tuple[int, int]) -> int:
    return cell[0] * cell[1]
