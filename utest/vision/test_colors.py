"""The colours of a part of a picture are those of the whole, though less of it is decoded."""

import io

import numpy as np
import pytest
from PIL import Image

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import part

SIZE = (331, 277)


@pytest.fixture(name="picture", scope="module")
def saturated_picture() -> Image.Image:
    """Strong colours that change from pixel to pixel: smoothing across any border shows."""
    colors = np.random.default_rng(4).integers(0, 2, (SIZE[1], SIZE[0], 3), np.uint8) * 255
    return Image.fromarray(colors)


def jpeg(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0", "4:1:1"])
@pytest.mark.parametrize("bottom", [8, 31, 64, 150, 205, 220, 277])
def test_the_colours_of_a_region_are_those_of_the_whole_picture(
    picture: Image.Image, subsampling: str, bottom: int
) -> None:
    data = jpeg(picture, subsampling=subsampling)
    region = Region(40, bottom - 8, 100, 8)

    assert np.array_equal(Frame.read(data).color_of(region), part(Frame.read(data).color, region))


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 3}, {"optimize": True}])
def test_so_they_are_however_it_is_coded(picture: Image.Image, options: dict[str, object]) -> None:
    data = jpeg(picture, **options)

    for region in (Region(0, 30, 331, 40), Region(5, 3, 9, 8), Region(200, 200, 60, 77)):
        assert np.array_equal(Frame.read(data).color_of(region), part(Frame.read(data).color, region))


def test_one_region_after_the_other_of_the_same_frame(picture: Image.Image) -> None:
    frame, whole = Frame.read(jpeg(picture)), Frame.read(jpeg(picture)).color

    for region in (Region(10, 60, 100, 40), Region(10, 20, 100, 40), Region(10, 160, 100, 40), Region(0, 0, 331, 277)):
        assert np.array_equal(frame.color_of(region), part(whole, region))


def test_of_a_picture_with_one_brightness_too() -> None:
    data = jpeg(Image.effect_noise(SIZE, 80))
    region = Region(10, 20, 100, 40)

    assert np.array_equal(Frame.read(data).color_of(region), part(Frame.read(data).color, region))
