"""From what a person did to steps of a suite, with a wait wherever something new was on the screen."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from TinyPilotLibrary.hid.pointer import Button
from TinyPilotLibrary.studio.recording.actions import Action, Clicked, Dragged, Power, Pressed, Scrolled, Typed
from TinyPilotLibrary.studio.recording.sight import Cut, Sight
from TinyPilotLibrary.vision.frame import Frame

PRESS, WAIT = "Press Keys", "Wait Until Screen Contains"
#: In seconds, where a suite says nothing.
DEFAULT_TIMEOUT = 10
# A wait takes so many times as long as the person waited, and no less than the default.
_TIMEOUT_FACTOR = 3
_ROUNDED = 10
# Points of a line that was drawn may be left out if it passes them by less than this share of the screen.
_STRAIGHT = 0.003
# A line that is drawn again between fewer points is not the same to the pixel.
_DRAWN = 0.6
_ASKS_FOR_PASSWORD = re.compile(r"pass(word|phrase|code)|kennwort|passwort|mot de passe|contrase", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """A keyword with its arguments, as they are meant: nothing in them is escaped.

    Args:
        keyword: The keyword.
        values: Its positional arguments.
        options: Its named arguments.
        secret: What it types instead of arguments, if nobody may read that.
    """

    keyword: str
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    secret: str = ""


@dataclass(frozen=True)
class Recorded:
    """Steps, and the templates that they name.

    Args:
        steps: The steps in order.
        cuts: The templates by the names that locators have for them.
    """

    steps: Sequence[Step] = ()
    cuts: dict[str, Cut] = field(default_factory=dict)


class StepWriter:
    """Writes steps of actions, one after the other.

    Args:
        sight: Reads screens.
        name: The folder of the templates, as locators name it.
    """

    def __init__(self, sight: Sight, name: str) -> None:
        self._sight = sight
        self._name = name
        self._last: Action | None = None
        self._secrets: list[str] = []
        self._pointer = (0.5, 0.5)
        self._steps: list[Step] = []
        self._cuts: dict[str, Cut] = {}

    @property
    def recorded(self) -> Recorded:
        """What is written by now."""
        return Recorded(tuple(self._steps), dict(self._cuts))

    def write(self, action: Action) -> None:
        """Writes what was done, and the wait before it.

        Args:
            action: What was done.
        """
        target = self._target(action) if isinstance(action, Clicked) else ""
        # The power is switched whatever the screen shows.
        begins = isinstance(action, Power) and (self._last is None or isinstance(self._last, Power))
        wait = None if begins else self._wait(action.frame, action.at, target)
        if wait is not None:
            self._steps.append(wait)
        asked = wait is not None and bool(_ASKS_FOR_PASSWORD.search(" ".join(wait.values)))
        for step in self._written(action, target, asked=asked):
            self._add(step, joins=wait is None)
        if isinstance(action, Typed) and (action.secret or asked):
            self._secrets.append(action.text)
        if isinstance(action, Clicked | Scrolled):
            self._pointer = action.x, action.y
        elif isinstance(action, Dragged):
            self._pointer = action.path[-1]
        self._last = action

    def copy(self) -> "StepWriter":
        """Another one that has written the same, to see how it would go on."""
        other = copy(self)
        other._secrets, other._steps, other._cuts = list(self._secrets), list(self._steps), dict(self._cuts)  # noqa: SLF001
        return other

    def end(self, frame: Frame | None, at: float) -> None:
        """Writes what has come of the last action.

        Args:
            frame: The screen at the end.
            at: When it ends, in seconds of the clock.
        """
        wait = self._wait(frame, at, "") if self._last is not None else None
        if wait is not None:
            self._steps.append(wait)

    def _wait(self, now: Frame | None, at: float, target: str) -> Step | None:
        last = self._last
        if now is None:
            return None
        if last is None or isinstance(last, Power):
            # All of it is new. A click waits for its own target.
            waited = at - last.ended if last else 0.0
            return None if target else self._wait_for(self._sight.appeared(None, now, self._secrets), waited)
        if last.frame is None:
            return None
        waited = at - last.ended
        if target and not self._was_there(target, last.frame):
            return None
        if text := self._sight.appeared(last.frame, now, self._unwanted(last)):
            return self._wait_for(text, waited)
        # A text that is typed is shown; nothing else comes of it before its last key.
        if isinstance(last, Typed):
            return None
        if not isinstance(last, Dragged):
            cut = self._sight.changed(last.frame, now, self._pointer)
            return _waiting(self._kept("wait", cut), waited) if cut else None
        cut = self._sight.changed(last.frame, now, self._pointer, _DRAWN)
        return _waiting(self._kept("wait", cut), waited, ("threshold", str(_DRAWN))) if cut else None

    def _unwanted(self, last: Action) -> list[str]:
        """What is not waited for: what was just typed, and what nobody may read."""
        return [*self._secrets, *([last.text] if isinstance(last, Typed) else [])]

    def _wait_for(self, text: str, waited: float) -> Step | None:
        return _waiting(f"text:{text}", waited) if text else None

    def _was_there(self, target: str, before: Frame) -> bool:
        kind, _, text = target.partition(":")
        return kind != "text" or bool(self._sight.places(before, text))

    def _target(self, action: Clicked) -> str:
        """What a click was meant for: a text, else a piece of the screen, else the place."""
        if action.frame is None:
            return ""
        # Under the pointer nothing can be read, and what lights up there does so only under it.
        size = action.frame.size
        seen = [frame for frame in (action.clear, action.frame) if frame is not None and frame.size == size]
        x, y = min(int(action.x * size.width), size.width - 1), min(int(action.y * size.height), size.height - 1)
        if text := next(filter(None, (self._sight.text_at(frame, x, y) for frame in seen)), ""):
            return f"text:{text}"
        cut = next(filter(None, (self._sight.around(frame, x, y) for frame in seen)), None)
        return self._kept("click", cut) if cut else ""

    def _kept(self, kind: str, cut: Cut) -> str:
        number = 1 + sum(name.split("/")[-1].startswith(kind) for name in self._cuts)
        name = f"{self._name}/{kind}-{number}.png"
        self._cuts[name] = cut
        return name

    def _written(self, action: Action, target: str, *, asked: bool) -> Iterator[Step]:
        if isinstance(action, Power):
            yield Step(action.keyword, options=(("graceful", "True"),) * action.graceful)
        elif isinstance(action, Pressed):
            yield Step(PRESS, (action.chord,))
        elif isinstance(action, Typed):
            yield from _typing(action, asked=asked)
        elif isinstance(action, Scrolled):
            yield Step("Move Mouse To", (_point(action.x, action.y),))
            yield Step("Scroll", (action.direction, str(action.steps)))
        elif isinstance(action, Clicked):
            yield _clicking(action, target or _point(action.x, action.y))
        elif isinstance(action, Dragged):
            yield from _dragging(action)

    def _add(self, step: Step, *, joins: bool) -> None:
        last = self._steps[-1] if self._steps else None
        if joins and last is not None and last.keyword == step.keyword and not last.secret and not step.secret:
            if step.keyword == PRESS:
                self._steps[-1] = replace(last, values=last.values + step.values)
                return
            if step.keyword == "Type Text" and not last.values[0].endswith("\n"):
                self._steps[-1] = replace(last, values=(last.values[0] + step.values[0],))
                return
        self._steps.append(step)


def _waiting(locator: str, waited: float, *options: tuple[str, str]) -> Step:
    seconds = math.ceil(waited * _TIMEOUT_FACTOR / _ROUNDED) * _ROUNDED
    timeout = [("timeout", f"{seconds} s")] if seconds > DEFAULT_TIMEOUT else []
    return Step(WAIT, (locator,), (*options, *timeout))


def _typing(action: Typed, *, asked: bool) -> Iterator[Step]:
    if not (action.secret or asked):
        yield Step("Type Text", (action.text,))
        return
    # The key that ends the field is no part of the password.
    text = action.text.rstrip("\n\t")
    if text:
        yield Step("Type Text", secret=text)
    for end in action.text[len(text) :]:
        yield Step(PRESS, ("Enter" if end == "\n" else "Tab",))


def _clicking(action: Clicked, target: str) -> Step:
    if action.button is Button.LEFT and action.count <= 2:
        return Step("Double Click" if action.count > 1 else "Click", (target,))
    options = [] if action.count == 1 else [("count", str(action.count))]
    if action.button is Button.RIGHT and not options:
        return Step("Right Click", (target,))
    return Step("Click", (target,), (("button", str(action.button.name).lower()), *options))


def _dragging(action: Dragged) -> Iterator[Step]:
    path = _simplified(action.path)
    button = () if action.button is Button.LEFT else (str(action.button.name).lower(),)
    if len(path) == 2:
        options = tuple(("button", name) for name in button)
        yield Step("Drag", (_point(*path[0]), _point(*path[1])), options)
        return
    yield Step("Move Mouse To", (_point(*path[0]),))
    yield Step("Press Mouse Button", button)
    for x, y in path[1:]:
        yield Step("Move Mouse To", (_point(x, y),))
    yield Step("Release Mouse Button", button)


def _point(x: float, y: float) -> str:
    return f"point:{min(x, 0.9999):.4f},{min(y, 0.9999):.4f}"


def _simplified(path: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that a line needs to stay what it is, by Douglas and Peucker."""
    points = [point for index, point in enumerate(path) if index == 0 or point != path[index - 1]]
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distance(points[first], points[last])
        far = max(range(first + 1, last), key=lambda index: away(points[index]))
        if away(points[far]) > _STRAIGHT:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[index] for index in sorted(kept)]


def _distance(start: tuple[float, float], end: tuple[float, float]) -> Callable[[tuple[float, float]], float]:
    """How far points are from the line between two others."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy

    def away(point: tuple[float, float]) -> float:
        along = min(1.0, max(0.0, ((point[0] - x) * dx + (point[1] - y) * dy) / length)) if length else 0.0
        return math.hypot(point[0] - x - along * dx, point[1] - y - along * dy)

    return away
