"""The virtual computer: power, what it remembers, and the stage it is in.

A stage is what has the screen: the power-on test, the setup, the login, the desktop. The computer passes keys and the
pointer to it and draws it. What time alone does (a countdown, a blinking cursor, a clock) is a timer; timers run when
somebody looks or acts, in the order in which they were due, so that an injected clock makes every run the same.
"""

import heapq
import itertools
import time
from collections.abc import Callable

from PIL import Image

from TinyPilotLibrary.devices.virtual.firmware import PowerOnTest
from TinyPilotLibrary.devices.virtual.keyboard import Keyboard
from TinyPilotLibrary.devices.virtual.stage import Off, Stage
from TinyPilotLibrary.devices.virtual.stored_settings import Settings, Speed
from TinyPilotLibrary.hid.layouts import US, Layout
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.vision.geometry import Size


class VirtualComputer:
    """A computer that is a state machine: firmware, boot menu, text login and a desktop, drawn as pictures.

    It begins switched on, in its power-on test.

    Args:
        graphics: The resolution of the desktop.
        clock: Gives the time in seconds.
        speed: How long things take.
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
        """Switches it on; nothing happens if it is."""
        if self.is_off:
            self.restart()

    def reset(self) -> None:
        """What the reset button does; nothing without power."""
        if not self.is_off:
            self.restart()

    def power_off(self) -> None:
        """Cuts its power. The firmware's settings stay."""
        self.begin(Off(self))

    def restart(self) -> None:
        """Begins anew with the power-on test."""
        self.keyboard.reset()
        self.begin(PowerOnTest(self))

    def begin(self, stage: Stage) -> None:
        """Gives the screen to another stage."""
        self._timers.clear()
        self.stage = stage
        self.keyboard.set_layout(self.layout if stage.is_system else US)
        self.version += 1
        stage.enter()

    # Input

    def press(self, code: str) -> None:
        """A key goes down."""
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
        """A key goes up."""
        self.advance()
        self.keyboard.lift(code)

    def point(self, event: PointerEvent) -> None:
        """The pointer moves, or its buttons or wheel do."""
        self.advance()
        before, self.pointer = self.pointer, event
        self.version += 1
        self.stage.point(event, before)

    # Time

    def now(self) -> float:
        """The computer's time in seconds; while a timer runs, the time at which it was due."""
        return self._clock() if self._running is None else self._running

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Does something later, unless another stage has begun by then.

        Args:
            seconds: How much later.
            action: What is done.
        """
        heapq.heappush(self._timers, (self.now() + seconds, next(self._order), action))

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        """Does something again and again, until another stage begins.

        Args:
            seconds: The pause before the first time, and between two times.
            action: What is done.
        """

        def again() -> None:
            action()
            self.after(seconds, again)

        self.after(seconds, again)

    def advance(self) -> None:
        """Does everything that was due by now, each at its own time: what an action sets counts from there."""
        now = self._clock()
        while self._timers and self._timers[0][0] <= now:
            self._running, _, action = heapq.heappop(self._timers)
            self.version += 1
            try:
                action()
            finally:
                self._running = None

    def due(self) -> float | None:
        """When the picture will next change by itself, by the computer's clock; None if it will not."""
        return self._timers[0][0] if self._timers else None

    # Screen

    @property
    def is_off(self) -> bool:
        """Whether it has no power, and so sends no video signal."""
        return isinstance(self.stage, Off)

    def draw(self) -> Image.Image:
        """The screen as it is now; black without power."""
        self.advance()
        return self.stage.draw()
