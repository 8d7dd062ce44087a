"""`tinypilot watch --once`: the screen in characters with colours, or as a picture where the terminal can."""

import base64
import io
import re

import numpy as np
import pyte
import pytest
from PIL import Image

from TinyPilotLibrary.cli.terminal_pictures import PictureWay, drawn, way_of_terminal
from TinyPilotLibrary.vision.drawing.blocks import blocks, fitted
from TinyPilotLibrary.vision.geometry import Size
from utest.cli.conftest import Command
from utest.machine import frame_of_picture

# Which of the four places have the colour of the ink: upper left, upper right, lower left, lower right.
_PLACES = dict(
    zip(
        " \u2598\u259d\u2580\u2596\u258c\u259e\u259b\u2597\u259a\u2590\u259c\u2584\u2599\u259f\u2588",
        ("", *["1", "2", "12", "3", "13", "23", "123", "4", "14", "24", "124", "34", "134", "234", "1234"]),
        strict=True,
    )
)
_SIZE = Size(160, 96)


def _desktop() -> Image.Image:
    """A ground that goes from dark to bright, with a window on it."""
    across = np.linspace(0, 255, _SIZE.width, dtype=np.uint8)
    pixels = np.stack([np.tile(across, (_SIZE.height, 1)), np.full((96, 160), 90), np.full((96, 160), 40)], axis=2)
    pixels[20:60, 40:120] = (250, 240, 10)
    return Image.fromarray(pixels.astype(np.uint8))


def _seen_in(lines: list[str], columns: int) -> np.ndarray:
    """What a terminal makes of them: 2x2 pixels for each character."""
    screen = pyte.Screen(columns, len(lines))
    pyte.Stream(screen).feed("\r\n".join(lines))
    seen = np.zeros((2 * len(lines), 2 * columns, 3), np.uint8)
    for row in range(len(lines)):
        for column in range(columns):
            cell = screen.buffer[row][column]
            for place in range(4):
                color = cell.fg if str(place + 1) in _PLACES[cell.data] else cell.bg
                rgb = [int(color[at : at + 2], 16) for at in (0, 2, 4)] if color != "default" else [0, 0, 0]
                seen[2 * row + place // 2, 2 * column + place % 2] = rgb
    return seen


@pytest.mark.parametrize(("true_color", "most"), [(True, 3), (False, 30)])
def test_a_terminal_shows_the_picture(true_color: bool, most: float) -> None:  # noqa: FBT001
    picture = _desktop()
    lines = blocks(frame_of_picture(picture), 80, 24, true_color=true_color)
    assert len(lines) == 24
    wanted = np.asarray(picture.resize((160, 48), Image.Resampling.BOX), int)
    assert np.abs(_seen_in(lines, 80) - wanted).mean() < most


@pytest.mark.parametrize(
    ("picture", "room", "size"),
    [((1920, 1080), (80, 24), (80, 22)), ((1024, 768), (80, 24), (64, 24)), ((720, 400), (300, 10), (36, 10))],
)
def test_a_picture_keeps_its_shape(picture: tuple[int, int], room: tuple[int, int], size: tuple[int, int]) -> None:
    assert fitted(Size(*picture), *room) == Size(*size)


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ({"TERM": "xterm-256color"}, PictureWay.BLOCKS),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, PictureWay.KITTY),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, PictureWay.ITERM),
        ({"TERM": "tmux-256color", "TMUX": "socket,1,0", "TERM_PROGRAM": "iTerm.app"}, PictureWay.BLOCKS),
        ({}, PictureWay.BLOCKS),
    ],
)
def test_the_terminal_says_whether_it_shows_pictures(told: dict[str, str], way: PictureWay) -> None:
    assert way_of_terminal(told) is way


def test_kitty_and_iterm_get_the_picture_itself() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (96, 160, 3), np.uint8)
    frame = frame_of_picture(Image.fromarray(noise))

    [told] = drawn(frame, PictureWay.KITTY, 80, 24, true_color=True)
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", told)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in pieces) == told
    assert len(pieces) > 1
    assert [keys.rpartition("m=")[2] for keys, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]
    assert all(len(data) <= 4096 for _, data in pieces)
    assert "c=80,r=24" in pieces[0][0]
    assert np.array_equal(_decoded("".join(data for _, data in pieces)), noise)

    [told] = drawn(frame, PictureWay.ITERM, 80, 24, true_color=True)
    [(width, height, data)] = re.findall(r"\x1b\]1337;File=inline=1;width=(\d+);height=(\d+);size=\d+:(.*)\a", told)
    assert (width, height) == ("80", "24")
    assert np.array_equal(_decoded(data), noise)


def _decoded(data: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


def test_what_is_no_terminal_gets_the_screen_once(tinypilot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    done = tinypilot("watch", "virtual:")
    assert done.code == 0
    assert len(done.said.splitlines()) == 22
    assert "\x1b[?1049h" not in done.said
