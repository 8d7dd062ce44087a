"""The library that `installer.resource` is made with; suites use the keywords of the resource."""

import time
from collections.abc import Sequence
from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword, library

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.installation import Wanted, Watch
from TinyPilotLibrary.vision.match import Match


@library(scope="GLOBAL")
class InstallerHelpers:
    """What would be clumsy in Robot syntax: what the screen of an installer says."""

    @keyword
    def start_installation_watch(
        self,
        done: Sequence[Wanted] | Wanted,
        failed: Sequence[Wanted] | Wanted,
        progress: str,
        stalled_after: timedelta,
    ) -> Watch:
        """Begins to look on."""
        return Watch(_listed(done), _listed(failed), progress, stalled_after.total_seconds(), time.monotonic())

    @keyword
    def note_look_at_installation(self, watch: Watch, failures: list[Match], ends: list[Match], text: str) -> None:
        """Remembers what was on the screen."""
        watch.look(failures, ends, text, time.monotonic())

    @keyword
    def note_missed_look_at_installation(self, watch: Watch, error: str) -> None:
        """Remembers why there was nothing to be seen. Fails if there never was anything."""
        if watch.misses(error, time.monotonic()):
            raise NotOnScreen(error)

    @keyword
    def tell_progress_of_installation(self, watch: Watch) -> None:
        """Logs what is new; now and then the console tells how far it is."""
        if watch.news:
            logger.info(watch.news)
        if watch.is_picture_due:
            logger.console(f"Installation after {watch.time(time.monotonic())}: {watch.last}")

    @keyword
    def get_match_of_ended_installation(self, watch: Watch, timeout: str) -> Match:
        """What tells that it is installed. Fails if it has failed or stalled, or did not end."""
        told, end = watch.told(time.monotonic()), watch.end
        if end is None:
            raise NotOnScreen(f"The installation has not ended within {timeout}. {told}")
        if end.match is None:
            seconds = watch.stalled_after
            raise NotOnScreen(f"The installation has stalled: nothing has changed for {seconds:g} s. {told}")
        if end.has_failed:
            raise NotOnScreen(f"The installation has failed: '{end.match.locator}' is on the screen. {told}")
        logger.info(f"The installation has ended: '{end.match.locator}' is on the screen. {told}")
        return end.match


def _listed(given: Sequence[Wanted] | Wanted) -> list[Wanted]:
    """One locator or a list of them, as a list."""
    if isinstance(given, Wanted):
        return [given] if given else []
    return [*given]
