"""A stage: what has the virtual computer's screen, and takes its keys and its pointer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol

from PIL import Image

from TinyPilotLibrary.devices.virtual.keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.stored_settings import Settings, Speed
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size


class Machine(Protocol):
    """The computer as its stages know it; which stages there are is the computer's business alone."""

    graphics: Size
    speed: Speed
    settings: Settings
    pointer: PointerEvent

    def begin(self, stage: "Stage") -> None:
        """Gives the screen to another stage."""
        ...

    def restart(self) -> None:
        """Begins anew with the power-on test."""
        ...

    def power_off(self) -> None:
        """Cuts the power."""
        ...

    def now(self) -> float:
        """The computer's time in seconds."""
        ...

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Does something later, unless another stage has begun by then.

        Args:
            seconds: How much later.
            action: What is done.
        """
        ...

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        """Does something again and again, until another stage begins.

        Args:
            seconds: The pause before it is done the first time and between two times.
            action: What is done.
        """
        ...


class Stage(ABC):
    """What has the screen, and takes keys and pointer.

    Args:
        computer: The computer whose screen it has.
    """

    #: Whether it is the operating system, which has a keyboard layout; firmware knows the American one alone.
    is_system = False

    def __init__(self, computer: Machine) -> None:
        self.computer = computer

    def enter(self) -> None:
        """The stage begins: the place to set timers."""

    def key(self, press: KeyPress) -> None:
        """A key went down."""

    def point(self, event: PointerEvent, before: PointerEvent) -> None:
        """The pointer moved, or a button or the wheel did.

        Args:
            event: How the pointer is now.
            before: How it was.
        """

    @abstractmethod
    def draw(self) -> Image.Image:
        """The screen now."""


class Off(Stage):
    """No power."""

    def draw(self) -> Image.Image:
        """Nothing but black."""
        return Image.new("RGB", (720, 400))
