"""The picture that is looked for: checked and prepared once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.decoding import decode_unchanged, what_instead
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.picture_header import IN_FILES, LARGEST_TEMPLATE, read_header
from TinyPilotLibrary.vision.pixels import BLOCK, Floats, Pixels, part, sliding_means
from TinyPilotLibrary.vision.templates.subpixel import between_pixels, scaled

_LEAST_SIDE = 4
_LEAST_DEVIATION = 2.0


@dataclass(frozen=True, eq=False)
class Template:
    """A picture to look for on the screen.

    Args:
        name: How it is called in messages.
        color: Its pixels: height x width x 3, blue, green and red, 0 to 255.
        mask: Which pixels count: height x width, 0 where they do not; None if all do.
        click_point: Where a click on it goes, in pixels from its top left corner; None for its middle.
        subpixel_variants: Where it was scaled: the same, drawn at other fractions of a pixel. Any of them may be on
            the screen.

    Raises:
        TemplateError: If it cannot be matched: smaller than 4x4 pixels, flat (it would match anywhere), or masked to
            nothing.
    """

    name: str
    color: Pixels
    mask: Pixels | None = None
    click_point: Point | None = None
    subpixel_variants: Sequence["Template"] = ()

    def __post_init__(self) -> None:
        if min(self.size) < _LEAST_SIDE:
            raise TemplateError(
                f"The template '{self.name}' is {self.size} pixels: at least {_LEAST_SIDE}x{_LEAST_SIDE} are needed. "
                "Cut it larger."
            )
        if self.mask is not None and not self.whole_blocks.any():
            raise TemplateError(
                f"The template '{self.name}' is masked so much that no {BLOCK}x{BLOCK} pixels of it are left together. "
                "Mask less of it."
            )
        if float(self.gray[self.counts].std()) < _LEAST_DEVIATION:
            raise TemplateError(
                f"The template '{self.name}' is flat: it has one brightness without a feature, and would be found on "
                "any empty area. Cut it with something to recognise."
            )

    @classmethod
    def load(cls, path: Path) -> "Template":
        """Reads a template from a picture file; what is more than half transparent in it does not count.

        Args:
            path: A PNG or JPEG file.

        Returns:
            The template, named after the file.

        Raises:
            TemplateError: If the file is no readable picture, or cannot be matched.

        ```python
        template = Template.load(Path("templates/setup.png"))
        ```
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise TemplateError(f"The template '{path}' cannot be read: {error.strerror}.") from error
        header = read_header(data, IN_FILES)
        if header is not None and (fault := header.fault(LARGEST_TEMPLATE)):
            raise TemplateError(f"The template '{path}' is not decoded: {fault}.")
        pixels = None if header is None else decode_unchanged(data)
        if pixels is None:
            raise TemplateError(
                f"The template '{path}' is not a picture that can be read (PNG or JPEG is wanted).{what_instead(data)}"
            )
        if pixels.dtype != np.uint8:
            pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
        if pixels.ndim == 2:
            return cls(path.name, np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8))
        opaque = pixels[:, :, 3] > 127 if pixels.shape[2] == 4 else np.True_
        mask = None if opaque.all() else np.asarray(255 * opaque, np.uint8)
        return cls(path.name, np.ascontiguousarray(pixels[:, :, :3], np.uint8), mask)

    def part(self, region: Region) -> "Template":
        """A part of the template as one of its own.

        Args:
            region: Which part, in pixels of the template.

        Raises:
            TemplateError: If it cannot be matched, as it is flat for example.
        """
        mask = None if self.mask is None else part(self.mask, region)
        return replace(self, color=part(self.color, region), mask=mask, click_point=None, subpixel_variants=())

    def scaled(self, factor: float) -> "Template":
        """The template as a screen of another size shows it.

        Args:
            factor: How many times as large.

        Returns:
            The scaled template.

        Raises:
            TemplateError: If it is too small then.
        """
        whole = self.resized(factor)
        variants = between_pixels(self.color, self.mask, factor)
        return replace(
            whole, subpixel_variants=[matched for variant in variants for matched in _drawn_as(whole, *variant)]
        )

    def resized(self, factor: float) -> "Template":
        """The template in another size, drawn once: not found wherever it is on a screen of that size.

        Args:
            factor: How many times as large.

        Raises:
            TemplateError: If it is too small then.
        """
        color, mask = scaled(self.color, self.mask, factor)
        point = self.click_point and Point(int(self.click_point.x * factor), int(self.click_point.y * factor))
        return replace(self, color=color, mask=mask, click_point=point, subpixel_variants=())

    @property
    def variants(self) -> Sequence["Template"]:
        """Itself, and where it was scaled what else it may look like."""
        return [self, *self.subpixel_variants]

    @cached_property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width = self.color.shape[:2]
        return Size(int(width), int(height))

    def at(self, x: int, y: int) -> Region:
        """The region that the template covers with its top left corner at a pixel.

        Args:
            x: The pixel's distance from the left edge of the frame, in pixels.
            y: Its distance from the top edge.
        """
        return Region(x, y, *self.size)

    def click_on(self, place: Region) -> Point:
        """Where a click goes when the template was found at a place."""
        return self.click_point.moved(place.left, place.top) if self.click_point else place.center

    @cached_property
    def gray(self) -> Pixels:
        """The brightness: height x width, 0 to 255."""
        return np.asarray(cv2.cvtColor(self.color, cv2.COLOR_BGR2GRAY), np.uint8)

    @cached_property
    def counts(self) -> NDArray[np.bool_]:
        """Which pixels count."""
        return np.ones(self.color.shape[:2], bool) if self.mask is None else self.mask > 0

    @cached_property
    def whole_blocks(self) -> NDArray[np.bool_]:
        """Which sliding 4x4 blocks have only pixels that count."""
        return sliding_means(self.counts, BLOCK) > 1 - 1 / (2 * BLOCK * BLOCK)

    @cached_property
    def block_means(self) -> Floats:
        """The mean brightness of every sliding 4x4 block."""
        return sliding_means(self.gray, BLOCK)


def _drawn_as(template: Template, color: Pixels, mask: Pixels | None) -> list[Template]:
    """A template in other pixels; nothing if these cannot be matched."""
    try:
        return [replace(template, color=color, mask=mask)]
    except TemplateError:
        return []
