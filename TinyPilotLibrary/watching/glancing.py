"""Looking at the screen as it is now, without waiting."""

from collections.abc import Sequence

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.finding.choice import Choice, in_reading_order, times
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.watching.watch import Watch


class Glancing(Watch):
    """Looks at a screen once."""

    def finds(self, wanted: Look, choice: Choice | None = None) -> Match:
        """Finds something.

        Args:
            wanted: What is looked for.
            choice: Which of several places to take; None for the best place of the first locator that is there.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If it is not there.
            SeveralOnScreen: If one place is wanted, there are several, and none of them was chosen.
            NoVideoSignal: If the target sends no picture.
        """
        frame = self._screen.frame()
        looked = self._look(wanted, frame, choice=choice)
        if looked.match is not None:
            return looked.match
        if looked.places:
            raise NotOnScreen(f"{wanted} is on the screen {times(len(looked.places))}, so there is no{choice}.")
        raise self._miss(f"{wanted} is not on the screen.", frame, looked.misses)

    def finds_all(self, wanted: Look) -> list[Match]:
        """Finds every place of something.

        Args:
            wanted: What is looked for.

        Returns:
            The places, best first; none if it is not there.

        Raises:
            ConfigurationError: If a text could not be read.
            NoVideoSignal: If the target sends no picture.
        """
        frame = self._screen.frame()
        places = wanted.find_all(frame)
        self._journal.write(
            Looked(
                self._screen.name,
                frame,
                wanted.region,
                None,
                places=tuple(in_reading_order(places)),
                pictures=wanted.pictures,
            )
        )
        return places

    def lacks(self, unwanted: Look) -> Sequence[Miss]:
        """Makes sure that something is not there.

        Args:
            unwanted: What must not be there, none of it.

        Returns:
            What came closest to each.

        Raises:
            NotOnScreen: If some of it is there.
            ConfigurationError: If it is unknown, because a text could not be read.
            NoVideoSignal: If the target sends no picture.
        """
        looked = self._look(unwanted, self._screen.frame())
        if looked.match is not None:
            raise NotOnScreen(f"The screen contains {looked.match}, but should not.")
        unsure = [miss for miss in looked.misses if not miss.is_conclusive]
        if unsure:
            raise ConfigurationError(f"Could not tell whether it is there. {unsure[0].sentence}")
        return looked.misses
