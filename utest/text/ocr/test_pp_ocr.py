"""A line is read alike on all processors."""

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession

from benchmarks.frames import corpus
from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.text.ocr.ctc import tensor
from TinyPilotLibrary.text.ocr.pp_ocr import LATIN_MODEL
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Floats, part

# ONNX Runtime's slower way, which has 32 bits for each sum of products of 8 bits, on every processor.
_EXACT_SUMS = "session.x64quantprecision"
_LINES = 10


def test_sums_of_products_fit_in_16_bits_which_is_what_processors_without_vnni_have_for_them() -> None:
    gray = Frame.read((corpus.HERE / "page-firmware-light-13px.png").read_bytes()).gray
    lines = [tensor(part(gray, with_margin(gray, box))) for box in find_lines(gray)[:_LINES]]
    assert len(lines) == _LINES
    for here, exactly in zip(_answers(lines, exact="0"), _answers(lines, exact="1"), strict=True):
        np.testing.assert_array_equal(here, exactly)


def _answers(lines: list[Floats], exact: str) -> list[Floats]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry(_EXACT_SUMS, exact)
    session = InferenceSession(str(LATIN_MODEL), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return [session.run(None, {name: line})[0] for line in lines]
