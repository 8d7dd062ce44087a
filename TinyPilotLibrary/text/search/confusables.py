"""Characters that OCR confuses, as rules: patterns that accept exactly those.

No rule lets one digit pass for another, so that no other version number is ever accepted. A blank counts only between
two digits: elsewhere OCR loses and invents blanks (`Cont inue`), but `1 02` is not `10 2`.
"""

import re
from collections.abc import Callable

from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import UNSURE_BLANK

_CONFUSED = (
    "0O",
    "1lI|",
    "5S",
    "x\u00d7",
    "\u00b5\u03bc",
    "'\u2018\u2019`\u00b4",
    '"\u201c\u201d\u2033',
    "-\u2010\u2011\u2012\u2013\u2014\u2212",
)
_CLASSES = {character: f"[{re.escape(group)}]" for group in _CONFUSED for character in group}
# A capital X is taken for the sign too, but not for a small one.
_CLASSES |= {"X": "[X\u00d7]", "\u00d7": "[\u00d7xX]"}
# What may be a blank is one for whoever asks for one there.
_CLASSES |= {" ": f"[ {UNSURE_BLANK}]"}
# The closing bracket of a check box is read as a one, `[ 1`; where a bracket follows it was a one indeed.
_CLOSING = r"(?:\]|[1lI|](?! ?\]))"
_CLOSING_AFTER_BLANK = r"(?: ?\]| [1lI|](?! ?\]))"
# A digit, one that is not sure, a blank that may be none, or what OCR reads for one where no word goes on.
_DIGIT_BEFORE = rf"[\d{UNSURE}{UNSURE_BLANK}]"
_DIGIT = rf"(?:{_DIGIT_BEFORE}|[OlIS|](?![A-Za-z]))"


def character_class(character: str) -> str:
    """The pattern of one character and of all that are taken for it."""
    return _CLASSES.get(character, re.escape(character))


def exact_pattern(folded: str) -> str:
    """The pattern that matches exactly this text, with numbers as wholes; an uncertain character may be a digit."""
    return _whole_numbers(re.escape(folded), folded, rf"[\d{UNSURE}]", rf"[\d{UNSURE}]")


def forgiving_pattern(folded: str) -> str:
    """The pattern that matches this text as OCR may read it, with numbers as wholes.

    Args:
        folded: The text, with each run of white space as one blank.
    """
    parts = []
    for index, character in enumerate(folded):
        before, after = folded[max(0, index - 1) : index], folded[index + 1 : index + 2]
        if character == " ":
            if before == "[" and after == "]":
                continue
            parts.append(_CLASSES[" "] if before.isdigit() and after.isdigit() else " ?")
        elif character == "]":
            parts.append(_closing(folded, index))
        else:
            parts.append(character_class(character))
            # OCR invents a blank inside words, but a number must not fall apart.
            if after and after not in " ]" and not (character.isdigit() and after.isdigit()):
                parts.append(" ?")
    return _whole_numbers("".join(parts), folded, _DIGIT, _DIGIT_BEFORE)


def unsure_pattern(folded: str) -> str:
    """The pattern that matches this text where some of it is uncertain."""
    return "".join(rf"{UNSURE_BLANK}?[{re.escape(character)}{UNSURE}{UNSURE_BLANK}]" for character in folded)


def _closing(folded: str, index: int) -> str:
    """A closing bracket; that of a check box may have been read as a one."""
    inside = folded[:index].rpartition("[")[2] if "[" in folded[:index] else None
    if inside is None or len(inside.strip()) > 1:
        return re.escape("]")
    return _CLOSING if inside.strip() else _CLOSING_AFTER_BLANK


def _whole_numbers(pattern: str, folded: str, digit: str, digit_before: str) -> str:
    """Lets a number at either end not be a part of a longer one: 1.2 is neither in 1.25 nor in 1.2.3."""
    if folded[-1:].isdigit():
        number = re.search(r"[\d.]*$", folded)
        longer = rf"|\.{digit}" if number and "." in number[0] else ""
        pattern = f"{pattern}(?!{digit}{longer})"
    if folded[:1].isdigit():
        number = re.match(r"[\d.]*", folded)
        longer = r"(?<!\d\.)" if number and "." in number[0] else ""
        pattern = rf"(?<!{digit_before}){longer}{pattern}"
    return pattern


def forgiving_regex(pattern: str) -> str:
    """A regular expression whose literal characters also match what OCR takes for them.

    Args:
        pattern: The expression as it was written. Sets, groups, escapes and repetitions are kept as they are.
    """
    # A bar says "or" here.
    return _rewritten(pattern, lambda character: character if character == "|" else _CLASSES.get(character, character))


def regex_over_rows(pattern: str) -> str:
    """A regular expression whose blanks also match where a row ends and continues in the next one.

    Args:
        pattern: The expression as it was written.
    """
    return _rewritten(pattern, lambda character: f"[ \\n{UNSURE_BLANK}]" if character == " " else character)


def _rewritten(pattern: str, literal: Callable[[str], str]) -> str:
    """An expression with its literal characters replaced. Sets, groups, escapes and repetitions stay as they are."""
    parts, index = [], 0
    while index < len(pattern):
        kept = _KEPT.match(pattern, index)
        parts.append(kept[0] if kept else literal(pattern[index]))
        index = kept.end() if kept else index + 1
    return "".join(parts)


# What is no literal character: escapes, sets, what begins a group, and repetitions.
_KEPT = re.compile(
    r"""
    \\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|\d+|.)
    | \[\^?\]?(?:\\.|[^\]\\])*\]
    | \(\?(?:P<\w+>|P=\w+\)|\#[^)]*\)|\(\w+\)|<?[=!]|>|[aiLmsux]*(?:-[imsx]+)?[:)])
    | \{\d*(?:,\d*)?\}
    """,
    re.VERBOSE | re.DOTALL,
)
