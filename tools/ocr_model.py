"""Makes the model that reads Latin lines of PP-OCR's: cut to the characters of Latin texts, convolutions in 8 bits.

    pip install --group ocr-model
    python -m tools.ocr_model

It takes half the time of the model that it is made of on processors with VNNI, and nearly three quarters on others.
What its numbers are calibrated by are generated lines, in the fonts of this machine. Some convolutions stay as they
are.

- No pair of weights is so large that its products with numbers of 8 bits overflow the 16 bits in which ONNX Runtime
  adds up two of them without VNNI. So all processors read alike, and none needs a slower way. What is
  lost is a fifth of a bit; weights of 7 bits would lose a whole one.
- What is added to a convolution's result is a part of it, and an activation (GELU) is one operation, before numbers
  are made small. Otherwise ONNX Runtime makes them large again for each of its parts.
- The one pooling is made of maxima, with the same result: ONNX Runtime pools numbers of 8 bits one by one.
"""

import random
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper, version_converter
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from onnxruntime.transformers.fusion_gelu import FusionGelu
from onnxruntime.transformers.onnx_model import OnnxModel
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
_MOST_OF_8_BITS = 127
# 255 times no larger whole number fits in 16 bits.
_MOST_OF_TWO = 128
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
        quant_pre_process(folder / "cut.onnx", folder / "joined.onnx", skip_symbolic_shape=True)
        ready = _with_whole_activations(onnx.load(folder / "joined.onnx"))
        onnx.save(ready, folder / "ready.onnx")
        quantize_static(
            folder / "ready.onnx",
            folder / "small.onnx",
            _Lines(model.graph.input[0].name),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # One line with an unusual letter does not decide how finely all others are told apart.
            extra_options={"CalibMovingAverage": True},
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=_sensitive(ready),
        )
        small = onnx.load(folder / "small.onnx")
    _keep_sums_in_16_bits(small, {weights.name: weights for weights in ready.graph.initializer})
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


def _with_whole_activations(model: onnx.ModelProto) -> onnx.ModelProto:
    """Makes one operation of the five that each activation (GELU) consists of."""
    made = OnnxModel(model)
    FusionGelu(made).apply()
    made.prune_graph()
    made.topological_sort()
    used = {node.domain for node in model.graph.node}
    # What the optimiser might have used is no demand on an older ONNX Runtime.
    versions = [version for version in model.opset_import if version.domain in used]
    del model.opset_import[:]
    model.opset_import.extend(versions)
    return model


def _keep_sums_in_16_bits(model: onnx.ModelProto, given: Mapping[str, onnx.TensorProto]) -> None:
    """Rounds the weights of convolutions anew, so that no pair's products overflow.

    Args:
        model: The model, with numbers of 8 bits.
        given: The weights as they were, by name.
    """
    held = {weights.name: weights for weights in model.graph.initializer}
    enlarged = {node.output[0]: node for node in model.graph.node if node.op_type == "DequantizeLinear"}

    def replace(name: str, values: NDArray[Any]) -> None:
        held[name].CopyFrom(numpy_helper.from_array(values.astype(numpy_helper.to_array(held[name]).dtype), name))

    for node in model.graph.node:
        if node.op_type != "Conv" or node.input[1] not in enlarged:
            continue
        weights, scale, _ = enlarged[node.input[1]].input
        before = numpy_helper.to_array(held[scale])
        # In the order in which products are added up: the channels of a pixel after each other.
        wanted = np.moveaxis(numpy_helper.to_array(given[weights.removesuffix("_quantized")]), 1, -1)
        rounded, scales = _rounded(wanted.reshape(len(wanted), -1))
        replace(weights, np.moveaxis(rounded.reshape(wanted.shape), -1, 1))
        replace(scale, scales)
        if len(node.input) > 2 and node.input[2] in enlarged:
            # What is added is counted in the same unit as the products.
            added, unit, _ = enlarged[node.input[2]].input
            replace(added, np.rint(numpy_helper.to_array(held[added]) * (before / scales)))
            replace(unit, numpy_helper.to_array(held[unit]) * (scales / before))


def _rounded(weights: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights as whole numbers of 8 bits, and what they are to be multiplied with: whichever loses least.

    Args:
        weights: Rows, one for each of a convolution's results.
    """
    largest = np.abs(weights).max(axis=1, keepdims=True)
    lost, scales, rounded = np.full(largest.shape, np.inf), largest.copy(), np.zeros_like(weights, np.float64)
    for share in np.linspace(0.5, 1, 51):
        scale = largest / (_MOST_OF_8_BITS * share)
        values = _without_overflow(weights / scale)
        loss = np.square(values * scale - weights).sum(axis=1, keepdims=True)
        better = loss < lost
        lost, scales = np.where(better, loss, lost), np.where(better, scale, scales)
        rounded = np.where(better, values, rounded)
    return rounded, scales.ravel()


def _without_overflow(values: Floats) -> NDArray[np.float64]:
    """Whole numbers of 8 bits, in rows in which no pair adds up to more than 128.

    Args:
        values: The numbers that they are rounded from.
    """
    whole = np.clip(np.rint(values), -_MOST_OF_8_BITS, _MOST_OF_8_BITS)
    pairs = whole[:, : whole.shape[1] // 2 * 2].reshape(len(whole), -1, 2)
    together = pairs.sum(axis=2)
    excess = together - np.clip(together, -_MOST_OF_TWO, _MOST_OF_TWO)
    half = np.fix(excess / 2)
    pairs[:, :, 0] -= half
    pairs[:, :, 1] -= excess - half
    whole[:, : pairs.shape[1] * 2] = pairs.reshape(len(whole), -1)
    return whole


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
    """The convolutions that stay as they are: what loses most, and what takes no time anyway.

    These are the first one, depthwise ones, those of means over the whole line, and all behind the pooling by means.
    """
    nodes = list(model.graph.node)
    [pooling] = [index for index, node in enumerate(nodes) if node.op_type == "AveragePool"]
    makers = {output: node for node in nodes for output in node.output}
    first = next(node for node in nodes if node.op_type == "Conv")
    return [
        node.name
        for index, node in enumerate(nodes)
        if node.op_type == "Conv"
        and (node is first or _groups(node) > 1 or index > pooling or _is_of_means(node, makers))
    ]


def _is_of_means(node: onnx.NodeProto, makers: Mapping[str, onnx.NodeProto]) -> bool:
    maker: onnx.NodeProto | None = node
    while maker is not None and maker.op_type in {"Conv", "Relu"}:
        maker = makers.get(maker.input[0])
    return maker is not None and maker.op_type == "ReduceMean"


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
