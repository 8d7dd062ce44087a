"""The guest with a pointer for Robot Framework: `Library    atest.lab.tablet_keywords.TabletKeywords`."""

from contextlib import ExitStack

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

from atest.lab.ondevice import LabMissing
from atest.lab.tablet import TabletGuest


@library(scope="SUITE")
class TabletKeywords:
    """A Linux guest with a USB pointer."""

    def __init__(self) -> None:
        self._guest: TabletGuest | None = None
        self._running = ExitStack()

    @keyword
    def start_guest_with_pointer(self, controller: str = "xhci", *, suspends: bool = False) -> str:
        """Starts the guest and returns the URL of its device. Skips if packages are missing."""
        try:
            self._guest = self._running.enter_context(TabletGuest.running(controller, suspends=suspends))
        except LabMissing as missing:
            raise SkipExecution(str(missing)) from None
        return self._guest.url

    @keyword
    def slow_the_guest_down(self, share: float) -> None:
        """Gives it little time to run from now on: a share of a processor, 0 to 1."""
        assert self._guest is not None
        self._running.enter_context(self._guest.slowed_down(share))

    @keyword
    def double_click_far_points(self, count: int) -> None:
        """Makes double clicks on two far points, to and fro; nothing gives the guest time but the device itself."""
        assert self._guest is not None
        self._guest.double_click_far_points(count)

    @keyword
    def click_after_rests(self, count: int, *, vnc: bool = False) -> None:
        """Clicks when the pointer has been suspended, and moves it away at once: over QMP, or through a VNC server."""
        assert self._guest is not None
        self._guest.click_after_rests(count, self._guest.vnc_url if vnc else "")

    @keyword
    def releases_should_be_where_the_presses_were(self, clicks: int) -> None:
        """The guest got as many clicks, and no release came together with a move. The device must be closed."""
        assert self._guest is not None
        reports = self._guest.reports()
        pressed, released = sum(report.pressed for report in reports), sum(report.released for report in reports)
        assert pressed == released == clicks, f"Of {clicks} clicks came {pressed} presses and {released} releases."
        moved = sum(report.released and report.moved for report in reports)
        assert not moved, f"{moved} of {clicks} releases came elsewhere than their presses."
        logger.info(f"All {clicks} releases came alone.")

    @keyword
    def stop_guest(self) -> None:
        """Ends it."""
        self._running.close()
        self._guest = None
