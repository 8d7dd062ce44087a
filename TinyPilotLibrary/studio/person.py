"""Asking the person at a run's page, where the packages for a page are installed."""

from collections.abc import Callable

from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.studio.pauses import AsksPerson
from TinyPilotLibrary.text.reader import ScreenReader


def person_at_page(session: Session, reader: Callable[[], ScreenReader], limit: float, port: int) -> AsksPerson:
    """The person at the page of a run; nothing is served before it is opened.

    Args:
        session: The devices of the run.
        reader: Makes a reader of texts; the run's own is not for two threads.
        limit: How long a pause lasts at most, in seconds.
        port: The port of the page; a free one if it is 0 or taken.

    Raises:
        ConfigurationError: If a package is missing.
    """
    need_companion("on_miss=pause")
    from TinyPilotLibrary.studio.run_studio import RunStudio  # noqa: PLC0415 - an extra that may be missing

    return RunStudio(session, reader, limit, port)
