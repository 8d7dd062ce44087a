"""Who shows the screen gets what of it is new: the part that has changed, or all of it where that is not known."""

import io
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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
from utest.companion.screen_stream import JPEG, PATH, RUNS, STILL, Update, screen_stream

_FRAME = "/api/companion/v1/frame"
_STILL = Speed(power_on_test=100_000.0)


def _shown(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


@contextmanager
def _served(device: VirtualDevice) -> Iterator[tuple[str, requests.Session]]:
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield url, session


def _screen(url: str, session: requests.Session) -> Image.Image:
    return _shown(session.get(url + _FRAME, timeout=30).content)


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


def test_what_is_new_makes_the_picture_before_to_the_next_one() -> None:
    device = _GivesPixels(VirtualComputer(speed=_STILL))
    with _served(device) as (url, session), screen_stream(session, url) as stream:
        first = stream.next()
        assert first is not None
        assert first.box == (0, 0, *first.size) == (0, 0, 720, 400)
        screen = Image.new("RGB", first.size)
        first.draw_on(screen)
        assert _difference(screen, before := _screen(url, session)) < 1
        device.type([Keystroke("F2")])
        part = stream.next_picture()
        assert part.number == first.number + 1
        # The last row of text, and little more.
        assert part.box[3] < 40
        part.draw_on(screen)
        now = _screen(url, session)
    assert _difference(screen, now) < _difference(before, now) / 10


@pytest.mark.integration
def test_a_still_screen_costs_signs_of_life_alone() -> None:
    with _served(_GivesPixels(VirtualComputer(speed=_STILL))) as (url, session):
        with screen_stream(session, url) as stream:
            picture = stream.next_picture()
            assert stream.next() == Update(STILL, 0, (0, 0), (0, 0, 0, 0), b"")
        # Who comes back and has the picture gets none.
        with screen_stream(session, url, after=picture.number) as stream:
            assert stream.next() == Update(STILL, 0, (0, 0), (0, 0, 0, 0), b"")


def test_a_picture_of_a_device_that_gives_jpeg_is_sent_as_it_came() -> None:
    device = VirtualDevice(VirtualComputer(speed=_STILL))
    with _served(device) as (url, session), screen_stream(session, url) as stream:
        picture = stream.next_picture()
        assert picture.kind == JPEG
        assert picture.data == session.get(f"{url}/api/v1/screenshot", timeout=30).content
        device.type([Keystroke("F2")])
        assert stream.next_picture().box == (0, 0, *picture.size)


def test_all_who_view_the_screen_are_told_the_same() -> None:
    device = _GivesPixels(VirtualComputer(speed=_STILL))
    with _served(device) as (url, session), ExitStack() as opened:
        streams = [opened.enter_context(screen_stream(session, url)) for _ in range(12)]
        for stream in streams:
            stream.next_picture()
        device.type([Keystroke("F2")])
        one, *others = [stream.next_picture() for stream in streams]
        assert all(other == one for other in others)


def test_the_stream_ends_where_the_screen_cannot_be_seen_and_the_next_answer_says_why() -> None:
    device = VirtualDevice(VirtualComputer(speed=_STILL))
    with _served(device) as (url, session):
        with screen_stream(session, url) as stream:
            stream.next_picture()
            device.simulate_fault("no signal", 60)
            assert stream.next() is None
        assert session.get(url + PATH, timeout=30).status_code == 204
        device.simulate_fault("no signal", 0)
        with screen_stream(session, url) as stream:
            assert stream.next_picture().size == (720, 400)


def test_the_stream_ends_when_its_token_is_forgotten() -> None:
    device = VirtualDevice(VirtualComputer(speed=_STILL))
    with _served(device) as (url, session):
        with screen_stream(session, url) as stream:
            stream.next_picture()
            session.post(f"{url}/api/companion/v1/faults", json={"fault": "server restart", "seconds": 0}, timeout=30)
            device.type([Keystroke("F2")])
            assert stream.next() is None
        assert session.get(url + PATH, timeout=30).status_code == 401


def test_a_companion_that_ends_ends_its_streams_at_once() -> None:
    with ExitStack() as opened:
        url, session = opened.enter_context(_served(VirtualDevice(VirtualComputer(speed=_STILL))))
        with screen_stream(session, url) as stream:
            stream.next_picture()
            begun = time.monotonic()
            opened.close()
            # Sooner than the next sign of life.
            assert time.monotonic() - begun < 4


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
    assert update.part == Region(0, 0, *last.frame.size)


def test_who_is_far_behind_gets_all_of_it() -> None:
    pictures = Pictures()
    first, _ = pictures.seen(_frame(), 80, compares=True)
    for column in range(30):
        last, _ = pictures.seen(_frame((column, 0)), 80, compares=True)
    assert pictures.update(last, first.number).part == Region(0, 0, 40, 40)
    assert pictures.update(last, last.number - 10).part == Region(19, 0, 11, 1)


def test_few_colours_are_sent_as_runs_and_a_photo_as_jpeg() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 3), np.uint8)
    for pixels, is_jpeg in [(noise, True), (noise[:20, :20], False), (np.zeros_like(noise), False)]:
        picture, _ = (pictures := Pictures()).seen(Frame.of_pixels(pixels), 80)
        update = pictures.update(picture, 0)
        assert update.is_jpeg == is_jpeg
        screen = Image.new("RGB", update.size)
        box = (0, 0, *update.size)
        Update(JPEG if is_jpeg else RUNS, update.number, update.size, box, update.data).draw_on(screen)
        off = np.abs(np.asarray(screen, np.int16)[:, :, ::-1] - pixels).max()
        # What has few runs loses nothing.
        assert is_jpeg or off == 0
