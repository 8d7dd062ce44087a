"""Why a target shows other text than was typed, and which layouts make what it shows."""

from operator import eq

import pytest

from TinyPilotLibrary.hid.keystroke_decoding import decode
from TinyPilotLibrary.hid.layout_probe import probes, what_fits
from TinyPilotLibrary.hid.layouts import find_layout, layouts
from TinyPilotLibrary.hid.typed_text import typed_text
from TinyPilotLibrary.hid.typing_faults import likely_cause, made_by


def _cause(text: str, came: str, layout: str = "de", *, named: bool = True) -> str:
    keys = find_layout(layout)
    return likely_cause(typed_text(text, keys), came, keys, eq, named=named)


@pytest.mark.parametrize(
    ("text", "came", "cause"),
    [
        ("zebra", "yebra", "The target seems to be set to us: 'z' came as 'y'."),
        ("zebra-1", "yebra/1", "The target seems to be set to us: 'z' came as 'y'."),
        ("aqua", "qauq", "The target seems to be set to fr: 'a' came as 'q'."),
        ("Zebra", "zEBRA", "Caps Lock seems to be on at the target: 'Z' came as 'z'."),
        ("hello", "helo", "A key was lost: 'l' after 'hel' did not arrive."),
        ("hello", "ello", "A key was lost: 'h' did not arrive."),
        ("hello", "hell", "A key was lost: 'o' after 'hell' did not arrive."),
        ("hello", "heello", "A key arrived twice: 'e'."),
        ("hello", "hexlo", "'l' came as 'x'."),
        ("10 m³", "10 m■", "'³' came as '■', which stands for a character that the target's font lacks."),
    ],
)
def test_the_cause_is_told_with_the_first_wrong_character(text: str, came: str, cause: str) -> None:
    assert _cause(text, came).startswith(cause)


def test_a_layout_is_named_though_a_key_does_there_what_nobody_knows() -> None:
    # On an American keyboard there is no such key beside Shift.
    assert _cause("zx<y", "yx<z").startswith("The target seems to be set to us")


@pytest.mark.parametrize(
    ("came", "cause"), [("yebra", "set to us: character 1"), ("zebr", "character 5"), ("zxbra", "Character 2")]
)
def test_of_a_secret_nothing_but_places_is_told(came: str, cause: str) -> None:
    told = _cause("zebra", came, named=False)
    assert cause in told
    assert "'" not in told


def test_every_layout_fits_what_it_makes_of_the_probe_and_few_others_do() -> None:
    every = list(layouts())
    probe = probes(every)[-1]
    for layout in every:
        fitting = what_fits(every, probe, made_by(layout, probe), eq)
        assert layout in fitting
        assert len(fitting) <= 4
    assert what_fits(every, probe, made_by(find_layout("de"), probe), eq) == [find_layout("de")]


@pytest.mark.parametrize(
    "cursor", ["|", "I", "1", "T", "\N{REPLACEMENT CHARACTER}", "1\N{REPLACEMENT CHARACTER}", "\u2588"]
)
def test_what_a_cursor_behind_the_probe_is_read_as_is_no_part_of_it(cursor: str) -> None:
    german, probe = find_layout("de"), probes([find_layout("de")])[-1]
    assert what_fits([german], probe, made_by(german, probe) + cursor, eq) == [german]
    assert what_fits([german], probe, made_by(german, probe) + "x", eq) == []


def test_the_probe_is_the_same_on_all_systems() -> None:
    """No accent stands alone, and each takes the letter behind it."""
    probe = probes(list(layouts()))[-1]
    for layout in layouts():
        made = made_by(layout, probe)
        assert made == decode(layout, probe)
        accents = sum(key in layout.accents for key in probe)
        assert len(made) == len(probe) - accents, layout.name


def test_no_probe_is_typed_twice() -> None:
    for among in (["us", "pl"], ["de"], ["us", "de", "fr"], []):
        typed = probes([find_layout(name) for name in among] or list(layouts()))
        assert len({tuple(probe) for probe in typed}) == len(typed), among
