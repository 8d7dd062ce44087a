"""What is read on screens of one script and of another."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.frames import corpus
from TinyPilotLibrary.cli import app
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.library import TinyPilotLibrary
from TinyPilotLibrary.text.ocr import OcrChoice, Script, parse_scripts
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from utest.text.ocr.pages import page

_LANGUAGES = corpus.HERE / "installer-gtk-language.png"
_CHINESE = Region(20, 270, 300, 24)


@pytest.mark.parametrize("text", ["#", "###", "**** 12", "0", "20 °C"])
def test_signs_of_a_latin_screen_are_no_ideographs(text: str) -> None:
    assert ScreenReader().read(page({(40, 40): text})).text.replace(" ", "") == text.replace(" ", "")


def test_all_that_is_read_on_a_latin_screen_is_latin() -> None:
    read = ScreenReader().read(Frame.read(_LANGUAGES.read_bytes()), _CHINESE).text
    assert "Chinese (Simplified)" in read
    assert max(read) < "\u0250"


def test_ideographs_are_read_when_they_are_asked_for() -> None:
    read = ScreenReader(languages=[Script.CHINESE]).read(Frame.read(_LANGUAGES.read_bytes()), _CHINESE)
    assert "Chinese (Simplified)" in read.text
    assert "\u4e2d\u6587(\u7b80\u4f53)" in read.text


def test_the_command_reads_the_language_that_it_is_told() -> None:
    shown = CliRunner().invoke(app, ["read", str(_LANGUAGES), "--region", "20,270,300,24", "--language", "chinese"])
    assert "\u7b80\u4f53" in shown.output


@pytest.mark.parametrize("languages", ["Chinese", "latin, chinese", ["Chinese", "Greek"]])
def test_a_suite_reads_the_languages_that_it_names(languages: str | list[str]) -> None:
    assert Script.CHINESE in parse_scripts(languages)


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"Latin, Greek, .* got 'Klingon'"):
        TinyPilotLibrary(languages=["Latin", "Klingon"])


def test_an_engine_that_does_not_know_a_script_says_so() -> None:
    assert "Korean" in ScreenReader(languages=[Script.KOREAN]).read(page({(40, 40): "Boot"})).error


def test_missing_language_data_of_tesseract_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("TinyPilotLibrary.text.ocr.tesseract._PLACES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    (tmp_path / "eng.traineddata").touch()
    read = ScreenReader(OcrChoice.TESSERACT, languages=[Script.CHINESE]).read(page({(40, 40): "Boot"}))
    assert "apt install tesseract-ocr-chi-sim" in read.error
