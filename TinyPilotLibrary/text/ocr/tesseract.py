"""Tesseract, inside this process. Its language data come from the system: Debian's package `tesseract-ocr-eng`."""

import os
import threading
from pathlib import Path

import tesserocr

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.text.ocr.line_scaling import BYTES_A_PIXEL, doubled
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

_LANGUAGE = "eng"
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


class Tesseract:
    """Reads lines with Tesseract.

    Raises:
        ConfigurationError: If there are no language data.
    """

    name = "tesseract"

    def __init__(self) -> None:
        self._data = language_data()
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
                path=str(self._data), lang=_LANGUAGE, psm=tesserocr.PSM.SINGLE_LINE
            )
        api: tesserocr.PyTessBaseAPI = self._of_thread.api
        return api


def language_data() -> Path:
    """The folder with Tesseract's data for English.

    Raises:
        ConfigurationError: If there is none.
    """
    named = os.environ.get("TESSDATA_PREFIX")
    for place in (*([named] if named else []), *_PLACES):
        if (Path(place) / f"{_LANGUAGE}.traineddata").is_file():
            return Path(place)
    raise ConfigurationError(
        "Tesseract has no language data: there is no 'eng.traineddata'. Install them (Debian: apt install "
        "tesseract-ocr-eng), or name their folder in the environment variable TESSDATA_PREFIX."
    )
