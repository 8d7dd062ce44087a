"""Makes the model that reads Latin lines of PP-OCR's: cut to the characters of Latin texts, convolutions in 8 bits.

    pip install --group ocr-model
    python -m tools.ocr_model

It takes half the time of the model that it is made of, on processors with VNNI. What its numbers are calibrated by are
generated lines, in the fonts of this machine; depthwise convolutions and the first one stay as they are, since they
lose most. The one pooling is made of maxima, with the same result: ONNX Runtime pools numbers of 8 bits one by one.
"""

import random
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper, version_converter
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.text.ocr.ctc import tensor
from TinyPilotLibrary.text.ocr.pp_ocr import LATIN_MODEL, packaged_model
from TinyPilotLibrary.text.ocr.scripts import Script, allowed
from TinyPilotLibrary.vision.pixels import Floats, Pixels

_CHARACTERS = "character"
_OPSET = 17
_LINES, _SEED = 200, 7
# The axes of a picture, and an end behind all of them.
_DOWN, _ACROSS, _END = 2, 3, np.iinfo(np.int64).max
_FONTS = Path("/usr/share/fonts")
_TEXT = (
    "Continue Cancel Install the system Boot order 10.0.2.15 192.168.1.104 v2.10.3-rc1 Enable Disable Secure Boot TPM "
    "2.0 Intel(R) Xeon(R) CPU @ 2.40GHz Memory 16384 MB Password: ****** [Enter] <F10> Save & Exit Français Čeština "
    "Português user@example.org /dev/sda1 100% 12:34:56 (recommended) English - Select a language Go Back Help... "
    "Hostname Domain name Partition disks 0x3F8 COM1 ### **** ----- ==== \" ' ; ? | ~ {} \\ °C €20 + ! $HOME a_b"
)


def make(target: Path = LATIN_MODEL) -> None:
    """Makes the model.

    Args:
        target: Its file.
    """
    model = onnx.load(packaged_model())
    characters = _cut_to_latin(model)
    model = version_converter.convert_version(model, _OPSET)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        onnx.save(model, folder / "cut.onnx")
        quant_pre_process(folder / "cut.onnx", folder / "ready.onnx", skip_symbolic_shape=True, skip_optimization=True)
        quantize_static(
            folder / "ready.onnx",
            folder / "small.onnx",
            _Lines(model.graph.input[0].name),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=_sensitive(onnx.load(folder / "ready.onnx")),
        )
        small = onnx.load(folder / "small.onnx")
    _pool_by_maxima(small)
    del small.metadata_props[:]
    small.metadata_props.append(onnx.StringStringEntryProto(key=_CHARACTERS, value="\n".join(characters)))
    target.parent.mkdir(exist_ok=True)
    onnx.save(small, target)


def _cut_to_latin(model: onnx.ModelProto) -> list[str]:
    """Takes the classes of all other characters out of a model; gives those that are left but "none" and the blank."""
    named = {entry.key: entry.value for entry in model.metadata_props}[_CHARACTERS].split("\n")
    known = ["", *named, " "]
    kept = allowed(known, [Script.LATIN])
    for weights in model.graph.initializer:
        values = numpy_helper.to_array(weights)
        if values.ndim and values.shape[-1] == len(known):
            weights.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[..., kept]), weights.name))
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[-1].dim_value = len(kept)
    del model.graph.value_info[:]
    return [known[index] for index in kept][1:-1]


def _pool_by_maxima(model: onnx.ModelProto) -> None:
    """Makes the maximum of two by two neighbours out of those of a picture and its copies, each moved by a pixel."""
    graph = model.graph
    [place] = [index for index, node in enumerate(graph.node) if node.op_type == "MaxPool"]
    pooling = graph.node[place]
    made = []
    given = pooling.input[0]
    for axis, result in ((_DOWN, "pooled_down"), (_ACROSS, pooling.output[0])):
        moved, last = f"moved_{axis}", f"last_{axis}"
        ends = {"one": 1, "minus_one": -1, "end": _END, "axis": axis}
        names = {name: f"pooling_{axis}_{name}" for name in ends}
        graph.initializer.extend(
            numpy_helper.from_array(np.array([value], np.int64), names[name]) for name, value in ends.items()
        )
        made += [
            helper.make_node("Slice", [given, names["one"], names["end"], names["axis"]], [moved]),
            # Beyond its edge nothing is larger.
            helper.make_node("Slice", [given, names["minus_one"], names["end"], names["axis"]], [last]),
            helper.make_node("Concat", [moved, last], [f"whole_{axis}"], axis=axis),
            helper.make_node("Max", [given, f"whole_{axis}"], [result]),
        ]
        given = result
    nodes = [*graph.node[:place], *made, *graph.node[place + 1 :]]
    del graph.node[:]
    graph.node.extend(nodes)


def _sensitive(model: onnx.ModelProto) -> list[str]:
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    return [convolutions[0].name, *(node.name for node in convolutions if _groups(node) > 1)]


def _groups(node: onnx.NodeProto) -> int:
    return next((attribute.i for attribute in node.attribute if attribute.name == "group"), 1)


class _Lines(CalibrationDataReader):  # type: ignore[misc]
    """Generated lines, as the model's input."""

    def __init__(self, name: str) -> None:
        self._lines: Iterator[Mapping[str, Floats]] = ({name: tensor(line)} for line in _lines())

    def get_next(self) -> Mapping[str, Floats] | None:
        """The next line; None after the last one."""
        return next(self._lines, None)


def _lines() -> Iterator[Pixels]:
    fonts = sorted(_FONTS.rglob("*.ttf"))
    words = _TEXT.split()
    chance = random.Random(_SEED)  # noqa: S311 - no secret depends on it
    for _ in range(_LINES):
        size = chance.randint(9, 26)
        font = ImageFont.truetype(chance.choice(fonts), size) if fonts else ImageFont.load_default(size)
        text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 7)))
        left, top, right, bottom = map(int, font.getbbox(text))
        ink, ground = chance.sample([chance.randint(0, 80), chance.randint(170, 255)], 2)
        picture = Image.new("L", (right - left + 6, bottom - top + 6), ground)
        ImageDraw.Draw(picture).text((3 - left, 3 - top), text, font=font, fill=ink)
        yield np.asarray(picture, np.uint8)


if __name__ == "__main__":
    make()
