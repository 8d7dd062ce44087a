"""What the processor can do decides how fast a line is read, and never how."""

from pathlib import Path

import onnxruntime
import pytest
from onnxruntime.capi import onnxruntime_inference_collection

from benchmarks.frames import corpus
from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.text.ocr import pp_ocr, processor
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import part


@pytest.mark.parametrize(
    ("told", "exact"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_vnni\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx_vnni\n\nprocessor\t: 1\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f\nvmx flags\t: avx_vnni\n", False),
        ("processor\t: 0\nFeatures\t: asimd asimddp\n", False),
        ("", False),
    ],
)
def test_only_what_says_that_it_adds_up_exactly_is_taken_for_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: str,
    exact: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(told, "utf-8")
    monkeypatch.setattr(processor, "_CPUINFO", file)
    assert processor.multiplies_8_bits_exactly() is exact


def test_a_system_that_does_not_tell_is_not_taken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "_CPUINFO", tmp_path / "none")
    assert processor.multiplies_8_bits_exactly() is False


def test_a_line_is_read_alike_whatever_the_processor_can(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests share a session; here each has its own.
    monkeypatch.setattr(onnxruntime, "InferenceSession", onnxruntime_inference_collection.InferenceSession)
    here = pp_ocr.PpOcr()
    monkeypatch.setattr(pp_ocr, "multiplies_8_bits_exactly", lambda: False)
    anywhere = pp_ocr.PpOcr()
    gray = Frame.read((corpus.HERE / "page-firmware-light-13px.png").read_bytes()).gray
    lines = [part(gray, with_margin(gray, box)) for box in find_lines(gray)]
    assert len(lines) > 20
    assert [here.read(line) for line in lines] == [anywhere.read(line) for line in lines]
