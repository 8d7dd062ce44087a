"""Failed waits that a person can mend: the run is paused, and the same wait is tried again."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from enum import Enum
from pathlib import Path

from robot.api import FatalError, SkipExecution, logger
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen, TemplateError, TinyPilotError
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.studio.pauses import Answer, AsksPerson
from TinyPilotLibrary.vision.geometry import WHOLE, Size, whole
from TinyPilotLibrary.vision.match import Match


class OnMiss(Enum):
    """What happens when a wait for something on the screen fails.

    `fail`: the keyword fails. `pause`: the run is paused, and a page in the browser shows what is wrong, so that a
    person mends the template; then the same wait is tried again.
    """

    FAIL = "fail"
    PAUSE = "pause"

    @classmethod
    def named(cls, name: str) -> "OnMiss":
        """What a variable of the run says.

        Raises:
            ConfigurationError: If it is neither.
        """
        try:
            return cls(name.strip().lower())
        except ValueError:
            raise ConfigurationError(f"'{name}' in ${{ON_MISS}} is unknown: 'fail' or 'pause' is needed.") from None


class Mending:
    """Pauses a run when a wait fails.

    Args:
        person: Who is asked.
        journal: Has recorded what the keyword saw.
        folders: Returns the folders of templates.
        suspended: While it lasts, Robot Framework's time limits are suspended; it yields whether they are.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(
        self,
        person: AsksPerson,
        journal: Journal,
        folders: Callable[[], list[Path]],
        suspended: Callable[[], AbstractContextManager[bool]],
    ) -> None:
        self._person = person
        self._journal = journal
        self._folders = folders
        self._suspended = suspended
        self._told = ""

    def start_suite(self, *_: object) -> None:
        """Opens the page before anything is missed: the person can be there already."""
        url = self._person.open(self._folders())
        if url != self._told:
            logger.console(f"{url} shows the run, which is paused there where something is not found.")
            self._told = url

    def close(self) -> None:
        """The run is over."""
        self._person.close()

    def match(self, attempt: Callable[[], Match], *, needs_place: bool = False) -> Match:
        """A place that is waited for; where a person lets the run go on without it, the place that came closest.

        Args:
            attempt: Waits, with templates read anew.
            needs_place: Whether there must be a place to go on with.
        """
        return self._tried(attempt, (NotOnScreen,), needs_place=needs_place)

    def _tried(
        self, attempt: Callable[[], Match], kinds: tuple[type[TinyPilotError], ...], *, needs_place: bool
    ) -> Match:
        try:
            return attempt()
        except kinds as error:
            answer = self._ask(error, needs_place=needs_place)
            if answer is Answer.SKIP:
                raise SkipExecution(f"A person skipped the test. {error}") from error
            if answer is Answer.ABORT:
                raise FatalError(f"A person ended the run. {error}") from error
            if answer is Answer.GO_ON:
                return _closest(self._journal.last_look)
            if answer is not Answer.RETRY:
                raise
        # A picture that was not saved well is mended once more, too.
        return self._tried(attempt, (NotOnScreen, TemplateError), needs_place=needs_place)

    def _ask(self, error: TinyPilotError, *, needs_place: bool) -> Answer | None:
        first = str(error).partition("\n")[0]
        url = self._person.open(self._folders())
        logger.console(f"\nThe run is paused: {first}\n{url} shows it. It goes on in {self._person.limit:g} s.")
        test = ""
        with suppress(RobotNotRunningError):
            test = str(BuiltIn().get_variable_value("${TEST_NAME}", ""))
        with self._suspended() as still:
            answer = self._person.ask(error, self._journal.last_look, test, needs_place=needs_place)
        limits = "were suspended" if still else "went on"
        said = f"a person chose '{answer.value}'" if answer else f"nobody answered within {self._person.limit:g} s"
        told = f"The run was paused, and {said}; the time limits of Robot Framework {limits}. {error}"
        if answer is Answer.GO_ON:
            logger.warn(told)
        else:
            logger.info(told)
        logger.console(f"The run goes on: {said}.")
        return answer


def _closest(look: Looked | None) -> Match:
    """The place that came closest, as if it had been found; the whole screen if nothing did."""
    if look is None:
        return Match("", WHOLE, 0.0, whole(Size(1, 1)).center)
    near = max((miss for miss in look.misses if miss.region), key=lambda miss: miss.score, default=None)
    if near is None or near.region is None:
        place = whole(look.frame.size)
        return Match(look.misses[0].locator if look.misses else "", place, 0.0, place.center)
    return Match(near.locator, near.region, near.score, near.region.center)
