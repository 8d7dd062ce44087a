"""A recording that is going on: what is sent is noted, and told as the text of a suite."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, HasLeds
from TinyPilotLibrary.errors import TinyPilotError
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US, Layout
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.studio.recording.actions import Action, actions
from TinyPilotLibrary.studio.recording.hammering import with_hammering
from TinyPilotLibrary.studio.recording.inputs import Input, Keyed, Pointed, Switched
from TinyPilotLibrary.studio.recording.sight import Cut, Sight
from TinyPilotLibrary.studio.recording.steps import Recorded, StepWriter
from TinyPilotLibrary.studio.recording.suite_text import Heading, secrets_of, suite_text
from TinyPilotLibrary.studio.recording.watched_device import WatchedDevice
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame


@dataclass(frozen=True)
class Recording:
    """What was recorded by now.

    Args:
        version: Another number whenever something has come.
        name: The name of the suite.
        is_on: Whether it goes on.
        is_secret: Whether what is typed now is a password.
        text: The text of the suite.
        cuts: The templates that it needs, by the names that locators have for them.
        secrets: What its text does not tell, by the names of variables.
    """

    version: int
    name: str
    is_on: bool
    is_secret: bool
    text: str
    cuts: dict[str, Cut]
    secrets: dict[str, str]


class Recorder:
    """Records what is done with a device. Input is noted in whichever thread sends it.

    Args:
        reader: Reads screens; for this recorder alone.
        now: Returns the time in seconds.
    """

    def __init__(self, reader: ScreenReader | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._sight = Sight(reader or ScreenReader())
        self._now = now
        self._noting, self._writing = threading.Lock(), threading.Lock()
        self._device: WatchedDevice | None = None
        self._inputs: list[Input] = []
        self._version = 0
        self._is_on = self._is_secret = self._caps_lock = False
        self._layout: Layout = US
        self._heading = Heading("")
        self._name = ""
        self._frame: Frame | None = None
        self._writer = StepWriter(self._sight, "")
        self._written = 0
        self._told: tuple[int, Recorded] | None = None

    def of(self, device: Device) -> Device:
        """A device whose input is noted while a recording goes on.

        Args:
            device: The device; closing the other one closes it.
        """
        self._device = WatchedDevice(device, self._keyed, self._pointed, self._switched)
        return self._device

    def start(self, name: str, heading: Heading, layout: Layout) -> None:
        """Starts a recording; the one before is forgotten.

        Args:
            name: The name of the suite, and of the folder of its templates.
            heading: What the suite says of itself.
            layout: The keyboard layout that the target is set to.
        """
        device = self._device
        if device is None:
            return
        lights = capability_of(device, HasLeds)
        caps_lock = False
        with suppress(TinyPilotError):
            caps_lock = bool(lights and lights.leds().caps_lock)
        with suppress(TinyPilotError):
            device.frame()
        with self._writing, self._noting:
            self._inputs, self._written, self._told = [], 0, None
            self._writer = StepWriter(self._sight, name)
            self._name, self._heading, self._layout, self._caps_lock = name, heading, layout, caps_lock
            self._is_on, self._is_secret = True, False
            self._version += 1

    def mark_secret(self, *, secret: bool) -> None:
        """Says whether what is typed from now on is a password."""
        with self._noting:
            self._is_secret = secret
            self._version += 1

    def stop(self) -> None:
        """Ends the recording, with what is on the screen."""
        device, ended = self._device, self._now()
        if device is not None:
            with suppress(TinyPilotError):
                device.frame()
        with self._writing:
            with self._noting:
                if not self._is_on:
                    return
                self._is_on = self._is_secret = False
                self._version += 1
                version, done = self._version, self._actions()
            for action in done[self._written :]:
                self._writer.write(action)
            self._written = len(done)
            self._writer.end(self._seen(), ended)
            self._told = version, self._writer.recorded

    def recording(self) -> Recording:
        """What was recorded by now."""
        with self._writing:
            with self._noting:
                version, done = self._version, self._actions() if self._is_on else []
                told = Recording(version, self._name, self._is_on, self._is_secret, "", {}, {})
            if self._told is None or self._told[0] != version:
                self._told = version, self._write(done) if told.is_on else self._writer.recorded
            steps, cuts = with_hammering(self._told[1].steps), self._told[1].cuts
        heading = self._heading if cuts else replace(self._heading, templates="")
        return replace(told, text=suite_text(heading, steps), cuts=cuts, secrets=secrets_of(steps))

    def _write(self, done: list[Action]) -> Recorded:
        # The last one may still grow: it is written to see it, and once more when the next one has come.
        for action in done[self._written : -1]:
            self._writer.write(action)
        self._written = max(self._written, len(done) - 1)
        writer = self._writer.copy()
        for action in done[self._written :]:
            writer.write(action)
        return writer.recorded

    def _actions(self) -> list[Action]:
        return actions(self._inputs, self._layout, caps_lock=self._caps_lock)

    def _keyed(self, keystroke: Keystroke) -> None:
        self._note(Keyed(self._now(), self._seen(), keystroke, self._is_secret))

    def _pointed(self, event: PointerEvent, before: PointerEvent) -> None:
        self._note(Pointed(self._now(), self._seen(), event, before))

    def _switched(self, keyword: str, graceful: bool) -> None:  # noqa: FBT001 - a callback
        self._note(Switched(self._now(), self._seen(), keyword, graceful))

    def _note(self, each: Input) -> None:
        with self._noting:
            if self._is_on:
                self._inputs.append(each)
                self._version += 1

    def _seen(self) -> Frame | None:
        """The screen that was seen last; many inputs share it."""
        seen = self._device.seen if self._device else None
        if seen is None:
            return None
        known = self._frame
        if known is None or known.identity != seen.identity:
            # Its pixels are decoded when it is read, and not kept for a whole recording.
            known = self._frame = seen.bare()
        return known
