"""From what was sent to what a person did: a text, a chord, a click, a line that was drawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystroke_decoding import Decoder
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import Layout
from TinyPilotLibrary.hid.pointer import Button
from TinyPilotLibrary.studio.recording.inputs import Input, Keyed, Pointed, Switched
from TinyPilotLibrary.vision.frame import Frame

# Who pauses so long between two characters has looked at the screen meanwhile.
_THOUGHT = 3.0
# Two clicks within that are one double click.
_DOUBLE = 0.5
# As a share of the screen: who clicks does not hold the mouse quite still.
_STILL = 0.006
# The pointer hides what is nearer to it than this share of the screen.
_HIDDEN = 0.06
_LINE_ENDS = {"\n", "\t"}
# Where a name is more usual than the code.
_CUSTOMARY = {
    **{f"{key}Left": name for key, name in (("Control", "Ctrl"), ("Shift", "Shift"), ("Alt", "Alt"), ("Meta", "Win"))},
    **{f"Arrow{way}": way for way in ("Up", "Down", "Left", "Right")},
    "AltRight": "AltGr",
    "Escape": "Esc",
}


@dataclass(frozen=True)
class Action:
    """Something that a person did.

    Args:
        at: When it began, in seconds of a clock.
        ended: When it ended.
        frame: The screen that the person saw before; None if there was none.
    """

    at: float
    ended: float
    frame: Frame | None


@dataclass(frozen=True)
class Typed(Action):
    """A text.

    Args:
        text: The text.
        secret: Whether nobody may read it.
    """

    text: str
    secret: bool = False


@dataclass(frozen=True)
class Pressed(Action):
    """A chord, as it is written in suites."""

    chord: str


@dataclass(frozen=True)
class Clicked(Action):
    """A click.

    Args:
        x: Where, as a share of the screen's width.
        y: Where, as a share of its height.
        button: The button.
        count: How often.
        clear: The last screen on which the pointer was elsewhere; None if there was none.
    """

    x: float
    y: float
    button: Button
    count: int
    clear: Frame | None


@dataclass(frozen=True)
class Dragged(Action):
    """A way of the mouse with a button held.

    Args:
        path: Its points, as shares of the screen.
        button: The button.
    """

    path: Sequence[tuple[float, float]]
    button: Button


@dataclass(frozen=True)
class Scrolled(Action):
    """Turns of the wheel.

    Args:
        x: Where, as a share of the screen's width.
        y: Where, as a share of its height.
        direction: Where to: up, down, left, right.
        steps: How many.
    """

    x: float
    y: float
    direction: str
    steps: int


@dataclass(frozen=True)
class Power(Action):
    """The target's power was switched, as a keyword does it.

    Args:
        keyword: The keyword.
        graceful: Whether the operating system was asked.
    """

    keyword: str
    graceful: bool = False


def actions(inputs: Iterable[Input], layout: Layout, *, caps_lock: bool = False) -> list[Action]:
    """What a person did.

    Args:
        inputs: What was sent, in order.
        layout: The keyboard layout that the target is set to.
        caps_lock: Whether its Caps Lock was on at the beginning.

    Returns:
        The actions in order. Caps Lock is none of them: texts are as the target saw them.
    """
    reading = _Reading(layout, caps_lock=caps_lock)
    done = [action for each in inputs for action in reading.read(each)]
    return _with_double_clicks([*done, *reading.end()])


def chord_of(keystroke: Keystroke) -> str:
    """A keystroke as suites write it."""
    held = [code for code in MODIFIERS if code in keystroke.modifiers]
    return "+".join(_named(code) for code in (*held, keystroke.code))


def _named(code: str) -> str:
    return _CUSTOMARY.get(code) or code.removeprefix("Key").removeprefix("Digit")


class _Reading:
    """Puts together what belongs together."""

    def __init__(self, layout: Layout, *, caps_lock: bool) -> None:
        self._decoder = Decoder(layout, caps_lock=caps_lock)
        self._typed: Typed | None = None
        self._held: list[Pointed] = []
        self._seen: list[Pointed] = []

    def read(self, each: Input) -> Iterator[Action]:
        if isinstance(each, Keyed):
            yield from self._key(each)
        elif isinstance(each, Pointed):
            yield from self._point(each)
        elif isinstance(each, Switched):
            yield from self.end()
            yield Power(each.at, each.at, each.frame, each.keyword, each.graceful)

    def end(self) -> Iterator[Action]:
        """What was not finished."""
        if self._typed is not None and self._typed.text:
            yield self._typed
        self._typed = None

    def _key(self, each: Keyed) -> Iterator[Action]:
        key, typed = each.keystroke, self._typed
        self._seen.clear()
        if key.code == "CapsLock":
            self._decoder.caps_lock = not self._decoder.caps_lock
            return
        if typed is not None and (each.secret != typed.secret or each.at - typed.ended > _THOUGHT):
            yield from self.end()
            typed = None
        if typed is not None and key == Keystroke("Backspace") and typed.text:
            self._typed = replace(typed, text=typed.text[:-1], ended=each.at)
            return
        text = self._decoder.typed(key.code, key.modifiers)
        if self._decoder.is_waiting and not text:
            return
        if typed is None and (not text or text in _LINE_ENDS or text == " ") and not (each.secret and text):
            yield Pressed(each.at, each.at, each.frame, chord_of(key))
        elif not text:
            yield from self.end()
            yield Pressed(each.at, each.at, each.frame, chord_of(key))
        else:
            begun = typed or Typed(each.at, each.at, each.frame, "", each.secret)
            self._typed = replace(begun, text=begun.text + text, ended=each.at)
            if text[-1] in _LINE_ENDS:
                yield from self.end()

    def _point(self, each: Pointed) -> Iterator[Action]:
        self._seen.append(each)
        event, before = each.event, each.before
        if event.wheel or event.pan or event.buttons != before.buttons:
            # What is typed and what is clicked is not done at once.
            yield from self.end()
        if event.wheel or event.pan:
            name = ("up" if event.wheel < 0 else "down") if event.wheel else ("left" if event.pan < 0 else "right")
            yield Scrolled(each.at, each.at, each.frame, event.x, event.y, name, 1)
        if self._held:
            self._held.append(each)
            if not event.buttons:
                yield self._gesture()
        elif event.buttons:
            self._held = [each]

    def _gesture(self) -> Action:
        held, self._held = self._held, []
        first, last = held[0], held[-1]
        button = Button(first.event.buttons & -first.event.buttons)
        path = [(each.event.x, each.event.y) for each in held]
        x, y = path[0]
        clear = next((each.frame for each in reversed(self._seen) if each.frame and _is_away(each, x, y)), None)
        self._seen.clear()
        if all(max(abs(other_x - x), abs(other_y - y)) <= _STILL for other_x, other_y in path):
            return Clicked(first.at, last.at, first.frame, x, y, button, 1, clear)
        return Dragged(first.at, last.at, first.frame, tuple(path), button)


def _is_away(each: Pointed, x: float, y: float) -> bool:
    return max(abs(each.before.x - x), abs(each.before.y - y)) > _HIDDEN


def _with_double_clicks(done: Sequence[Action]) -> list[Action]:
    """Two clicks at one place as a double click, and turns of the wheel in one way as one."""
    joined: list[Action] = []
    for action in done:
        last = joined[-1] if joined else None
        if isinstance(action, Clicked) and isinstance(last, Clicked) and _are_one(last, action):
            joined[-1] = replace(last, count=last.count + 1, ended=action.ended)
        elif isinstance(action, Scrolled) and isinstance(last, Scrolled) and last.direction == action.direction:
            joined[-1] = replace(last, steps=last.steps + 1, ended=action.ended)
        else:
            joined.append(action)
    return joined


def _are_one(first: Clicked, second: Clicked) -> bool:
    apart = max(abs(first.x - second.x), abs(first.y - second.y))
    return first.button is second.button and second.at - first.ended <= _DOUBLE and apart <= _STILL
