"""Frames: which picture they show."""

import hashlib

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.frame import Frame
from utest.vision.screens import captured, screens

SETUP, LOGIN = (captured(screens()[name]) for name in ("setup", "login"))


def test_frames_of_the_same_picture_have_one_identity_whenever_they_were_taken() -> None:
    again = Frame.read(bytes(bytearray(SETUP.data)), captured_at=SETUP.captured_at + 5, sequence=7)
    assert again.identity == SETUP.identity == SETUP.seen_again().identity
    assert len({again.identity, SETUP.identity, LOGIN.identity}) == 2
    assert not {"gray", "color", "pyramid"} & vars(again).keys()


def test_another_encoding_of_the_same_screen_is_another_picture() -> None:
    assert captured(screens()["setup"], 70).identity != SETUP.identity != LOGIN.identity


def test_a_digest_stands_for_the_picture() -> None:
    assert SETUP.identity.digest == hashlib.sha256(SETUP.data).hexdigest()


@pytest.mark.parametrize("behind", [b"\r\n", b"\0\0", b"vendor \xff\xd8 trailer", b"\n"])
@pytest.mark.parametrize("ending", [".jpg", ".png"])
def test_bytes_behind_the_end_of_a_picture_are_no_damage(ending: str, behind: bytes) -> None:
    data = _encoded(ending)
    assert np.array_equal(Frame.read(data + behind).gray, Frame.read(data).gray)
    with pytest.raises(CorruptFrame, match="cut off"):
        Frame.read(data[:-40] + behind)


def test_the_end_of_a_thumbnail_is_not_that_of_the_picture() -> None:
    thumbnail = b"\xff\xe1\0\x0cExif\0\0\xff\xd9\0\0"
    data = _encoded(".jpg")
    whole = data[:2] + thumbnail + data[2:]
    assert Frame.read(whole + b"\r\n").size == SETUP.size
    with pytest.raises(CorruptFrame, match="cut off"):
        Frame.read(whole[:-40])


@pytest.mark.parametrize("before", [b"\xff\xff\xff", b"\xff\xd0"], ids=["fill bytes", "restart marker"])
def test_bytes_that_decoders_step_over_do_not_hide_where_a_picture_begins(before: bytes) -> None:
    # A segment's length right behind a marker that has none would lead into the picture, or past the thumbnail's start.
    data = _encoded(".jpg")
    plain = Frame.read(data)
    thumbnail = b"\xff\xe1\0\x0cExif\0\0\xff\xd9\0\0"
    whole = data[:2] + before + thumbnail + before + data[2:]
    assert np.array_equal(Frame.read(whole + b"\r\n").gray, plain.gray)
    with pytest.raises(CorruptFrame, match="cut off"):
        Frame.read(whole[:-40])


@pytest.mark.parametrize("progressive", [0, 1])
@pytest.mark.parametrize("kept", [0.4, 0.9])
@pytest.mark.parametrize("pixels", ["gray", "color"])
def test_a_picture_that_was_cut_and_closed_is_told_as_such(pixels: str, kept: float, progressive: int) -> None:
    data = _encoded(".jpg", [cv2.IMWRITE_JPEG_PROGRESSIVE, progressive])
    frame = Frame.read(data[: int(kept * len(data))] + b"\xff\xd9")
    with pytest.raises(CorruptFrame, match=r"ends early .*rows are missing"):
        getattr(frame, pixels)


def test_a_capture_that_leaves_out_its_last_bits_is_read() -> None:
    # All of the last block came but the mark that nothing more does.
    for cut in range(3, 9):
        pixels = Frame.read(_encoded(".jpg")[:-cut] + b"\xff\xd9").gray
        assert pixels.shape == SETUP.gray.shape


def _encoded(ending: str, options: list[int] | None = None) -> bytes:
    pixels = SETUP.color.copy()
    pixels[-16:] = np.random.default_rng(5).integers(0, 256, pixels[-16:].shape)
    return bytes(cv2.imencode(ending, pixels, options or [])[1])
