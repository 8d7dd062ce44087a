"""Frames: which picture they show."""

import hashlib

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
