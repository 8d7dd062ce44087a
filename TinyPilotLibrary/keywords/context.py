"""What the keywords work with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError
from TinyPilotLibrary.evidence import Evidence
from TinyPilotLibrary.finding import Look
from TinyPilotLibrary.locators import Locator
from TinyPilotLibrary.reader import ScreenReader
from TinyPilotLibrary.session import OpenDevice, Session
from TinyPilotLibrary.templates import TemplateShelf
from TinyPilotLibrary.text_finding import HowToRead
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.watching import Watcher


@dataclass(frozen=True)
class Context:
    """What the keywords work with.

    Args:
        session: The open devices and the settings.
        evidence: Where pictures go.
        shelf: The templates that were loaded.
        reader: Reads texts.
        template_folders: Gives the folders where templates are looked up.
        timeout_factor: Stretches every timeout.
    """

    session: Session
    evidence: Evidence
    shelf: TemplateShelf
    reader: ScreenReader
    template_folders: Callable[[], list[Path]]
    timeout_factor: float

    @property
    def device(self) -> OpenDevice:
        """The current device."""
        return self.session.current

    def look(
        self,
        locators: Iterable[Locator],
        region: Region = WHOLE,
        threshold: float | None = None,
        *,
        ignore_case: bool = False,
        similarity: float | None = None,
    ) -> Look:
        """What to look for, with every template loaded and checked.

        Raises:
            LocatorError: If something cannot be looked for, or the threshold or the similarity is out of range.
        """
        wanted = self.session.settings.threshold.value if threshold is None else checked_threshold(threshold)
        return Look(
            self.shelf.find(locators, self.template_folders()),
            checked_region(region),
            wanted,
            HowToRead(self.reader, ignore_case, similarity),
        )

    def watcher(self, timeout: timedelta | None) -> Watcher:
        """Watches the current screen for as long as asked, or as the setting says.

        Raises:
            ConfigurationError: If the timeout is negative.
        """
        settings = self.session.settings
        seconds = settings.timeout.value if timeout is None else checked_timeout(timeout)
        return Watcher(
            self.device.screen, seconds * self.timeout_factor, settings.poll_interval.value, self.session.clock
        )


def checked_threshold(threshold: float) -> float:
    """A threshold in its range.

    Raises:
        LocatorError: If it is not.
    """
    if not 0.0 < threshold <= 1.0:
        raise LocatorError(f"The threshold must be above 0.0 and at most 1.0, got {threshold}.")
    return threshold


def checked_timeout(timeout: timedelta) -> float:
    """How long waits last, in seconds.

    Raises:
        ConfigurationError: If it is negative.
    """
    seconds = timeout.total_seconds()
    if seconds < 0:
        raise ConfigurationError(f"The timeout must not be negative, got {seconds:g} s. 0 looks once.")
    return seconds


def checked_interval(interval: timedelta) -> float:
    """The pause between two looks, in seconds.

    Raises:
        ConfigurationError: If there is none, for a wait would then look without a pause.
    """
    seconds = interval.total_seconds()
    if seconds <= 0:
        raise ConfigurationError(f"The poll interval must be greater than 0, got {seconds:g} s.")
    return seconds


def checked_pause(name: str, pause: timedelta, *, zero: bool = True) -> float:
    """How long something is held or waited for between inputs, in seconds.

    Raises:
        InputError: If it is negative, or 0 where that is not possible.
    """
    seconds = pause.total_seconds()
    if seconds < 0 or (seconds == 0 and not zero):
        wanted = "not be negative" if zero else "be greater than 0"
        raise InputError(f"The argument '{name}' must {wanted}, got {seconds:g} s.")
    return seconds


def checked_region(region: Region) -> Region | None:
    """A region; None for the whole screen.

    What the converter refuses, Robot Framework converts once more by the type of the default: it may be any tuple.

    Raises:
        LocatorError: If it is no region.
    """
    if region == WHOLE:
        return None
    return region if isinstance(region, Region) else Region.parse(",".join(map(str, region)))


def some(locators: tuple[Locator, ...]) -> tuple[Locator, ...]:
    """At least one locator.

    Raises:
        LocatorError: If there is none.
    """
    if not locators:
        raise LocatorError("At least one locator is needed, for example 'image:ok.png'.")
    return locators
