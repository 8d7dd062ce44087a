"""The virtual computer: its power, its stored settings, and its current stage.

A stage owns the screen: the power-on test, the setup, the login, the desktop. The computer passes keys and pointer
events to it and draws it. Time-driven changes (a countdown, a blinking cursor, a clock) are timers; they run on the
next look or input, in the order in which they were due, so that an injected clock makes every run identical.
"""

import heapq
import itertools
import time
from collections.abc import Callable

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import Keyboard
from TinyPilotLibrary.devices.virtual.firmware import PowerOnTest
from TinyPilotLibrary.devices.virtual.stage import Off, Stage
from TinyPilotLibrary.devices.virtual.stored_settings import Settings, Speed
from TinyPilotLibrary.hid.layouts import US, Layout
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.vision.geometry import Size


class VirtualComputer:
    """A computer that is a state machine: firmware, boot menu, text login and a desktop, drawn as pictures.

    It starts switched on, in its power-on test.

    Args:
        graphics: The resolution of the desktop.
        clock: Returns the time in seconds.
        speed: The durations of its actions.
        settings: What its firmware has stored; the defaults if not given.
        layout: The keyboard layout of its operating system.

    ```python
    computer = VirtualComputer()
    computer.press("F2"); computer.lift("F2")
    picture = computer.draw()
    ```
    """

    def __init__(
        self,
        graphics: Size = Size(1024, 768),  # noqa: B008 - immutable
        clock: Callable[[], float] = time.monotonic,
        speed: Speed = Speed(),  # noqa: B008 - immutable
        settings: Settings | None = None,
        layout: Layout = US,
    ) -> None:
        self.graphics = graphics
        self.speed = speed
        self.settings = settings or Settings()
        self.layout = layout
        self.keyboard = Keyboard()
        self.pointer = REST
        self.stage: Stage = Off(self)
        #: Counts everything that may have changed the picture.
        self.version = 0
        self._clock = clock
        self._running: float | None = None
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.power_on()

    # Power

    def power_on(self) -> None:
        """Switches it on; does nothing if it is on."""
        if self.is_off:
            self.restart()

    def reset(self) -> None:
        """Presses the reset button; does nothing without power."""
        if not self.is_off:
            self.restart()

    def power_off(self) -> None:
        """Cuts its power. The firmware's settings are kept."""
        self.begin(Off(self))

    def restart(self) -> None:
        """Starts again with the power-on test."""
        self.keyboard.reset()
        self.begin(PowerOnTest(self))

    def begin(self, stage: Stage) -> None:
        """Switches to another stage."""
        self._timers.clear()
        self.stage = stage
        self.keyboard.set_layout(self.layout if stage.is_system else US)
        self.version += 1
        stage.enter()

    # Input

    def press(self, code: str) -> None:
        """Presses a key."""
        self.advance()
        press = self.keyboard.press(code)
        if press is None:
            return
        if press.code == "Delete" and press.control and press.alt:
            self.reset()
            return
        self.version += 1
        self.stage.key(press)

    def lift(self, code: str) -> None:
        """Releases a key."""
        self.advance()
        self.keyboard.lift(code)

    def point(self, event: PointerEvent) -> None:
        """Moves the pointer, or changes its buttons or wheel."""
        self.advance()
        before, self.pointer = self.pointer, event
        self.version += 1
        self.stage.point(event, before)

    # Time

    def now(self) -> float:
        """The computer's time in seconds; while a timer runs, the time at which it was due."""
        return self._clock() if self._running is None else self._running

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Runs an action later, unless another stage has started by then.

        Args:
            seconds: How much later.
            action: The action.
        """
        heapq.heappush(self._timers, (self.now() + seconds, next(self._order), action))

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        """Repeats an action until another stage starts.

        Args:
            seconds: The interval, also before the first time.
            action: The action.
        """

        def again() -> None:
            action()
            self.after(seconds, again)

        self.after(seconds, again)

    def advance(self) -> None:
        """Runs all timers that are due, each at its own time: timers that it starts count from that time."""
        now = self._clock()
        while self._timers and self._timers[0][0] <= now:
            self._running, _, action = heapq.heappop(self._timers)
            self.version += 1
            try:
                action()
            finally:
                self._running = None

    def due(self) -> float | None:
        """When the picture will change next without input, by the computer's clock; None if it will not."""
        return self._timers[0][0] if self._timers else None

    # Screen

    @property
    def is_off(self) -> bool:
        """Whether it is off, and therefore sends no video signal."""
        return isinstance(self.stage, Off)

    def draw(self) -> Image.Image:
        """The screen as it is now; black without power."""
        self.advance()
        return self.stage.draw()
