"""Each OCR engine on lines with known text, and what is told of one that is not there."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.frames import corpus
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.text.ocr import OcrChoice, OcrEngine, Workers, choose_engine
from TinyPilotLibrary.text.page import Recognised, piece_of
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import part
from utest.text.ocr.pages import BLACK, GRAY, WHITE, page

_TEXT = "Boot Manager 1.20"
_DATA = "/usr/share/tesseract-ocr/5/tessdata/eng.traineddata"


@pytest.fixture(params=[OcrChoice.RAPIDOCR, OcrChoice.TESSERACT], ids=lambda choice: choice.value)
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    if request.param is OcrChoice.TESSERACT and not Path(_DATA).is_file():
        pytest.skip("Tesseract's language data are missing: apt install tesseract-ocr-eng")
    made = choose_engine(request.param)
    assert made is not None
    return made


@pytest.mark.parametrize(("ink", "ground"), [(BLACK, WHITE), (WHITE, BLACK), (WHITE, GRAY)])
def test_a_line_is_read_dark_on_light_and_light_on_dark(
    engine: OcrEngine, ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    gray = page({(40, 40): _TEXT}, ink=ink, ground=ground).gray
    [box] = [with_margin(gray, box) for box in find_lines(gray)]
    assert engine.read(part(gray, box)).text.strip() == _TEXT


def test_every_character_has_its_place(engine: OcrEngine) -> None:
    gray = page({(40, 40): "Boot", (140, 40): "Manager"}).gray
    boot, manager = find_lines(gray)
    both = with_margin(gray, Region(boot.left, boot.top, manager.left + manager.width - boot.left, manager.height))
    read = Workers(lambda: engine).read(part(gray, both)).result(None)
    assert read is not None
    piece = piece_of(both, read)
    start = piece.text.index("Manager")
    place = piece.place(start, start + len("Manager"))
    assert abs(place.left - manager.left) <= 6
    assert abs(place.left + place.width - manager.left - manager.width) <= 10


def test_blanks_that_the_default_engine_loses_are_taken_from_the_ink() -> None:
    frame = Frame.read((corpus.HERE / "page-firmware-light-13px.png").read_bytes())
    assert "4 x 256 kB" in ScreenReader().read(frame).text


def test_nothing_is_read_where_nothing_is(engine: OcrEngine) -> None:
    read = Workers(lambda: engine).read(page({}).gray[100:120, 100:300]).result(None)
    assert read == Recognised("", (), 0.0)


def test_an_engine_that_is_not_installed_is_told_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        return None

    monkeypatch.setattr("TinyPilotLibrary.text.ocr.engine_choice.find_spec", nothing)
    with pytest.raises(ConfigurationError, match=r"pip install 'robotframework-tinypilot\[ocr\]'"):
        choose_engine(OcrChoice.AUTO)
    with pytest.raises(ConfigurationError, match=r"tesserocr missing.*\[tesseract\]"):
        choose_engine(OcrChoice.TESSERACT)


def test_tesseract_without_language_data_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("TinyPilotLibrary.text.ocr.tesseract._PLACES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    with pytest.raises(ConfigurationError, match="apt install tesseract-ocr-eng"):
        choose_engine(OcrChoice.TESSERACT)


def test_no_engine_is_none() -> None:
    assert choose_engine(OcrChoice.NONE) is None


def test_the_default_engines_model_is_in_its_package() -> None:
    found = find_spec("rapidocr")
    assert found is not None
    assert found.submodule_search_locations
    assert list(Path(found.submodule_search_locations[0]).glob("models/*_rec_*.onnx"))
