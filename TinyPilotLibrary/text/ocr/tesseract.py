"""Tesseract, inside this process. Its language data come from the system: Debian's package `tesseract-ocr-eng`."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import tesserocr

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.text.ocr.line_scaling import BYTES_A_PIXEL, doubled
from TinyPilotLibrary.text.ocr.scripts import Script
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

_ENGLISH = "eng"
_LANGUAGES = {
    Script.LATIN: _ENGLISH,
    Script.GREEK: "ell",
    Script.CYRILLIC: "rus",
    Script.CHINESE: "chi_sim",
    Script.JAPANESE: "jpn",
    Script.KOREAN: "kor",
}
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


class Tesseract:
    """Reads lines with Tesseract.

    Args:
        scripts: What lines are written in.

    Raises:
        ConfigurationError: If there are no language data.
    """

    name = "tesseract"

    def __init__(self, scripts: Sequence[Script] = (Script.LATIN,)) -> None:
        languages = dict.fromkeys(_LANGUAGES[script] for script in (*scripts, Script.LATIN))
        self._data = language_data(*languages)
        self._languages = "+".join(languages)
        # A Tesseract serves one thread.
        self._of_thread = threading.local()

    def read(self, line: Pixels) -> Recognised:
        """Reads a line.

        Args:
            line: Its brightness.
        """
        api = self._api()
        picture = doubled(line)
        height, width = picture.shape[:2]
        api.SetImageBytes(picture.tobytes(), width, height, BYTES_A_PIXEL, width * BYTES_A_PIXEL)
        api.Recognize()
        characters: list[str] = []
        spans: list[tuple[float, float]] = []
        confidences = []
        for found in tesserocr.iterate_level(api.GetIterator(), tesserocr.RIL.SYMBOL):
            box = found.BoundingBox(tesserocr.RIL.SYMBOL)
            if box is None:
                continue
            left, _, right, _ = box
            if characters and found.IsAtBeginningOf(tesserocr.RIL.WORD):
                characters.append(" ")
                spans.append((spans[-1][1], left / width))
            text = found.GetUTF8Text(tesserocr.RIL.SYMBOL)
            characters.extend(text)
            spans.extend([(left / width, right / width)] * len(text))
            confidences.append(found.Confidence(tesserocr.RIL.SYMBOL) / 100)
        if not characters:
            return Recognised("", (), 0.0)
        return Recognised("".join(characters), tuple(spans), sum(confidences) / len(confidences))

    def _api(self) -> "tesserocr.PyTessBaseAPI":
        if not hasattr(self._of_thread, "api"):
            self._of_thread.api = tesserocr.PyTessBaseAPI(
                path=str(self._data), lang=self._languages, psm=tesserocr.PSM.SINGLE_LINE
            )
        api: tesserocr.PyTessBaseAPI = self._of_thread.api
        return api


def language_data(*languages: str) -> Path:
    """The folder with Tesseract's data.

    Args:
        languages: Which data are needed, such as `eng`; those for English if none are given.

    Raises:
        ConfigurationError: If no folder has them all.
    """
    wanted = languages or (_ENGLISH,)
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(place) for place in (*([named] if named else []), *_PLACES)]
    for place in places:
        if all(_file(place, language).is_file() for language in wanted):
            return place
    missing = next(
        (language for language in wanted if not any(_file(place, language).is_file() for place in places)), wanted[0]
    )
    raise ConfigurationError(
        f"Tesseract has no language data: there is no '{missing}.traineddata'. Install them (Debian: apt install "
        f"tesseract-ocr-{missing.replace('_', '-')}), or name their folder in the environment variable TESSDATA_PREFIX."
    )


def _file(place: Path, language: str) -> Path:
    return place / f"{language}.traineddata"
