"""Fonts of consoles that the library does not know."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.fonts import Font, load_font
from TinyPilotLibrary.text.cells import UNSURE, read_cells
from TinyPilotLibrary.text.reader import ScreenReader
from utest.conftest import RunSuite
from utest.text.cells.drawn import TEXT, console, frame_of

_WIDTH, _HEIGHT = 10, 20


def _wider() -> Font:
    """A font of 10x20 pixels, which no console has."""
    known = load_font("vga16")
    glyphs = []
    for glyph in known.glyphs:
        bits = np.unpackbits(np.frombuffer(glyph, np.uint8)[:, None], axis=1)
        slanted = np.zeros((_HEIGHT, _WIDTH), np.uint8)
        slanted[2 : 2 + known.height // 2, 2:] = bits[: known.height // 2]
        slanted[2 + known.height // 2 : 2 + known.height, 1 : 1 + known.width] = bits[known.height // 2 :]
        glyphs.append(np.packbits(slanted, axis=1).tobytes())
    return Font(_HEIGHT, tuple(glyphs), known.index, _WIDTH)


@pytest.fixture
def font_file(tmp_path: Path) -> Path:
    file = tmp_path / "wider.psf.gz"
    file.write_bytes(gzip.compress(_wider().to_bytes()))
    return file


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "console.jpg"
    file.write_bytes(frame_of(console(_wider()), ".jpg").data)
    return file


def _tinypilot(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)


def test_a_font_that_is_given_is_read_whatever_the_size_of_its_cells(font_file: Path, picture: Path) -> None:
    done = _tinypilot("read", picture, "--font", font_file, "--ocr", "none")
    assert done.exit_code == 0
    assert tuple(done.stdout.rstrip().splitlines()) == TEXT
    assert _tinypilot("read", picture, "--ocr", "none").exit_code == 1
    assert _tinypilot("find", "text:10.0.2.15/24", "--in", picture, "--font", font_file).exit_code == 0


def test_a_suite_gives_its_fonts_when_it_imports_the_library(run_suite: RunSuite, font_file: Path) -> None:
    suite = (
        "*** Settings ***\nLibrary    TinyPilotLibrary    virtual:    fonts={}\n\n*** Test Cases ***\nTest\n    {}\n"
    )
    ran = run_suite(suite.format(font_file, "Wait Until Screen Contains    text:Press F2"))
    assert ran.result.suite.passed, ran.message
    ran = run_suite(suite.format(__file__, "Get Screen Text"))
    assert "cannot be used: Not a PSF font with a Unicode table. Give a PSF file" in str(
        [message.message for message in ran.result.errors]
    )


@pytest.mark.parametrize("data", [b"", b"\x72\xb5\x4a\x86", b"\x1f\x8bno"])
def test_what_is_no_font_is_told(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "font.psf"
    file.write_bytes(data)
    with pytest.raises(ConfigurationError, match=r"The console font '.*font.psf' cannot be used: "):
        ScreenReader(fonts=[file])


def test_where_much_of_a_console_is_not_known_ocr_reads_it() -> None:
    font = load_font("vga16")
    # Letters that are this font's but for one pixel.
    others = {
        character: bytes([*font.glyph(character)[:9], font.glyph(character)[9] ^ 1, *font.glyph(character)[10:]])
        for character in "eo"
    }
    shapes = Font(font.height, tuple(others.values()), {character: number for number, character in enumerate(others)})
    lines = ("Please make a selection from the above", "The system is going down for reboot", "Press Enter to continue")
    frame = frame_of(console(font, shapes, lines))
    screen = read_cells(frame)
    assert screen is not None
    assert UNSURE in screen.text
    page = ScreenReader().read(frame)
    assert page.reader == "ocr"
    assert page.text.splitlines() == list(lines)
