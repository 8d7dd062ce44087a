"""A run that is over: what it missed, and the screens that it has stored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.evidence.run_places import FOLDER
from TinyPilotLibrary.evidence.run_results import RunResults, Shown
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.misses import missed_in
from TinyPilotLibrary.studio.pauses import Missed
from TinyPilotLibrary.vision.drawing.compact import png_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss

_WANTED = "wanted: "
# Whole screens; comparisons and small pictures are beside them.
_SCREEN = re.compile(r"screen-.*\.(?:jpg|png|webp)")


@dataclass(frozen=True)
class StoredMiss:
    """A picture or a text that was looked for in vain.

    Args:
        test: The test.
        locator: What was looked for.
        file: The screen at the failure.
        region: Where it was looked for, as it was written; empty for the whole screen.
    """

    test: str
    locator: str
    file: Path
    region: str


class StoredRun:
    """A run that is over.

    Args:
        place: Its output folder, or its output.xml.

    Raises:
        ConfigurationError: If there are no results.
    """

    def __init__(self, place: Path) -> None:
        results = RunResults.read(place)
        #: How many tests passed and failed.
        self.summary = f"{results.name}, {results.summary}"
        misses = [
            StoredMiss(test.name, locator, shown.frame, shown.region)
            for test in results.failed
            for shown in test.shown
            if shown.frame is not None and shown.frame.is_file()
            for locator in _missed(shown)
        ]
        #: What was missed, each once a test.
        self.misses: Sequence[StoredMiss] = list(dict.fromkeys(misses))
        folder = (place if place.is_dir() else place.parent) / FOLDER
        stored = (file for file in folder.iterdir() if _SCREEN.fullmatch(file.name)) if folder.is_dir() else ()
        #: The screens that were stored.
        self.files: Sequence[Path] = sorted({*(miss.file for miss in misses), *stored})

    def missed(self, index: int, desk: Desk) -> tuple[Frame, list[Missed]]:
        """What a miss looked like, judged with the templates as they are now.

        Args:
            index: Which one.
            desk: Where templates are.

        Returns:
            The screen, and what was missed; nothing if it is found there by now.

        Raises:
            Refusal: If there is no such miss, or its screen cannot be read.
            LocatorError: If there is no such template any more.
        """
        if not 0 <= index < len(self.misses):
            raise Refusal(404, "The run has no such miss.")
        miss = self.misses[index]
        try:
            frame = stored_frame(miss.file)
        except (OSError, CorruptFrame) as error:
            raise Refusal(409, f"The screen '{miss.file}' cannot be read: {error}") from error
        folders = desk.folders()
        locator = Locator.parse(miss.locator)
        region = Region.parse(miss.region) if miss.region else None
        look = Look(desk.catalog.find([locator], folders), region, desk.threshold(), ReadOptions(desk.reader))
        misses = tuple(outcome for outcome in look.outcomes(frame) if isinstance(outcome, Miss))
        return frame, missed_in(Looked("", frame, None, None, misses), desk.catalog, folders) if misses else []


def _missed(shown: Shown) -> list[str]:
    pictures = [name.removeprefix(_WANTED) for name, _ in shown.parts if name.startswith(_WANTED)]
    return [*pictures, *shown.texts]


def stored_frame(file: Path) -> Frame:
    """A stored screen.

    Raises:
        OSError: If it cannot be read.
        CorruptFrame: If it is no picture.
    """
    data = file.read_bytes()
    return Frame.read(png_of(data) if file.suffix == ".webp" else data)
