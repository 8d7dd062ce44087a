"""What the keywords work with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from robot.api import logger

from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError, NotOnScreen
from TinyPilotLibrary.evidence.log_pictures import Evidence
from TinyPilotLibrary.finding.choice import THE_ONLY, Choice, in_reading_order
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.drawing.marks import numbered
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match
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
    shelf: TemplateCatalog
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
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
    ) -> Look:
        """What to look for, with every template loaded and checked.

        Raises:
            LocatorError: If something cannot be looked for, or the threshold or the similarity is out of range.
        """
        wanted = self.session.settings.threshold.value if threshold is None else checked_threshold(threshold)
        sought = self.shelf.find(locators, self.template_folders(), checked_scale(scale))
        if left_out := self.shelf.untold(sought):
            logger.warn("Left out: " + "\n".join(left_out))
        return Look(
            sought,
            checked_region(region),
            wanted,
            ReadOptions(self.reader, ignore_case, similarity),
        )

    def find(self, look: Look, choice: Choice) -> Match:
        """Looks once; where nothing is chosen, the best place counts.

        Raises:
            NotOnScreen: If it is not there.
        """
        screen = self.device.screen
        frame = screen.frame()
        match, misses = look.find(frame)
        if match is not None and choice != THE_ONLY:
            places = look.find_all(frame)
            match = choice.of(places, frame.size)
            if match is None:
                screen.point_out(frame, numbered(in_reading_order(places)))
                raise NotOnScreen(f"{look} is {len(places)} times on the screen; there is no{choice}.")
        if match is None:
            screen.point_out(frame, look.marks_in_vain(misses, frame), misses)
            raise NotOnScreen("\n".join([f"{look} is not on the screen.", *(miss.sentence for miss in misses)]))
        return match

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


def log_defect(match: Match) -> None:
    """Warns of a match that stands for a known defect."""
    if match.workaround:
        logger.warn(f"A known defect ({match.workaround}) is on the screen: found {match}.")


def log_found(match: Match, watcher: Watcher) -> None:
    """Warns of what a wait that has succeeded should tell all the same."""
    log_defect(match)
    if watcher.warnings:
        logger.warn("\n".join(watcher.warnings))


def checked_scale(scale: float) -> float:
    """How many times as large templates are on the screen, in its range.

    Raises:
        LocatorError: If it is not.
    """
    if not 0.05 <= scale <= 20.0:
        raise LocatorError(f"The scale must be from 0.05 to 20.0, got {scale}. 1.0 is a template's own size.")
    return scale


def checked_threshold(threshold: float) -> float:
    """A threshold in its range.

    Raises:
        LocatorError: If it is not.
    """
    if not 0.0 < threshold <= 1.0:
        percent = f" Percent are written as a part of 1: {threshold / 100:g}." if 2.0 <= threshold <= 100.0 else ""
        raise LocatorError(f"The threshold must be above 0.0 and at most 1.0, got {threshold}.{percent}")
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
