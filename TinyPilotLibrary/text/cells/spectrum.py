"""What repeats in a picture, in x and in y: text in cells repeats its gaps at the distance of the cells."""

from functools import cached_property

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Floats, Pixels

Numbers = NDArray[np.float64]
Waves = NDArray[np.complex128]

# The gaps of a font are narrow: besides the distance itself its half, its third and its quarter are looked at.
_HARMONICS = 4
# Rules and bars are much stronger than text.
_LOUDEST = 6.0
# Frequencies are looked at in steps of a quarter of what can be told apart.
_STEPS = 4
# What repeats is a line in the spectrum: so many times as strong as what is round about, within so many frequencies
# that can be told apart.
_SHARPEST, _AROUND = 8.0, 24
# Distances of cells in pixels, from the smallest font to the largest on the largest capture.
_NEAREST, _FARTHEST = 4.5, 140.0

# Pixels that are nearly as large as the frame's make waves that cannot be told from those of the cells.
_LEAST_RASTER, _SMALLEST_RASTER, _NOT_SEEN = 0.1, 1.4, 0.4
# Waves shorter than two pixels are seen as longer ones; where a cell has those too, they cannot be told from them.
_HALF, _OWN = 0.5, 0.1

# Every row or column tells the same: so many do, if they are not nearer to each other than this.
_ROWS, _COLUMNS, _APART = 200, 320, 4


