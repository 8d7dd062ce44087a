"""Where cells begin: the borders of letters stand where the letters of a font have them."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.text.cells.glyphs import Glyphs
from TinyPilotLibrary.text.cells.spectrum import Numbers, Profile, Waves

# What stands on screens: how often which letter does.
_TEXT = (
    "Press F10 to save the changes and exit setup, or ESC to cancel. Boot from the first disk: 0x1F2, 16384 MB, 3.45 "
    "GHz. Please choose the language of the installation process and of the installed system. Starting services [ OK ] "
    "localhost login: root@debian:~# ls -l /usr/share/doc/2024-05-17_09:38 Error: no such file or directory, line 6."
)
HARMONICS = 8
# Fonts whose letters have their borders in nearly the same places are of a kind.
_ALIKE = 0.95
# Whether something fits at all is seen at so many steps of a cell.
_ROUGH = 32
# A start is measured in fractions of a pixel of the computer where a capture has scaled them.
_FRACTIONS = 4
# Starts that are nearer to each other than this, in the computer's pixels, are one.
_SAME = 0.6


class Form(NamedTuple):
    """Where along a cell the letters of some fonts have their borders.

    Args:
        waves: The waves that make these, for each kind of font: kinds x harmonics.
        shifted: The same as pixels, for a cell that begins at each of them: kinds x pixels x pixels.
    """

    waves: Waves
    shifted: Numbers


class Forms(NamedTuple):
    """Where in a cell the letters of some fonts have their borders.

    Args:
        across: In x.
        down: In y.
    """

    across: Form
    down: Form


@lru_cache(maxsize=64)
def forms_of(fonts: tuple[Glyphs, ...], cell: tuple[int, int]) -> Forms:
    """How the borders of letters are distributed over cells.

    Args:
        fonts: Fonts of one size.
        cell: Width and height of a cell.
    """
    across, down = zip(*(_borders(font, cell[0]) for font in fonts), strict=True)
    return Forms(_form(np.array(across)), _form(np.array(down)))


def fits(profile: Profile, periods: Numbers, forms: Sequence[Waves]) -> Numbers:
    """How well letters may fit what changes along an axis, wherever their cells begin.

    Args:
        profile: What changes along it.
        periods: The distances of cells.
        forms: For each of them how the borders of fonts' letters are distributed.

    Returns:
        For each of them how well it fits, up to 1.
    """
    owner = np.repeat(np.arange(len(forms)), [len(form) for form in forms])
    every = _likeness(np.concatenate(forms), profile.waves(periods, HARMONICS)[owner], _ROUGH)
    best = np.zeros(len(forms))
    np.maximum.at(best, owner, every.max(axis=1))
    return best


def starts(profile: Profile, period: float, forms: Form, pixels: int, most: int) -> list[tuple[float, float]]:
    """Where on an axis cells may begin.

    Args:
        profile: What changes along it.
        period: The distance of cells.
        forms: How the borders of fonts' letters are distributed.
        pixels: How many pixels of the computer a cell has.
        most: How many to tell at most.

    Returns:
        Places in pixels of the frame, each with how well it fits, up to 1; the likeliest first.
    """
    scale = period / pixels
    raster = profile.raster(period, pixels) if scale != 1 else 0.0
    if raster is None:
        likeness = _likeness(forms.waves, profile.waves(np.array([period]), HARMONICS), pixels * _FRACTIONS).max(axis=0)
        return _tops(likeness, scale / _FRACTIONS, 0.0, int(_SAME * _FRACTIONS), most)
    # Where the computer's pixels are known, each border is one between two of them.
    borders = profile.by_pixel(scale, raster, pixels)
    return _tops((forms.shifted @ borders).max(axis=0), scale, raster, 0, most)


def _tops(likeness: Numbers, step: float, first: float, apart: int, most: int) -> list[tuple[float, float]]:
    """The steps of a cell at which it may begin."""
    left = likeness.copy()
    found = []
    for _ in range(min(most, len(left))):
        place = int(left.argmax())
        found.append((first + place * step, float(likeness[place])))
        left[np.arange(place - apart, place + apart + 1) % len(left)] = -np.inf
    return found


def _likeness(forms: Waves, waves: Waves, steps: int) -> Numbers:
    """How alike forms and waves are, up to 1, if cells begin at each of some steps of a cell: forms x steps."""
    # Of narrow cells the last waves are those of their pixels.
    strength = np.linalg.norm(np.where(forms == 0, 0, waves), axis=1, keepdims=True)
    return np.asarray((forms * waves @ _turns(steps, HARMONICS)).real / np.maximum(strength, 1e-12))


@lru_cache(maxsize=64)
def _turns(steps: int, harmonics: int) -> Waves:
    """How far the harmonics have turned at each step of a cell: harmonics x steps."""
    return np.asarray(np.exp(2j * np.pi * np.outer(np.arange(1, harmonics + 1), np.arange(steps)) / steps))


def _waves(borders: Numbers) -> Waves:
    harmonics = np.fft.fft(borders, axis=1)[:, 1 : 1 + min(HARMONICS, borders.shape[1] // 2)].conj()
    harmonics = np.pad(harmonics, ((0, 0), (0, HARMONICS - harmonics.shape[1])))
    return np.asarray(harmonics / np.linalg.norm(harmonics, axis=1, keepdims=True))


def _form(borders: Numbers) -> Form:
    """The forms of some fonts, without those that are nearly as others."""
    centred = borders - borders.mean(axis=1, keepdims=True)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    kept: list[Numbers] = []
    for form in centred:
        if all(float(form @ other) < _ALIKE for other in kept):
            kept.append(form)
    shifted = np.array([[np.roll(form, place) for place in range(len(form))] for form in kept])
    return Form(_waves(np.array(kept)), shifted)


def _borders(font: Glyphs, width: int) -> tuple[Numbers, Numbers]:
    """How many borders letters have at each column and at each row of a cell."""
    across, down = np.zeros(width), np.zeros(font.height)
    for character, count in Counter(_TEXT).items():
        glyph = font.characters.find(font.shown.get(character, " "))
        if glyph < 0:
            continue
        ink = np.zeros((font.height, width))
        ink[:, : font.width] = font.masks[glyph].reshape(font.height, font.width)
        across += count * np.abs(np.diff(ink, axis=1, prepend=0)).sum(axis=0)
        across[0] += count * ink[:, -1].sum()
        down += count * np.abs(np.diff(ink, axis=0, prepend=0)).sum(axis=1)
        down[0] += count * ink[-1].sum()
    return across, down
