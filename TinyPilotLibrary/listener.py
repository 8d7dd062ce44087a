"""What the library hears of a run: where suites and tests begin and end, and that a keyword has failed."""

from collections.abc import Callable

from robot import result, running
from robot.api import logger

from TinyPilotLibrary.errors import ConfigurationError, DeviceError
from TinyPilotLibrary.evidence.log_pictures import Evidence
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.settings import Scope

# After a failure the last frame that was looked at is what failed; an older one would mislead.
_STILL_TRUE = 1.0


class FailureListener:
    """Takes a picture when a keyword of this library fails, and tells the session about suites and tests.

    A listener of version 3, because only that sees test timeouts, and logs inside the keyword that failed.

    Args:
        session: The open devices.
        evidence: Where pictures go.
        is_ours: Tells whether a library object is this library.
        wanted: Whether pictures are wanted.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(
        self, session: Session, evidence: Evidence, is_ours: Callable[[object], bool], *, wanted: bool
    ) -> None:
        self._session = session
        self._evidence = evidence
        self._is_ours = is_ours
        self._wanted = wanted

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Settings and devices of the suite begin."""
        self._session.begin(Scope.SUITE)

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Settings go back, devices of the suite are closed."""
        self._session.end()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Settings and devices of the test begin."""
        self._session.begin(Scope.TEST)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Settings go back, devices of the test are closed."""
        self._session.end()

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """Shows the screen inside a keyword of this library that failed. A dry run opens no device to show."""
        if self._wanted and result.failed and self._is_ours(implementation.owner.instance):
            self._show_screen()

    def close(self) -> None:
        """Everything is over: all devices are closed."""
        self._session.close_all()

    def _show_screen(self) -> None:
        item = self._session.current_if_open
        if item is None:
            return
        try:
            last = item.screen.last
            fresh = last is not None and self._session.clock.now() - last.captured_at < _STILL_TRUE
            frame = last if last is not None and fresh else item.screen.frame()
            for missed in item.screen.texts_missed(frame):
                logger.info(missed, html=True)
            path, marked = self._evidence.save(frame), item.screen.with_marks(frame)
            title = f"The screen of {item.alias} at the failure"
            if marked is None:
                self._evidence.link(path, title)
            else:
                self._evidence.link(self._evidence.save(marked), title, unmarked=path)
        except (ConfigurationError, DeviceError) as error:
            logger.info(f"There is no picture of the screen at the failure: {error}")