class Changes:
    """Where a picture changes.

    Args:
        gray: Its brightness.
    """

    def __init__(self, gray: Pixels) -> None:
        self._gray = gray
        height, width = gray.shape
        size = (width // max(_APART, width // _COLUMNS), height)
        self._narrow = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_NEAREST), np.uint8)

    @cached_property
    def across(self) -> "Profile":
        """How much changes from column to column."""
        lines = self._gray[:: max(_APART, len(self._gray) // _ROWS)]
        return Profile(_added_up(cv2.absdiff(lines[:, 1:], lines[:, :-1]), 0))

    @cached_property
    def down(self) -> "Profile":
        """How much changes from row to row."""
        return Profile(_added_up(cv2.absdiff(self._narrow[1:], self._narrow[:-1]), 1))

    @cached_property
    def until(self) -> Floats:
        """How much changes within rows of pixels: before each row, in all rows above it."""
        change = _added_up(cv2.absdiff(self._narrow[:, 1:], self._narrow[:, :-1]), 1)
        return np.concatenate([np.zeros(1, np.float32), np.cumsum(change)])


class Profile:
    """How much changes along one axis of a picture.

    Args:
        values: The change at each border between two pixels; the first is one pixel from the picture's edge.
    """

    def __init__(self, values: Floats) -> None:
        self.values = values

    @property
    def resolution(self) -> float:
        """Frequencies that differ by less than this cannot be told apart, in 1/pixel."""
        return 1 / max(len(self.values), 1)

    def strengths(self, periods: Numbers) -> Numbers:
        """How sharply the picture repeats at some distances in pixels."""
        at = np.round(self._points / periods[:, None] * np.arange(1, _HARMONICS + 1)).astype(np.intp)
        inside = at < len(self._tones)
        tones = np.where(inside, self._tones[np.where(inside, at, 0)], 0)
        return np.asarray(tones.sum(axis=1) * np.sqrt(_HARMONICS / np.maximum(inside.sum(axis=1), 1)))

    def peaks(self, most: int) -> list[tuple[float, float]]:
        """The distances at which the picture repeats most sharply.

        Args:
            most: How many at most.

        Returns:
            Distances in pixels with their strengths, the strongest first.
        """
        least, most_at = max(1, int(self._points / _FARTHEST)), int(self._points / _NEAREST)
        places = np.arange(least, most_at)
        strengths, counted = np.zeros(len(places)), np.zeros(len(places))
        for harmonic in range(1, _HARMONICS + 1):
            tones = self._tones[harmonic * least : harmonic * most_at : harmonic]
            strengths[: len(tones)] += tones
            counted[: len(tones)] += 1
        strengths *= np.sqrt(_HARMONICS / counted)
        inner = strengths[1:-1]
        tops = np.flatnonzero((inner >= strengths[:-2]) & (inner > strengths[2:])) + 1
        found: list[tuple[float, float]] = []
        for top in tops[np.argsort(-strengths[tops])[: 4 * most]]:
            if all(abs(places[top] - self._points / other) > _STEPS for other, _ in found):
                exactly = float(places[top]) + _top(strengths[top - 1 : top + 2])
                found.append((self._points / exactly, float(strengths[top])))
            if len(found) == most:
                break
        return found

    def rasters(self, scales: Numbers) -> Numbers:
        """How far the computer's pixels that a capture has scaled stand out, 0 to 1.

        Args:
            scales: How many pixels of the frame one of the computer's may have.
        """
        folded = _folded(1 / scales)
        places = np.round(self._points * folded).astype(np.intp)[:, None] + np.arange(-2, 3)
        sharp = self._sharp[places.clip(0, len(self._sharp) - 1)].max(axis=1) / _SHARPEST
        return np.where((folded >= _LEAST_RASTER) & (scales >= _SMALLEST_RASTER), sharp, _NOT_SEEN)

    def refined(self, period: float, harmonics: int) -> float:
        """A distance, measured as exactly as the picture has it.

        Args:
            period: The distance, exactly enough to be told from others.
            harmonics: How many waves of what repeats are looked at; the finer ones tell it more exactly.
        """
        steps = np.arange(-_STEPS, _STEPS, 1 / (2 * harmonics))
        frequencies = (1 / period + steps / self._points)[:, None] * np.arange(1, harmonics + 1)
        folded = _folded(frequencies)
        tones = self._tones[np.round(self._points * folded).astype(np.intp)]
        # Waves that are too long come from what stands on the screen, not from its cells.
        strengths = np.where(folded >= 0.5 / period, tones, 0).sum(axis=1)
        return float(1 / frequencies[int(strengths.argmax()), 0])

    def waves(self, periods: Numbers, harmonics: int) -> Waves:
        """The harmonics of what repeats at some distances: their strengths and where their waves begin.

        Args:
            periods: The distances, in pixels, above 0.
            harmonics: How many waves are wanted of each: the distance itself, its half, its third and so on.

        Returns:
            Distances x harmonics, complex128, with phases counted from the picture's edge; 0 for waves shorter than two
            pixels.
        """
        frequencies = np.arange(1, harmonics + 1) / periods[:, None]
        places = np.round(self._points * frequencies).astype(np.intp)
        inside = places < len(self._spectrum)
        turned = np.exp(-2j * np.pi * (self._middle + 1) * frequencies)
        return np.asarray(np.where(inside, self._spectrum[np.where(inside, places, 0)], 0) * turned)

    def raster(self, period: float, pixels: int) -> float | None:
        """Where the computer's pixels begin that a capture has scaled, in pixels; None if that cannot be seen.

        Args:
            period: The distance of cells, in pixels.
            pixels: How many of the computer's pixels a cell has.
        """
        scale, frequency = period / pixels, pixels / period
        folded = float(_folded(np.array([frequency]))[0])
        place = round(self._points * folded)
        if scale < _SMALLEST_RASTER or folded < _LEAST_RASTER or self._sharp[place] < _SHARPEST / 2:
            return None
        wave = self._spectrum[place]
        if frequency % 1 > _HALF:
            if abs(folded * period - round(folded * period)) < _OWN:
                return None
            wave = np.conj(wave)
        turn = float(np.angle(wave * np.exp(-2j * np.pi * (self._middle + 1) * frequency)))
        return -turn / (2 * np.pi) * scale % scale

    def by_pixel(self, scale: float, start: float, pixels: int) -> Numbers:
        """How much changes at each border between the computer's pixels, in all cells together.

        Args:
            scale: How many pixels of the frame one of the computer's has.
            start: Where one of the computer's pixels begins.
            pixels: How many of them a cell has.

        Returns:
            The changes at the left or upper border of each pixel, of mean 0 and length 1, for cells that begin there.
        """
        borders = np.round((np.arange(len(self._levelled)) + 1 - start) / scale).astype(np.intp) % pixels
        changes = np.bincount(borders, self._levelled, pixels)
        changes -= changes.mean()
        return np.asarray(changes / max(float(np.linalg.norm(changes)), 1e-12))

    def share_within(self, start: float, end: float) -> float:
        """How much of all changes is between two places, 0 to 1.

        Args:
            start: The first place, in pixels from the picture's edge; it may be outside, and so below 0.
            end: The second one.

        Returns:
            The share; 1.0 if nothing changes at all.
        """
        total = float(self.values.sum())
        inside = self.values[max(0, int(start)) : max(0, int(np.ceil(end)))]
        return float(inside.sum()) / total if total else 1.0

    @cached_property
    def _levelled(self) -> Numbers:
        mean = float(self.values.sum()) / max(len(self.values), 1)
        quieter = np.minimum(self.values, _LOUDEST * mean).astype(np.float64)
        total = float(quieter.sum())
        return np.asarray((quieter - total / max(len(quieter), 1)) / max(total, 1e-12))

    @cached_property
    def _points(self) -> int:
        return 1 << (_STEPS * max(len(self.values), 1) - 1).bit_length()

    @cached_property
    def _middle(self) -> int:
        """Where waves are counted from: there neighbouring frequencies have nearly the same phase."""
        weights = np.abs(self._levelled)
        return int((np.arange(len(weights)) * weights).sum() / max(float(weights.sum()), 1e-12))

    @cached_property
    def _spectrum(self) -> Waves:
        turned = np.zeros(self._points)
        turned[: len(self._levelled)] = self._levelled
        return np.fft.rfft(np.roll(turned, -self._middle))

    @cached_property
    def _amplitudes(self) -> Numbers:
        return np.asarray(np.abs(self._spectrum), np.float64)

    @cached_property
    def _sharp(self) -> Numbers:
        around = 2 * int(_AROUND * self._points * self.resolution) + 1
        mean = cv2.blur(self._amplitudes[None].astype(np.float32), (around, 1), borderType=cv2.BORDER_REFLECT)[0]
        return np.asarray(np.minimum(self._amplitudes / np.maximum(mean, 1e-9), _SHARPEST))

    @cached_property
    def _tones(self) -> Numbers:
        return np.asarray(np.sqrt(self._amplitudes) * self._sharp)


def _folded(frequencies: Numbers) -> Numbers:
    """Of frequencies above a half, in 1/pixel, those below it tell the same."""
    return np.abs((frequencies + 0.5) % 1 - 0.5)


def _top(values: Numbers) -> float:
    """How far from the middle of three values the top of a curve through them is."""
    before, at, behind = values
    bend = before - 2 * at + behind
    return float(0.5 * (before - behind) / bend) if bend < 0 else 0.0


def _added_up(change: MatLike, axis: int) -> Floats:
    return np.asarray(cv2.reduce(change, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32F), np.float32).ravel()
