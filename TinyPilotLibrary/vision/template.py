"""The picture that is looked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Pixels
from TinyPilotLibrary.vision.geometry import Size

_LEAST_SIDE = 4
_LEAST_DEVIATION = 2.0


@dataclass(frozen=True, eq=False)
class Template:
    """A picture to look for on the screen.

    Args:
        name: How it is called in messages.
        color: Its pixels: height x width x 3, blue, green and red, 0 to 255.

    Raises:
        TemplateError: If it cannot be matched: smaller than 4x4 pixels, or flat (it would match anywhere).
    """

    name: str
    color: Pixels

    def __post_init__(self) -> None:
        if min(self.size) < _LEAST_SIDE:
            raise TemplateError(
                f"The template '{self.name}' is {self.size} pixels: at least {_LEAST_SIDE}x{_LEAST_SIDE} are needed. "
                "Cut it larger."
            )
        if max(float(channel.std()) for channel in cv2.split(self.color)) < _LEAST_DEVIATION:
            raise TemplateError(
                f"The template '{self.name}' is flat: it is one colour without a feature, and would be found on any "
                "empty area. Cut it with something to recognise."
            )

    @classmethod
    def load(cls, path: Path) -> "Template":
        """Reads a template from a picture file.

        Args:
            path: A PNG or JPEG file.

        Returns:
            The template, named after the file.

        Raises:
            TemplateError: If the file is no readable picture, has transparent parts, or cannot be matched.

        ```python
        template = Template.load(Path("templates/setup.png"))
        ```
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise TemplateError(f"The template '{path}' cannot be read: {error.strerror}.") from error
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
        if pixels is None:
            raise TemplateError(f"The template '{path}' is not a picture that can be read (PNG or JPEG is wanted).")
        if pixels.dtype != np.uint8:
            pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
        if pixels.ndim == 2:
            return cls(path.name, np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8))
        if pixels.shape[2] == 4 and int(pixels[:, :, 3].min()) < 255:
            raise TemplateError(f"The template '{path}' has transparent parts, which are not supported.")
        return cls(path.name, np.ascontiguousarray(pixels[:, :, :3], np.uint8))

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width = self.color.shape[:2]
        return Size(int(width), int(height))

    @cached_property
    def gray(self) -> Pixels:
        """The brightness: height x width, 0 to 255."""
        return np.asarray(cv2.cvtColor(self.color, cv2.COLOR_BGR2GRAY), np.uint8)
