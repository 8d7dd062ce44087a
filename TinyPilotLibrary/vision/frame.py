"""One picture of the target's screen."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.decoding import IncompletePicture, decode_color, decode_luma, decode_top
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.jpeg import has_end
from TinyPilotLibrary.vision.picture_header import read_header
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.pyramid import Pyramid

_KNOWN = ("identity", "color", "gray", "pyramid", "_top")
# Nothing is gained by decoding more than this share of a picture alone.
_MOST_OF_IT = 0.8
_END_OF_PNG = b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class PictureIdentity:
    """Which picture a frame shows: two are equal where the encoded bytes are, whoever sent them and whenever.

    Comparing ends at the first byte that differs, and takes 6 us for 300 kB that are equal; decoded pixels are not
    needed for it.

    Args:
        data: The encoded picture.
    """

    data: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """A short text that stands for the picture where its bytes are not kept: its SHA-256, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of the target's screen, as it came, and its pixels once they are asked for.

    Args:
        data: The encoded picture: JPEG, PNG or PPM.
        size: Width and height in pixels.
        format: `JPEG`, `PNG` or `PPM`.
        captured_at: When it was taken, in seconds of `time.monotonic()`.
        sequence: The number that its source gave it, where the source counts its frames.
    """

    data: bytes
    size: Size
    format: str
    captured_at: float = field(default_factory=time.monotonic)
    sequence: int | None = None

    @classmethod
    def read(cls, data: bytes, captured_at: float | None = None, sequence: int | None = None) -> "Frame":
        """Makes a frame of an encoded picture; only its header is read.

        Args:
            data: The encoded picture: JPEG, PNG or PPM.
            captured_at: When it was taken, in seconds of `time.monotonic()`; now if not given.
            sequence: The number that its source gave it.

        Returns:
            The frame.

        Raises:
            CorruptFrame: If the data is no picture of these formats, claims a size that no screen has, or ends too
                early.

        ```python
        frame = Frame.read(Path("screen.png").read_bytes())
        ```
        """
        header = read_header(data)
        if header is None:
            raise CorruptFrame(
                f"The device sent {len(data)} bytes that are not a picture (they begin with {data[:8].hex(' ')!r}).",
                data,
            )
        if fault := header.fault():
            raise CorruptFrame(f"The device sent a {header.format} picture that is not decoded: {fault}.", data)
        kind, size = header.format, header.size
        # What comes behind the end, such as a line break or a vendor's trailer, is no damage.
        if (kind == "JPEG" and not has_end(data)) or (kind == "PNG" and _END_OF_PNG not in data):
            raise CorruptFrame(
                f"The device sent a {kind} picture of {size} that is cut off after {len(data)} bytes.", data
            )
        return cls(data, size, kind, time.monotonic() if captured_at is None else captured_at, sequence)

    @classmethod
    def of_pixels(cls, pixels: Pixels, captured_at: float | None = None) -> "Frame":
        """Makes a frame of pixels.

        Args:
            pixels: The picture: height x width x 3, blue, green and red.
            captured_at: When it was taken, in seconds of `time.monotonic()`; now if not given.
        """
        return cls.read(bytes(cv2.imencode(".png", pixels)[1]), captured_at)

    def seen_again(self, captured_at: float | None = None, sequence: int | None = None) -> "Frame":
        """The same picture, seen at a later time; what is known of it is kept.

        Args:
            captured_at: When it was seen, in seconds of `time.monotonic()`; now if not given.
            sequence: The number that its source gave it then; the same if not given.

        Returns:
            A frame with the same picture.
        """
        later = replace(
            self,
            captured_at=time.monotonic() if captured_at is None else captured_at,
            sequence=self.sequence if sequence is None else sequence,
        )
        later.__dict__.update({name: self.__dict__[name] for name in _KNOWN if name in self.__dict__})
        return later

    def bare(self) -> "Frame":
        """The same picture without its decoded pixels, to be kept in little memory."""
        bare = Frame(self.data, self.size, self.format, self.captured_at, self.sequence)
        if "identity" in self.__dict__:
            # Which picture it is takes little, and may have been hashed already.
            bare.__dict__["identity"] = self.__dict__["identity"]
        return bare

    @cached_property
    def identity(self) -> PictureIdentity:
        """Which picture it shows, to tell whether another frame shows the same."""
        return PictureIdentity(self.data)

    @cached_property
    def color(self) -> Pixels:
        """The pixels: height x width x 3, blue, green and red, 0 to 255.

        Raises:
            CorruptFrame: If the picture cannot be decoded.
        """
        return self._decoded(lambda: decode_color(self.data, self.format))

    def color_of(self, region: Region) -> Pixels:
        """The blue, green and red of a region; of a JPEG what is below it is not decoded, at the first time.

        Args:
            region: Which part, in pixels.

        Raises:
            CorruptFrame: If the picture cannot be decoded.
        """
        rows = int(region.top + region.height)
        if "color" not in self.__dict__ and self.format == "JPEG" and rows < _MOST_OF_IT * self.size.height:
            known = self.__dict__.get("_top")
            if known is None:
                known = self.__dict__["_top"] = decode_top(self.data, rows)
            if known is not None and known.shape[0] >= rows:
                return part(known, region)
        return part(self.color, region)

    @cached_property
    def gray(self) -> Pixels:
        """The brightness: height x width, 0 to 255. The colours of a JPEG are not decoded for it.

        Raises:
            CorruptFrame: If the picture cannot be decoded.
        """
        if self.format == "JPEG":
            return self._decoded(lambda: decode_luma(self.data))
        # Asked for gray, PNG decoders weigh red, green and blue by the file's own chromaticities and gamma, where it
        # has them: up to 50 levels from the gray of templates.
        return np.asarray(cv2.cvtColor(self.color, cv2.COLOR_BGR2GRAY), np.uint8)

    @cached_property
    def pyramid(self) -> Pyramid:
        """The brightness at half and quarter size, and what else a search looks at; each made when first asked for."""
        return Pyramid(self.gray)

    def _decoded(self, decode: Callable[[], Pixels | None]) -> Pixels:
        try:
            pixels = decode()
        except IncompletePicture:
            raise CorruptFrame(
                f"The {self.format} picture of {self.size} ends early ({len(self.data)} bytes): it has an end marker, "
                "but rows are missing.",
                self.data,
            ) from None
        if pixels is None or pixels.shape[:2] != (self.size.height, self.size.width):
            raise CorruptFrame(
                f"The {self.format} picture of {self.size} cannot be decoded ({len(self.data)} bytes).", self.data
            )
        return pixels

    def jpeg(self, quality: int = 80) -> bytes:
        """The picture as JPEG; as it came, if it came so.

        Args:
            quality: 1 to 100, if it has to be encoded.

        Returns:
            A whole JPEG file.
        """
        return self.data if self.format == "JPEG" else _encoded(self.color, quality)

    def jpeg_of(self, region: Region, quality: int = 80) -> bytes:
        """A part of the picture as JPEG.

        Args:
            region: Which part, in pixels.
            quality: 1 to 100.

        Returns:
            A whole JPEG file.
        """
        return _encoded(part(self.color, region), quality)

    def png(self) -> bytes:
        """The picture as PNG; as it came, if it came so.

        Returns:
            A whole PNG file.
        """
        return self.data if self.format == "PNG" else bytes(cv2.imencode(".png", self.color)[1])


def _encoded(pixels: Pixels, quality: int) -> bytes:
    # Colours as finely as the brightness: thin coloured text is otherwise told apart from itself.
    fine = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality, *fine])[1])
