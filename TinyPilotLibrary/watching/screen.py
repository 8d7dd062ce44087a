"""The screen of one device: the frames that were seen, and the one before the last input."""

from collections.abc import Callable
from contextlib import suppress

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable
from TinyPilotLibrary.evidence.events import DeviceUsed, FrameSeen, ScreenLost
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Size

# In seconds. A frame that is older is taken anew before an input: to compare with afterwards, and for the size.
_FRESH = 1.0


class Screen:
    """Looks at a device's screen and remembers what it saw.

    Args:
        device: The device.
        now: Gives the time in seconds, by the clock of the frames.
        name: What people call it: the device's alias; the device's own name if not given.
        journal: Records that the device is used; one that nobody reads if not given.
    """

    def __init__(
        self, device: Device, now: Callable[[], float], name: str = "", journal: Journal | None = None
    ) -> None:
        #: What people call it.
        self.name = name or device.name
        self._device = device
        self._now = now
        self._journal = journal or Journal()
        # Why it could not be seen the last time; empty if it could.
        self._lost = ""
        #: The last frame that was seen; None if there was none yet, or no video signal.
        self.last: Frame | None = None
        #: The screen before the last input; None if nothing was seen then.
        self.before_input: Frame | None = None
        #: Where the pointer was then and has been since, as fractions of the screen.
        self.pointer_places: list[tuple[float, float]] = []
        #: Where the pointer is, as fractions of the screen; None if it is not known, or parked.
        self.pointer: tuple[float, float] | None = None

    def frame(self) -> Frame:
        """The screen as it is now.

        Raises:
            NoVideoSignal: If the target sends no picture.
            DeviceError: If the device cannot give it.
        """
        return self._take(self._device.frame)

    def newer(self, timeout: float) -> Frame:
        """The screen as soon as there is a newer frame, where the device can tell; otherwise as it is now.

        Args:
            timeout: How long to wait for a newer frame, in seconds.

        Raises:
            NoVideoSignal: If the target sends no picture.
            DeviceError: If the device cannot give it.
        """
        return self._take(lambda: self._newer(timeout))

    def _newer(self, timeout: float) -> Frame:
        able = capability_of(self._device, NotifiesFrames)
        last = self.last
        if able is None or last is None or timeout <= 0:
            return self._device.frame()
        return able.next_frame(last, timeout)

    @property
    def waits_for_frames(self) -> bool:
        """Whether the device can tell when there is a newer frame; one that cannot be asked tells nothing."""
        try:
            return capability_of(self._device, NotifiesFrames) is not None
        except DeviceUnreachable:
            return False

    def fractions(self, place: Point, offset: Point | None = None) -> tuple[float, float]:
        """A place as fractions of the screen; it is looked at only if its size is needed.

        Args:
            place: The place, in pixels or fractions.
            offset: How far from it, in pixels or fractions.

        Returns:
            x and y from 0.0 to 1.0.

        Raises:
            LocatorError: If the place is not on the screen.
        """
        if offset is None and isinstance(place.x, float) and isinstance(place.y, float):
            return place.fractions(Size(1, 1))
        # Pixels of an older frame may be of a resolution that the screen no longer has.
        return place.fractions(self._fresh().size, offset)

    def remember_before_input(self) -> None:
        """Remembers how the screen looks before an input, so that the change after it cannot be missed.

        A fresh last frame is used as it is, so that a series of inputs does not take a picture each.
        """
        with suppress(DeviceError):
            self._fresh()
        if self.before_input is not self.last:
            self.pointer_places = []
        self.before_input = self.last

    def remember_pointer(self, *places: tuple[float, float]) -> None:
        """Remembers where the pointer is with an input: what changes there may be the pointer itself.

        Args:
            *places: Its places, as fractions of the screen.
        """
        self.pointer_places += places
        self.pointer = places[-1]

    def forget(self) -> None:
        """What was seen counts no more: the target was switched, and its picture of before may not be looked at."""
        self.last = None

    def _fresh(self) -> Frame:
        self._journal.write(DeviceUsed(self.name))
        old = self.last is None or self._now() - self.last.captured_at > _FRESH
        if old or self.last is None:
            return self.frame()
        self._journal.see_again(self.name, self.last)
        return self.last

    def _take(self, take: Callable[[], Frame]) -> Frame:
        self._journal.write(DeviceUsed(self.name))
        try:
            frame = take()
        except DeviceError as error:
            # What is on the screen now is not known.
            self.last = None
            if self._lost != str(error):
                self._lost = str(error)
                self._journal.write(ScreenLost(self.name, self._lost))
            raise
        self._lost = ""
        # Where the picture is the same, its decoded pixels are.
        if self.last is not None and self.last.identity == frame.identity:
            self.last = self.last.seen_again(frame.captured_at, frame.sequence)
            self._journal.see_again(self.name, self.last)
        else:
            self.last = frame
            self._journal.write(FrameSeen(self.name, frame))
        return self.last
