"""Who shows the screen gets what of it is new: the part that has changed, or all of it where that is not known."""

import io

import numpy as np
import pytest
import requests
from PIL import Image

from TinyPilotLibrary.companion.pictures import Pictures
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from utest.companion.conftest import Client

_FRAME = "/api/companion/v1/frame"


def _shown(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def _difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


def _frame(*bright: tuple[int, int], side: int = 40) -> Frame:
    """A dark picture with some bright pixels: column and row of each."""
    pixels = np.zeros((side, side, 3), np.uint8)
    for column, row in bright:
        pixels[row, column] = 255
    return Frame.of_pixels(pixels)


class _GivesPixels(VirtualDevice):
    """A virtual computer whose frames are no JPEG."""

    def frame(self) -> Frame:
        return _as_png(super().frame())

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        return _as_png(super().next_frame(after, timeout))


def _as_png(frame: Frame) -> Frame:
    return Frame.read(frame.png(), sequence=frame.sequence)


def test_the_part_that_has_changed_makes_the_picture_before_to_the_next_one() -> None:
    device = _GivesPixels(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"

        def asked(**params: str) -> requests.Response:
            return session.get(url + _FRAME, params=params, timeout=30)

        first = asked()
        number = first.headers["X-Frame-Number"]
        assert asked(live="true", after=number, timeout="0").status_code == 304
        device.type([Keystroke("F2")])
        answer = asked(live="true", after=number, timeout="20")
        left, top, width, height = map(int, answer.headers["X-Frame-Part"].split(","))
        assert int(answer.headers["X-Frame-Number"]) == int(number) + 1
        screen, part, now = _shown(first.content), _shown(answer.content), _shown(asked().content)
    assert part.size == (width, height)
    # The last row of text, and little more.
    assert height < 40
    before = _difference(screen, now)
    screen.paste(part, (left, top))
    assert _difference(screen, now) < before / 10


def test_who_has_a_picture_that_is_not_known_gets_all_of_the_next_one(client: Client) -> None:
    number = int(client.get(_FRAME).headers["X-Frame-Number"])
    answer = client.get(_FRAME, params={"live": "true", "after": number - 5, "timeout": 20})
    assert "X-Frame-Part" not in answer.headers
    assert answer.content == client.get("/api/v1/screenshot").content


def test_of_several_pictures_the_parts_are_sent_together() -> None:
    pictures = Pictures()
    first, is_new = pictures.seen(_frame(), 80, compares=True)
    assert is_new
    assert pictures.seen(_frame(), 80, compares=True) == (first, False)
    pictures.seen(_frame((5, 9)), 80, compares=True)
    last, _ = pictures.seen(_frame((5, 9), (8, 20)), 80, compares=True)
    assert pictures.update(last, last.number - 1).part == Region(8, 20, 1, 1)
    assert pictures.update(last, first.number).part == Region(5, 9, 4, 12)
    assert pictures.update(first, first.number).number == last.number


@pytest.mark.parametrize(
    ("later", "compares"),
    [
        (_frame((0, 0), (39, 39)), True),
        (_frame((5, 9), side=41), True),
        (Frame.read(_frame((5, 9)).jpeg()), True),
        (_frame((5, 9)), False),
    ],
    ids=["nearly all has changed", "another size", "a JPEG", "nobody looks"],
)
def test_all_of_it_is_sent_where_a_part_saves_nothing_or_is_not_known(later: Frame, *, compares: bool) -> None:
    pictures = Pictures()
    first, _ = pictures.seen(_frame(), 80, compares=True)
    last, _ = pictures.seen(later, 80, compares=compares)
    update = pictures.update(last, first.number)
    assert update.part is None
    assert update.jpeg == last.jpeg


def test_who_is_far_behind_gets_all_of_it() -> None:
    pictures = Pictures()
    first, _ = pictures.seen(_frame(), 80, compares=True)
    for column in range(30):
        last, _ = pictures.seen(_frame((column, 0)), 80, compares=True)
    assert pictures.update(last, first.number).part is None
    assert pictures.update(last, last.number - 10).part is not None
