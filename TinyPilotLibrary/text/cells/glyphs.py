"""The glyphs of a font as numbers that a whole screen is compared with at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from TinyPilotLibrary.fonts import Font

Bits = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Shares = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Indexes = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Hashes = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]

_WORD = 8
_LITTLE_INK = 6
_OF_DOTS, _OF_LINES = 0.4, 0.75
_FIRST_LINE, _LAST_BLOCK = "\u2500", "\u259f"
_LOW_CELL = 19
# Odd numbers without a pattern: sums of products with them tell patterns of bits apart.
_FACTORS = np.random.default_rng(437).integers(0, 2**63, 64, np.uint64) * np.uint64(2) + np.uint64(1)
#: What stands in a Glyphs' answer for "no such glyph".
NONE = -1


@dataclass(frozen=True, eq=False, repr=False)
class Glyphs:
    """A font's glyphs, each once.

    Args:
        name: The font's name.
        width: Columns of a glyph.
        height: Rows of a glyph.
        characters: What each glyph means; of several characters that look the same the plainest.
        rows: The glyphs' bits: a row for each glyph, packed.
        shown: For each character of the font what is read where it stands: of those that look alike the plainest.
    """

    name: str
    width: int
    height: int
    characters: str
    rows: Bits
    shown: Mapping[str, str]

    @classmethod
    def of(cls, name: str, font: Font, others: Font | None = None) -> "Glyphs":
        """Takes the glyphs of a font; blanks are none.

        Args:
            name: The font's name.
            font: The font.
            others: Other shapes that some of its characters may have.
        """
        meaning: dict[bytes, str] = {}
        for character, glyph in chain(_drawn(font), _drawn(others) if others else ()):
            known = meaning.get(glyph)
            meaning[glyph] = character if known is None else min(known, character, key=_plainness)
        rows = np.frombuffer(b"".join(meaning), np.uint8).reshape(len(meaning), -1)
        shown = {character: meaning.get(font.glyphs[index], " ") for character, index in font.index.items()}
        return cls(name, font.width, font.height, "".join(meaning.values()), rows, shown)

    @cached_property
    def masks(self) -> Floats:
        """The glyphs' pixels, 1 where there is ink: glyphs x (height * width)."""
        bits = np.unpackbits(self.rows.reshape(len(self.rows), self.height, -1), axis=2)[:, :, : self.width]
        return bits.reshape(len(bits), -1).astype(np.float32)

    @cached_property
    def shapes(self) -> Floats:
        """The glyphs without their mean, of length 1: glyphs x (height * width)."""
        centred = self.masks - self.masks.mean(axis=1, keepdims=True)
        return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True), np.float32)

    @cached_property
    def own_contrast(self) -> Floats:
        """Which share of the contrast round about each glyph must have itself, where noise or scaling may make it.

        Ringing makes dots, and what bleeds over from a neighbour makes lines along one edge.
        """
        ink = self.masks.reshape(-1, self.height, self.width) > 0
        edge = 2 if self.height <= _LOW_CELL else 3
        total = ink.sum(axis=(1, 2))
        parts = (ink[:, :edge], ink[:, -edge:], ink[:, :, : edge - 1], ink[:, :, 1 - edge :])
        at_one_edge = np.any([part.sum(axis=(1, 2)) == total for part in parts], axis=0)
        return np.where(
            at_one_edge & (total >= _LITTLE_INK), _OF_LINES, np.where(total < _LITTLE_INK, _OF_DOTS, 0)
        ).astype(np.float32)

    @cached_property
    def meaning(self) -> Indexes:
        """A number for the character of each glyph: the same for all its shapes."""
        return np.array([self.characters.index(character) for character in self.characters])

    @cached_property
    def is_faint(self) -> Bits:
        """Which glyphs have little ink, or only at one edge."""
        return np.asarray(self.own_contrast > 0)

    @cached_property
    def is_telling(self) -> Bits:
        """Which glyphs are letters and digits: lines and dots are on every picture."""
        is_letter = np.array([character.isalnum() for character in self.characters])
        return np.asarray(is_letter & ~self.is_faint)

    @cached_property
    def is_digit(self) -> Bits:
        """Which glyphs are digits."""
        return np.array([character.isdigit() for character in self.characters])

    @cached_property
    def is_ascii(self) -> Bits:
        """Which glyphs are ASCII's."""
        return np.array([character.isascii() for character in self.characters])

    @cached_property
    def letters(self) -> Bits:
        """The bits of ASCII's letters and digits, and of their inverses: some stand on every screen."""
        telling = np.flatnonzero(self.is_telling & self.is_ascii)
        return np.asarray(self.both[np.concatenate([telling, telling + len(self.rows)])], np.uint8)

    @property
    def is_large(self) -> bool:
        """Whether the glyphs have so many pixels that under noise hardly one is just as it was."""
        return self.height > _LOW_CELL

    @cached_property
    def both(self) -> Bits:
        """The glyphs' bits, and those of their inverses."""
        paper = np.packbits(np.ones((self.height, self.width), np.uint8), axis=1).reshape(-1)
        return np.concatenate([self.rows, self.rows ^ paper])

    @cached_property
    def full_row(self) -> Bits:
        """A row of a glyph that is ink from left to right."""
        return np.packbits(np.ones(self.width, np.uint8))

    def find(self, hashes: Hashes) -> tuple[Indexes, Bits]:
        """The glyphs that have just these bits.

        Args:
            hashes: From `hashed`.

        Returns:
            The glyph of each, or NONE; and whether it is inverse: its ground bright and its ink dark.
        """
        known, glyph, inverse = self._dictionary
        place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        found = known[place] == hashes
        return np.where(found, glyph[place], NONE), inverse[place]

    @property
    def hashes(self) -> Hashes:
        """What the glyphs, and their inverses, are found by."""
        return self._dictionary[0]

    @cached_property
    def _dictionary(self) -> tuple[Hashes, Indexes, Bits]:
        count = len(self.rows)
        hashes = hashed(self.both)
        glyph, inverse = np.tile(np.arange(count), 2), np.repeat(np.array([0, 1], np.uint8), count)
        # A half block is the inverse of another: it is taken for the one that is not inverse.
        order = np.lexsort((inverse, hashes))
        return hashes[order], glyph[order], inverse[order]


