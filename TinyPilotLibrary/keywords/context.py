"""What the keywords work with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from robot.api import logger

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.evidence.film_recorder import Recorder
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.hid.chords import Chord, WrittenChord
from TinyPilotLibrary.hid.layouts import Layout
from TinyPilotLibrary.keywords.mending import Mending
from TinyPilotLibrary.ranges import checked_timeout
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.typist import Typist
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.watching import Watcher


@dataclass(frozen=True)
class Context:
    """What the keywords work with.

    Args:
        session: The open devices and the settings.
        journal: Records what keywords see.
        files: Saves pictures.
        recorder: Makes films.
        catalog: The templates that were loaded.
        reader: Reads texts.
        template_folders: Returns the folders where templates are looked up.
        timeout_factor: What every timeout is multiplied by.
        mending: Lets a person mend what was missed; None if a miss fails.
        parks_pointer: Whether the pointer is moved out of the way before the screen is looked at.
    """

    session: Session
    journal: Journal
    files: LogPictures
    recorder: Recorder
    catalog: TemplateCatalog
    reader: ScreenReader
    template_folders: Callable[[], list[Path]]
    timeout_factor: float
    mending: Mending | None = None
    parks_pointer: bool = False
    _doubted: set[str] = field(default_factory=set, init=False)

    def mended(self, attempt: Callable[[], Match], *, needs_place: bool = False) -> Match:
        """Waits for something, and lets a person mend what is missed, if that is wanted.

        Args:
            attempt: Looks up what is wanted and waits for it; after a person has mended it, once more.
            needs_place: Whether the run can go on only with a place on the screen.
        """
        return attempt() if self.mending is None else self.mending.match(attempt, needs_place=needs_place)

    @property
    def device(self) -> OpenDevice:
        """The current device."""
        return self.session.current

    def chords(self, written: Iterable[WrittenChord]) -> list[Chord]:
        """The keys of chords on the keyboard layout of the current device's target.

        Raises:
            UnknownKey: If the layout has no such key.
        """
        # The device's stand may give the layout, so the device comes first.
        _, layout = self.device, self.session.layout
        return [chord.on(layout) for chord in written]

    def look(
        self,
        locators: Iterable[Locator],
        region: Region = WHOLE,
        threshold: float | None = None,
        *,
        scale: float = 1.0,
        ignore_case: bool = False,
        similarity: float | None = None,
        exact: Exact | None = None,
        state: TextState | None = None,
        tells_states: bool = False,
    ) -> Look:
        """What to look for, with every template loaded and checked.

        Args:
            locators: What to look for; any of them will do.
            region: Where, in pixels or fractions.
            threshold: The lowest score that counts as found, above 0.0 and at most 1.0; None for the setting.
            scale: The size of templates on the screen relative to their files; 2.0 is twice as large.
            ignore_case: Whether to ignore the case of texts.
            similarity: How similar a text must be, 0.0 to 1.0; None for the rules alone.
            exact: What a text has to be the whole of; None if it may be a part of a row.
            state: The state that a text has to be in; None for any.
            tells_states: Whether matches tell the states of their texts.

        Returns:
            The look. One look serves a whole wait: it remembers what it has searched.

        Raises:
            LocatorError: If something cannot be looked for, or a number is out of range.
        """
        wanted = self.session.settings.threshold.value if threshold is None else threshold
        resolved = self.catalog.find(locators, self.template_folders(), scale)
        if left_out := self.catalog.unreported(resolved):
            logger.warn("Skipped: " + "\n".join(left_out))
        self.clear_view()
        return Look(
            resolved,
            checked_region(region),
            wanted,
            ReadOptions(self.reader, ignore_case, similarity, exact, state, tells_states),
        )

    def clear_view(self) -> None:
        """Moves the pointer out of the way, if that is wanted."""
        if self.parks_pointer:
            self.device.park_pointer()

    def seconds(self, timeout: timedelta | None) -> float:
        """How long something may take, in seconds.

        Args:
            timeout: What was given; None for the setting. Either is multiplied by the timeout factor.

        Raises:
            ConfigurationError: If the timeout is negative.
        """
        # Refused as it was given, not multiplied.
        usual = self.session.settings.timeout.value
        return (usual if timeout is None else checked_timeout(timeout.total_seconds())) * self.timeout_factor

    def watcher(self, timeout: timedelta | None = None) -> Watcher:
        """Watches the current screen.

        Args:
            timeout: For how long; None for the setting. Either is multiplied by the timeout factor.

        Returns:
            A watcher for one keyword.

        Raises:
            ConfigurationError: If the timeout is negative.
        """
        return Watcher(
            self.device.screen,
            self.seconds(timeout),
            self.session.settings.poll_interval.value,
            self.session.clock,
            self.journal,
        )

    def warn_of(self, match: Match) -> None:
        """Warns of a match that is a known defect, and once of each needle that may have found something else.

        Args:
            match: What was found.
        """
        if match.workaround:
            logger.warn(f"A known defect is on the screen: {match}.")
        if match.doubt and match.template not in self._doubted:
            self._doubted.add(match.template)
            logger.warn(f"The needle {match} may have matched something else: {match.doubt}.")

    def log_found(self, match: Match, watcher: Watcher) -> None:
        """Warns of what a wait should report although it has succeeded.

        Args:
            match: What was found.
            watcher: Who found it.
        """
        self.warn_of(match)
        if watcher.warnings:
            logger.warn("\n".join(watcher.warnings))

    def typist(self, layout: Layout, every: int, timeout: timedelta | None = None) -> Typist:
        """Types on the current device with an eye on its screen.

        Args:
            layout: The keyboard layout that the target is set to.
            every: How many characters are typed before the screen is looked at.
            timeout: How long the screen is waited for each time; None for as long as the setting says.

        Returns:
            Who types.

        Raises:
            InputError: If `every` is not at least 1.
        """
        return Typist(self.device, self.watcher(timeout), self.reader.read, layout, every)


def checked_region(region: Region) -> Region | None:
    """A region; None for the whole screen.

    What the converter refuses, Robot Framework converts once more by the type of the default: it may be any tuple.

    Args:
        region: The region as it came.

    Returns:
        The region, in pixels or fractions.

    Raises:
        LocatorError: If it is not a region.
    """
    if region == WHOLE:
        return None
    return region if isinstance(region, Region) else Region.parse(",".join(map(str, region)))


def some(locators: tuple[Locator, ...]) -> tuple[Locator, ...]:
    """At least one locator.

    Args:
        locators: The locators as they came.

    Returns:
        The same.

    Raises:
        LocatorError: If there are none.
    """
    if not locators:
        raise LocatorError("At least one locator is required, for example 'image:ok.png'.")
    return locators
