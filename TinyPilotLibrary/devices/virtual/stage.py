"""A stage: what has the virtual computer's screen, and takes its keys and its pointer."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from PIL import Image

from TinyPilotLibrary.devices.virtual.keyboard import KeyPress
from TinyPilotLibrary.hid.pointer import PointerEvent

if TYPE_CHECKING:
    from TinyPilotLibrary.devices.virtual.computer import VirtualComputer


class Stage(ABC):
    """What has the screen, and takes keys and pointer."""

    def __init__(self, computer: "VirtualComputer") -> None:
        self.computer = computer

    def enter(self) -> None:
        """The stage begins: the place to set timers."""

    def key(self, press: KeyPress) -> None:
        """A key went down."""

    def point(self, event: PointerEvent, before: PointerEvent) -> None:
        """The pointer moved, or a button or the wheel did."""

    @abstractmethod
    def draw(self) -> Image.Image:
        """The screen now."""


class Off(Stage):
    """No power."""

    def draw(self) -> Image.Image:
        """Nothing but black."""
        return Image.new("RGB", (720, 400))
