"""Which OCR engine reads, and what to install if there is none."""

from collections.abc import Sequence
from enum import Enum
from importlib import import_module
from importlib.util import find_spec

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.text.ocr.engine import OcrEngine
from TinyPilotLibrary.text.ocr.scripts import Script


class OcrChoice(Enum):
    """What reads text that does not stand in character cells.

    `auto`: the default engine, if it is installed. `rapidocr`: the same, demanded. `tesseract`: Tesseract, demanded.
    `none`: nothing; character screens are read all the same.
    """

    AUTO = "auto"
    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"
    NONE = "none"


# The module and class of each engine, what it needs besides, and the extra that brings it.
_ENGINES = {
    OcrChoice.RAPIDOCR: ("pp_ocr", "PpOcr", ("onnxruntime", "rapidocr"), "ocr"),
    OcrChoice.TESSERACT: ("tesseract", "Tesseract", ("tesserocr",), "tesseract"),
}


def choose_engine(choice: OcrChoice, scripts: Sequence[Script] = (Script.LATIN,)) -> OcrEngine | None:
    """Makes the engine that was chosen.

    Args:
        choice: Which one.
        scripts: What texts are written in.

    Returns:
        The engine; None if none is wanted.

    Raises:
        ConfigurationError: If it is not installed, or does not know a script. The sentence says what to do.

    ```python
    engine = choose_engine(OcrChoice.AUTO)
    ```
    """
    if not check_engine(choice):
        return None
    module, name, _, _ = _ENGINES[_named(choice)]
    engine: OcrEngine = getattr(import_module(f"TinyPilotLibrary.text.ocr.{module}"), name)(scripts)
    return engine


def check_engine(choice: OcrChoice) -> bool:
    """Whether an engine is wanted; it is installed then. Nothing is loaded for it.

    Args:
        choice: Which one.

    Raises:
        ConfigurationError: If it is not installed. The sentence says how to install it.
    """
    if choice is OcrChoice.NONE:
        return False
    _, _, packages, extra = _ENGINES[_named(choice)]
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise ConfigurationError(
            "This screen is not made of character cells, and to read it OCR is needed, which is not installed "
            f"({' and '.join(missing)} missing): pip install 'robotframework-tinypilot[{extra}]'."
        )
    return True


def _named(choice: OcrChoice) -> OcrChoice:
    return OcrChoice.RAPIDOCR if choice is OcrChoice.AUTO else choice
