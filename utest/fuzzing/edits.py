"""Good data made bad, as hypothesis searches it: changed, cut, doubled, and with the numbers that break readers."""

import re
from collections.abc import Sequence
from functools import reduce

from hypothesis import strategies as st

_BYTES = (b"\xff\xff", b"\x00\x00", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x00\x00\x01")
#: What stands where a number or a word was expected.
WORDS = (
    "", "null", "[]", "{}", "-1", "1e999", "NaN", "Infinity", "-Infinity", "9" * 400, "9" * 5000, "0.5", '"x"', "[[]]",
    '"center"', "true", "1e308", "-0", "99999999999999999999", '{"xpos": 1}', '"\\ud800"', "false", "nan", "inf", "1_0",
    "\N{ARABIC-INDIC DIGIT THREE}", "\N{SUPERSCRIPT TWO}",
)  # fmt: skip
_TOKEN = re.compile(r"-?\d+(?:\.\d+)?|\"[^\"]*\"|\[[^\[\]]*\]|\{[^{}]*\}")

Edit = tuple[str, int, bytes]


def damaged(samples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Files with some bytes changed, lost, doubled or put in.

    Args:
        samples: Good files.
    """
    piece = st.one_of(st.sampled_from(_BYTES), st.binary(min_size=1, max_size=40))
    kind = st.sampled_from(["over", "over", "in", "out", "again", "cut", "head"])
    edits = st.lists(st.tuples(kind, st.integers(0, 1 << 20), piece), max_size=8)
    return st.one_of(st.builds(_edited, st.sampled_from(samples), edits), st.binary(max_size=200))


def reworded(samples: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts of which some numbers, words or lists are others.

    Args:
        samples: Good texts.
    """
    edit = st.tuples(st.integers(0, 1 << 10), st.one_of(st.sampled_from(WORDS), st.text(max_size=5)))
    return st.builds(_reworded, st.sampled_from(samples), st.lists(edit, min_size=1, max_size=4))


def _edited(sample: bytes, edits: Sequence[Edit]) -> bytes:
    return reduce(_once, edits, sample)


def _once(data: bytes, edit: Edit) -> bytes:
    kind, place, piece = edit
    at = place % (min(len(data), 64) if kind == "head" else len(data)) if data else 0
    if kind == "in":
        return data[:at] + piece + data[at:]
    if kind == "out":
        return data[:at] + data[at + len(piece) :]
    if kind == "again":
        return data[:at] + data[at : at + 16 * len(piece)] + data[at:]
    if kind == "cut":
        return data[:at]
    return data[:at] + piece + data[at + len(piece) :]


def _reworded(sample: str, edits: Sequence[tuple[int, str]]) -> str:
    text = sample
    for place, word in edits:
        found = list(_TOKEN.finditer(text))
        if found:
            match = found[place % len(found)]
            text = text[: match.start()] + word + text[match.end() :]
    return text
