"""Searches one frame after the other for the same templates, and remembers what it saw."""

from collections.abc import Iterator, Sequence

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.matcher import locate
from TinyPilotLibrary.vision.template import Template
from TinyPilotLibrary.vision.verdict import DEFAULT_THRESHOLD


class Searcher:
    """Searches one frame after the other for templates: the outcomes are those of `locate`, but known sooner.

    Args:
        templates: What to look for.
        region: Where to look, in pixels or fractions; None for the whole screen.
        threshold: The least score that counts as found, 0.0 to 1.0.

    ```python
    searcher = Searcher([Template.load(Path("ok.png"))])
    searcher.look(frame)  # searched
    searcher.look(next_frame)  # only what changed is searched
    ```
    """

    def __init__(
        self, templates: Sequence[Template], region: Region | None = None, threshold: float = DEFAULT_THRESHOLD
    ) -> None:
        self._templates = templates
        self._region = region
        self._threshold = threshold

    def outcomes(self, frame: Frame) -> Iterator[Match | Miss]:
        """The outcome of each template, searched for as it is taken: who needs only the first match stops there.

        Args:
            frame: The picture of the screen.

        Yields:
            For each template, in their order, its match or the miss.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        for template in self._templates:
            yield from locate(frame, [template], self._region, self._threshold)

    def look(self, frame: Frame) -> list[Match | Miss]:
        """The outcomes of all templates.

        Args:
            frame: The picture of the screen.

        Returns:
            For each template, in their order, its match or the miss.
        """
        return list(self.outcomes(frame))
