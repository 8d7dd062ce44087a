"""The virtual computer for unit tests: with a clock that is moved by hand, and asked as often as one likes."""

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.watching.wait_until import Clock


@dataclass
class HandClock:
    """A clock that goes only when somebody sleeps on it.

    It begins with the time that frames are stamped with.
    """

    time: float = field(default_factory=time.monotonic)
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


class PolledDevice:
    """The virtual computer behind what every device can do, and nothing more, as with plain REST.

    Args:
        hand: The clock.
        graphics: The resolution of the desktop.
    """

    def __init__(self, hand: HandClock, graphics: Size = Size(1024, 768)) -> None:  # noqa: B008 - immutable
        self.name = "polled:"
        self.virtual = VirtualDevice(VirtualComputer(graphics, hand.now), clock=hand.now)
        self.frames = 0

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        self.virtual.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        self.virtual.point(events)

    def frame(self) -> Frame:
        self.frames += 1
        return self.virtual.frame()

    def release(self) -> None:
        self.virtual.release()

    def close(self) -> None:
        self.virtual.close()

    @property
    def pressed(self) -> list[str]:
        """The keys that went down, in order."""
        return [key[1:] for key in self.virtual.computer.keyboard.received if key.startswith("+")]


class ShownDevice:
    """A device that shows what a test has drawn, and takes no keys.

    Args:
        name: What it is called.
        draw: Draws what it shows now.
        hand: The clock.
        jpeg: The quality of JPEG; PNG if not given.
    """

    def __init__(self, name: str, draw: Callable[[], Image.Image], hand: HandClock, jpeg: int | None = None) -> None:
        self.name = name
        self._draw = draw
        self._hand = hand
        self._jpeg = jpeg

    def frame(self) -> Frame:
        return frame_of_picture(self._draw(), self._jpeg, self._hand.now())

    def type(self, keystrokes: object) -> None: ...

    def point(self, events: object) -> None: ...

    def release(self) -> None: ...

    def close(self) -> None: ...


def frame_of_picture(picture: Image.Image, jpeg: int | None = None, captured_at: float | None = None) -> Frame:
    """A picture as a frame: PNG, or JPEG of some quality."""
    data = io.BytesIO()
    if jpeg:
        picture.save(data, "JPEG", quality=jpeg)
    else:
        # A little larger, and much sooner.
        picture.save(data, "PNG", compress_level=1)
    return Frame.read(data.getvalue(), captured_at)


def type_text(computer: VirtualComputer, codes: Iterable[str]) -> None:
    """Presses keys one after the other."""
    for code in codes:
        computer.press(code)
        computer.lift(code)


def crop(computer: VirtualComputer, box: tuple[int, int, int, int], file: Path) -> str:
    """Cuts a template out of the screen: left, top, right, bottom. Gives the file's name."""
    computer.draw().crop(box).save(file)
    return file.name
