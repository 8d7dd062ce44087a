"""Why a target shows other text than was typed: its layout, Caps Lock, or a key that was lost or arrived twice."""

from collections.abc import Callable, Sequence

from TinyPilotLibrary.hid.keystroke_decoding import Decoder
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import Layout, layouts
from TinyPilotLibrary.hid.typed_text import TypedCharacter, text_of

#: Whether a character that was read is the one that was expected.
Alike = Callable[[str, str], bool]
_MOST_NAMED = 4
# What consoles and desktops show for a character that their font lacks.
_NO_GLYPHS = ("■", "□", "▯")


def likely_cause(typed: Sequence[TypedCharacter], came: str, layout: Layout, alike: Alike, *, named: bool) -> str:
    """Describes what probably went wrong.

    Args:
        typed: The characters that were typed, with their keys.
        came: The text that the target shows.
        layout: The layout that they were typed with.
        alike: Whether a character that was read is an expected one.
        named: Whether the sentence may quote characters; not those of a secret.

    Returns:
        A sentence with the first wrong character.
    """
    wanted = text_of(typed)
    wrong = first_wrong(wanted, came, alike) or 0
    how = f"character {wrong + 1} came as a different one"
    if named:
        how = f"'{wanted[wrong]}' came as '{came[wrong : wrong + 1]}'"
    if first_wrong(wanted.swapcase(), came, alike) is None:
        return f"Caps Lock seems to be on at the target: {how}."
    others = _layouts_that_make(typed, came, alike, wrong)
    if others and layout.name not in others:
        like = ", ".join(others[1 : 1 + _MOST_NAMED])
        also = f" Other layouts with the same result: {like}." if like else ""
        return f"The target seems to be set to {others[0]}: {how}.{also}"
    if came[wrong : wrong + 1] in _NO_GLYPHS:
        how += ", which stands for a character that the target's font lacks"
    return _lost_or_doubled(wanted, came, wrong, alike, named=named) or f"{how[0].upper()}{how[1:]}."


def _layouts_that_make(typed: Sequence[TypedCharacter], came: str, alike: Alike, wrong: int) -> list[str]:
    """The names of the layouts with which the keys give what the target shows, including the first wrong character."""
    keys = [keystroke for item in typed for keystroke in item.keystrokes]
    made = {layout.name: made_by(layout, keys) for layout in layouts()}
    return [name for name, text in made.items() if len(text) > wrong and first_wrong(text, came, alike) is None]


def made_by(layout: Layout, keystrokes: Sequence[Keystroke]) -> str:
    """The text that a target makes of keys, up to the first key whose effect is unknown.

    Args:
        layout: The layout that the target is set to.
        keystrokes: The keystrokes.
    """
    decoder = Decoder(layout)
    made = ""
    for keystroke in keystrokes:
        typed = decoder.typed(keystroke.code, keystroke.modifiers)
        if not typed and not decoder.is_waiting:
            break
        made += typed
    return made


def first_wrong(wanted: str, came: str, alike: Alike) -> int | None:
    """The index of the first character that differs from what was typed; None if there is none.

    Args:
        wanted: What was typed.
        came: The text that the target shows; anything beyond the typed length is ignored.
        alike: Whether a character that was read is an expected one.
    """
    for index, character in enumerate(wanted):
        shown = came[index] if index < len(came) else " "
        if not alike(character, shown):
            return index
    return None


def _lost_or_doubled(wanted: str, came: str, wrong: int, alike: Alike, *, named: bool) -> str:
    where = f" after '{wanted[max(0, wrong - 8) : wrong]}'" if named and wrong else ""
    if first_wrong(wanted[wrong + 1 :], came[wrong:], alike) is None and len(came.rstrip()) < len(wanted):
        what = f"'{wanted[wrong]}'" if named else f"character {wrong + 1}"
        return f"A key was lost: {what}{where} did not arrive. Use delay= or pace=screen."
    if wrong and first_wrong(wanted[wrong:], came[wrong + 1 :], alike) is None and came[wrong] == came[wrong - 1]:
        what = f"'{came[wrong]}'" if named else f"character {wrong}"
        return f"A key arrived twice: {what}. It was held longer than the target's repeat delay."
    return ""
