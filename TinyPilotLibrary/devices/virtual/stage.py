"""A stage: it owns the virtual computer's screen and handles its keys and pointer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.stored_settings import Settings, Speed
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size


class Machine(Protocol):
    """The computer as its stages see it; only the computer knows which stages there are."""

    graphics: Size
    speed: Speed
    settings: Settings
    pointer: PointerEvent

    def begin(self, stage: "Stage") -> None:
        """Switches to another stage."""
        ...

    def restart(self) -> None:
        """Starts again with the power-on test."""
        ...

    def power_off(self) -> None:
        """Cuts the power."""
        ...

    def now(self) -> float:
        """The computer's time in seconds."""
        ...

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Runs an action later, unless another stage has started by then.

        Args:
            seconds: How much later.
            action: The action.
        """
        ...

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        """Repeats an action until another stage starts.

        Args:
            seconds: The interval, also before the first time.
            action: The action.
        """
        ...


class Stage(ABC):
    """The owner of the screen, which handles keys and pointer.

    Args:
        computer: The computer whose screen it owns.
    """

    #: Whether it is the operating system, which has a keyboard layout; firmware only has the US layout.
    is_system = False

    def __init__(self, computer: Machine) -> None:
        self.computer = computer

    def enter(self) -> None:
        """Starts the stage: the place to set timers."""

    def key(self, press: KeyPress) -> None:
        """Handles a key press."""

    def point(self, event: PointerEvent, before: PointerEvent) -> None:
        """Handles a change of the pointer, its buttons or its wheel.

        Args:
            event: The pointer now.
            before: The pointer before.
        """

    @abstractmethod
    def draw(self) -> Image.Image:
        """The current screen."""


class Off(Stage):
    """No power."""

    def draw(self) -> Image.Image:
        """A black screen."""
        return Image.new("RGB", (720, 400))