def hashed(rows: Bits) -> Hashes:
    """A number for each row of bits: equal rows have equal numbers, and others do not."""
    spare = -rows.shape[1] % _WORD
    if spare:
        filled = np.zeros((len(rows), rows.shape[1] + spare), np.uint8)
        filled[:, :-spare] = rows
        rows = filled
    words = np.ascontiguousarray(rows).view(np.uint64)
    total: Hashes = words[:, 0] * _FACTORS[0]
    for column in range(1, words.shape[1]):
        total += words[:, column] * _FACTORS[column]
    return total


def _drawn(font: Font) -> Iterator[tuple[str, bytes]]:
    """The characters that are more than a blank or a full block, with their glyphs."""
    for character, index in font.index.items():
        glyph = font.glyphs[index]
        if character.isprintable() and any(glyph) and not _is_full(glyph, font.width):
            yield character, glyph


def _is_full(glyph: bytes, width: int) -> bool:
    bits = np.unpackbits(np.frombuffer(glyph, np.uint8).reshape(-1, (width + 7) // 8), axis=1)[:, :width]
    return bool(bits.all())


def _plainness(character: str) -> tuple[int, int]:
    """A sorting key: ASCII first, then what PCs have always had, then lines and blocks, then the rest."""
    if character.isascii():
        return 0, ord(character)
    try:
        character.encode("cp437")
    except UnicodeEncodeError:
        return 2 if _FIRST_LINE <= character <= _LAST_BLOCK else 3, ord(character)
    return 1, ord(character)
