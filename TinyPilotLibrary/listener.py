"""What the library learns about a run: where suites and tests begin and end, and that a keyword has failed."""

from collections.abc import Callable
from enum import Enum

from robot import result, running
from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn

from TinyPilotLibrary.devices.claims import name_suite
from TinyPilotLibrary.errors import ConfigurationError, DeviceError
from TinyPilotLibrary.evidence.events import KeywordBegan, KeywordEnded, Looked, Place, TestBegan, TestEnded
from TinyPilotLibrary.evidence.failure_block import STILL_TRUE, Failure, FailureBlock
from TinyPilotLibrary.evidence.film_block import film_block
from TinyPilotLibrary.evidence.film_recorder import Recorder
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.story import Story
from TinyPilotLibrary.evidence.template_reports import save_template_uses
from TinyPilotLibrary.evidence.template_use import TemplateUses
from TinyPilotLibrary.session.hang_up import end_on_hang_up
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.settings import Scope


class Embed(Enum):
    """Which pictures are in log.html itself, and not only beside it.

    `none`: none; log.html stays small. `failures`: those of failed keywords, for tools that take one file.
    """

    NONE = "none"
    FAILURES = "failures"


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
        end_on_hang_up()
        name_suite(result.full_name)
        self._session.begin(Scope.SUITE)

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Settings are restored, devices of the suite are closed."""
        self._session.end()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Settings and devices of the test begin."""
        self._session.begin(Scope.TEST)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """What is held is released, settings are restored, devices of the test are closed."""
        for sentence in self._session.let_go():
            logger.warn(sentence)
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
        files: Saves pictures.
        recorder: Makes films.
        is_ours: Tells whether a library object is this library.
        wanted: Whether to show pictures.
        embed: Which pictures are in log.html itself, too.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(
        self,
        session: Session,
        journal: Journal,
        files: LogPictures,
        recorder: Recorder,
        is_ours: Callable[[object], bool],
        *,
        wanted: bool,
        embed: Embed = Embed.NONE,
    ) -> None:
        self._session = session
        self._journal = journal
        self._files = files
        self._recorder = recorder
        self._block = FailureBlock(files, embeds=embed is Embed.FAILURES)
        self._is_ours = is_ours
        self._templates = TemplateUses()
        journal.follow(self._templates.follow, Looked)
        self._wanted = wanted
        self._was_told = False

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """Pictures of the run whose results this one replaces are removed."""
        if not BuiltIn().dry_run_active:
            self._files.begin()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """What happens from now on belongs to this test."""
        self._journal.write(TestBegan(result.full_name, _place_of(data)))

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """The test is over."""
        self._hide_secrets(result)
        self._journal.write(TestEnded(result.full_name, result.status, result.message))
        try:
            made = self._recorder.test_ended(result.status, result.message)
            if made is not None:
                logger.info(film_block(made.film, made.page, self._files, made.trace), html=True)
        except ConfigurationError as error:
            self._tell(f"There is no film of the test: {error}")

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:
        """What is known of templates so far is written."""
        try:
            page = save_template_uses(self._templates, self._files)
            if page is not None:
                result.metadata["Templates"] = f"[{self._files.link(page)}|How often each was found, with which scores]"
        except ConfigurationError as error:
            logger.warn(f"How templates did is not told: {error}")

    def close(self) -> None:
        """The run is over."""
        self._files.end()

    def log_message(self, message: result.Message) -> None:
        """No secret that was typed is written, whoever logs it."""
        self._hide_secrets(message)

    def end_body_item(self, data: object, result: result.Keyword) -> None:
        """What failed tells no secret."""
        self._hide_secrets(result)

    def _hide_secrets(self, item: result.Message | result.Keyword | result.TestCase) -> None:
        if not self._journal.secrets:
            return
        hidden = self._journal.secrets.hide(item.message or "")
        if hidden != item.message:
            item.message = hidden

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
        self._hide_secrets(result)
        if not self._is_ours(implementation.owner.instance):
            return
        try:
            if self._wanted and result.failed and self._journal.used_device:
                logger.info(self._block.html(self._failure(result.message)), html=True)
        except ConfigurationError as error:
            self._tell(f"The failure cannot be shown: {error}")
        except DeviceError as error:
            logger.info(f"The failure cannot be shown: {error}")
        finally:
            self._journal.write(KeywordEnded(implementation.full_name, result.status, result.message))

    def _tell(self, sentence: str) -> None:
        """Tells what evidence there is not: on the console, too, the first time. A disk that is full stays so."""
        (logger.info if self._was_told else logger.warn)(sentence)
        self._was_told = True

    def _failure(self, message: str) -> Failure:
        look, item = self._journal.last_look, self._session.current_if_open
        device = look.device if look is not None else item.alias if item is not None else ""
        unseen, screen = "", look.frame if look is not None else None
        if look is None and item is not None:
            # As nothing was looked for, it is the screen as it is.
            try:
                last = item.screen.last
                fresh = last is not None and self._session.clock.now() - last.captured_at < STILL_TRUE
                screen = last if last is not None and fresh else item.screen.frame()
            except DeviceError as error:
                unseen = str(error)
        return Failure(message, device, Story.of(self._journal, device), screen, unseen)


def _place_of(data: running.TestCase | running.Keyword) -> Place:
    return Place(str(data.source or ""), data.lineno or 0)
