"""Waiting for the target's video signal, and for the device itself."""

from TinyPilotLibrary.errors import CorruptFrame, DeviceError, DeviceUnreachable, NotOnScreen, NoVideoSignal
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching.watch import Tally, Watch


class Signal(Watch):
    """Watches whether there is a picture at all."""

    def shows_video(self) -> Frame:
        """Waits until the target sends a picture.

        Returns:
            The first frame.

        Raises:
            NotOnScreen: If there was none in time.
        """
        tally = Tally()
        frame = self._watch("a video signal", lambda frame: frame, tally)
        if frame is None:
            told = f" {tally.summary(self._clock.now())}" if tally.unreachable else ""
            raise NotOnScreen(f"The target sent no video signal within {self._timeout:g} s.{told}")
        return frame

    def loses_video(self) -> None:
        """Waits until the target no longer sends a picture.

        Raises:
            NotOnScreen: If it still sends one after the timeout.
        """
        tally = Tally()

        def look(timeout: float) -> bool | None:
            try:
                tally.see(self._screen.newer(timeout), self._clock.now())
            except NoVideoSignal:
                return True
            except CorruptFrame:
                # A part of a picture is a picture.
                tally.blind_since = tally.unreachable = None
            except DeviceUnreachable as error:
                self._survive(error, tally)
            return None

        if self._until("the video signal to go", look, tally=tally) is not None:
            return
        if tally.unreachable is not None:
            raise NotOnScreen(
                f"Could not tell whether the target still sends a video signal after {self._timeout:g} s. "
                f"{tally.summary(self._clock.now())}"
            )
        raise NotOnScreen(f"The target still sends a video signal after {self._timeout:g} s.")

    def device_answers(self) -> None:
        """Waits until the device answers; a target without video is an answer too.

        Raises:
            DeviceError: The last error, if it did not answer in time.
        """
        failure: DeviceError | None = None

        def look(_: float) -> bool | None:
            nonlocal failure
            try:
                self._screen.frame()
            except (NoVideoSignal, CorruptFrame):
                return True
            except DeviceError as error:
                failure = error
                return None
            return True

        # It does not wait for a newer frame.
        if self._until("the device to answer", look, look_waits=False) is None and failure is not None:
            raise failure
