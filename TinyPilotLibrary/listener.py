"""What the library learns about a run: where suites and tests begin and end, and that a keyword has failed."""

from collections.abc import Callable

from robot import result, running
from robot.api import logger

from TinyPilotLibrary.errors import ConfigurationError, DeviceError
from TinyPilotLibrary.evidence.events import KeywordBegan, KeywordEnded, Looked, Place, TestBegan, TestEnded
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import Evidence
from TinyPilotLibrary.evidence.look_pictures import marked_picture, texts_read
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.settings import Scope

# An older frame, in seconds, must not pass for the screen at the failure.
_STILL_TRUE = 1.0


class ScopeListener:
    """Tells the session where suites and tests begin and end.

    Args:
        session: The open devices and the settings.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, session: Session) -> None:
        self._session = session

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Settings and devices of the suite begin."""
        self._session.begin(Scope.SUITE)

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Settings are restored, devices of the suite are closed."""
        self._session.end()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Settings and devices of the test begin."""
        self._session.begin(Scope.TEST)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Settings are restored, devices of the test are closed."""
        self._session.end()

    def close(self) -> None:
        """The run is over: all devices are closed."""
        self._session.close_all()


class FailureListener:
    """Shows what a failed keyword of this library saw, inside that keyword.

    A listener of version 3, because only that sees test timeouts, and logs inside the keyword that failed.

    Args:
        session: The open devices.
        journal: Has recorded what the keyword saw.
        evidence: Saves pictures.
        is_ours: Tells whether a library object is this library.
        wanted: Whether to show pictures.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(
        self,
        session: Session,
        journal: Journal,
        evidence: Evidence,
        is_ours: Callable[[object], bool],
        *,
        wanted: bool,
    ) -> None:
        self._session = session
        self._journal = journal
        self._evidence = evidence
        self._is_ours = is_ours
        self._wanted = wanted

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """What happens from now on belongs to this test."""
        self._journal.write(TestBegan(result.full_name, _place_of(data)))

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """The test is over."""
        self._journal.write(TestEnded(result.full_name, result.status, result.message))

    def start_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """What happens from now on belongs to this keyword."""
        if self._is_ours(implementation.owner.instance):
            self._journal.write(KeywordBegan(implementation.full_name, _place_of(data)))

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """Shows what a failed keyword saw.

        A keyword that fails at its arguments, before it uses a device, says all there is to say in its message.
        """
        if not self._is_ours(implementation.owner.instance):
            return
        try:
            if self._wanted and result.failed and self._journal.used_device:
                self._show(self._journal.last_look)
        except (ConfigurationError, DeviceError) as error:
            logger.info(f"No picture of the screen at the failure: {error}")
        finally:
            self._journal.write(KeywordEnded(implementation.full_name, result.status, result.message))

    def _show(self, look: Looked | None) -> None:
        if look is None:
            self._show_screen()
            return
        age = self._session.clock.now() - look.frame.captured_at
        if age > _STILL_TRUE:
            logger.info(f"This is the last frame checked, {age:.0f} s before the failure.")
        for read in texts_read(look):
            logger.info(read, html=True)
        path, marked = self._evidence.save(look.frame), marked_picture(look)
        title = f"Screen of {look.device} at the failure"
        if marked is None:
            self._evidence.link(path, title)
        else:
            self._evidence.link(self._evidence.save(marked), title, unmarked=path)

    def _show_screen(self) -> None:
        """Shows the screen as it is, as nothing was looked for."""
        item = self._session.current_if_open
        if item is None:
            return
        last = item.screen.last
        fresh = last is not None and self._session.clock.now() - last.captured_at < _STILL_TRUE
        frame = last if last is not None and fresh else item.screen.frame()
        self._evidence.link(self._evidence.save(frame), f"Screen of {item.alias} at the failure")


def _place_of(data: running.TestCase | running.Keyword) -> Place:
    return Place(str(data.source or ""), data.lineno or 0)
