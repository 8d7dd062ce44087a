"""PP-OCR's recogniser. Nothing is downloaded.

Latin lines are read by a model of this project, which `tools/ocr_model.py` makes of PP-OCR's and which takes half to
three quarters of its time; all others by that itself, which comes inside the package `rapidocr`. Where the lines are is
known without a model, and sooner.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.text.lines.ink import ink_of
from TinyPilotLibrary.text.ocr.blanks import with_blanks
from TinyPilotLibrary.text.ocr.ctc import decoded, tensor
from TinyPilotLibrary.text.ocr.line_scaling import on_ink
from TinyPilotLibrary.text.ocr.lone_dashes import with_lone_dashes
from TinyPilotLibrary.text.ocr.percent_signs import without_false_digits
from TinyPilotLibrary.text.ocr.scripts import Script, allowed, unknown
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

#: The model for Latin lines.
LATIN_MODEL = Path(__file__).with_name("models") / "pp_ocr_latin.onnx"
_MODEL = "models/*_rec_*.onnx"
_ERRORS_ALONE = 3
# Nothing is divided by less.
_LEAST = 1e-9


class PpOcr:
    """Reads lines with PP-OCR.

    Args:
        scripts: What lines are written in.

    Raises:
        ConfigurationError: If the model is not where it should be, or does not know a script.
    """

    name = "rapidocr"

    def __init__(self, scripts: Sequence[Script] = (Script.LATIN,)) -> None:
        options = onnxruntime.SessionOptions()
        # Lines are read beside each other; within a line a second thread gains nothing.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ALONE
        self._session = onnxruntime.InferenceSession(str(_model(scripts)), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        named = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        known = ["", *named, " "]
        if missing := unknown(known, scripts):
            raise ConfigurationError(
                f"The default OCR engine does not know {missing[0].name.capitalize()}, which languages= asks for. "
                "Use ocr=tesseract, with its language data."
            )
        self._allowed = allowed(known, scripts)
        self._characters = [known[index] for index in self._allowed]

    def read(self, line: Pixels) -> Recognised:
        """Reads a line.

        Args:
            line: Its brightness.
        """
        answer = self._session.run(None, {self._input: tensor(line)})[0][0][:, self._allowed]
        # Of what may stand there one thing does: what may not has no share.
        shares = answer / np.maximum(answer.sum(axis=1, keepdims=True), _LEAST)
        ink = ink_of(line)
        read = with_lone_dashes(on_ink(decoded(shares, self._characters), ink), ink)
        return without_false_digits(with_blanks(read, ink), line)


def _model(scripts: Sequence[Script]) -> Path:
    return LATIN_MODEL if set(scripts) == {Script.LATIN} else packaged_model()


def packaged_model() -> Path:
    """The model of the package `rapidocr`, which knows every script.

    Raises:
        ConfigurationError: If it is not where it should be.
    """
    # The package is looked up, not imported: that would take a second.
    found = find_spec("rapidocr")
    folders = [Path(folder) for folder in (found.submodule_search_locations or ())] if found else []
    models = sorted(model for folder in folders for model in folder.glob(_MODEL))
    if not models:
        raise ConfigurationError(
            "The package 'rapidocr' has no model for reading lines. Install a version that this library knows: "
            "pip install 'robotframework-tinypilot[ocr]'."
        )
    return models[-1]
