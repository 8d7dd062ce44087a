"""The library that `installer.resource` is made with; suites use the keywords of the resource."""

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from robot.api import logger
from robot.api.deco import keyword, library

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.installation import End, Watch
from TinyPilotLibrary.vision.match import Match


@library(scope="GLOBAL")
class InstallerHelpers:
    """What would be clumsy in Robot syntax: what the screen of an installer says."""

    @keyword
    def start_installation_watch(self, progress: str, stalled_after: timedelta) -> Watch:
        """Begins to look on."""
        return Watch(progress, stalled_after.total_seconds(), time.monotonic())

    @keyword
    def get_list_of_locators(self, given: Sequence[str | Path | Match] | str | Path | Match) -> list[object]:
        """One locator or a list of them, as a list."""
        if isinstance(given, str | Path | Match):
            return [given] if given else []
        return [*given]

    @keyword
    def get_end_of_installation(
        self, watch: Watch, failures: list[Match], ends: list[Match], text: str | None
    ) -> End | None:
        """Logs what is new on the screen; what ends the installation, or None if it goes on."""
        now = time.monotonic()
        if text is not None and (news := watch.look(text, now)):
            logger.info(news)
        if failures:
            return End(failures[0], has_failed=True)
        if ends:
            return End(ends[0])
        return End() if watch.has_stalled(now) else None

    @keyword
    def note_missed_look_at_installation(self, watch: Watch, error: str) -> None:
        """Remembers why there was nothing to be seen. Fails if there never was anything."""
        if watch.misses(error, time.monotonic()):
            raise NotOnScreen(error)

    @keyword
    def picture_of_installation_is_due(self, watch: Watch) -> bool:
        """Whether it is time for a picture; then the console tells how far it is."""
        now = time.monotonic()
        if is_due := watch.wants_picture(now):
            logger.console(f"Installation after {watch.time(now)}: {watch.last}")
        return is_due

    @keyword
    def get_match_of_ended_installation(self, watch: Watch, end: End | None, timeout: str) -> Match:
        """What tells that it is installed. Fails if it has failed or stalled, or did not end."""
        told = watch.told(time.monotonic())
        if end is None:
            raise NotOnScreen(f"The installation has not ended within {timeout}. {told}")
        if end.match is None:
            raise NotOnScreen(
                f"The installation has stalled: nothing has changed for {watch.stalled_after:g} s. {told}"
            )
        if end.has_failed:
            raise NotOnScreen(f"The installation has failed: '{end.match.locator}' is on the screen. {told}")
        logger.info(f"The installation has ended: '{end.match.locator}' is on the screen. {told}")
        return end.match
