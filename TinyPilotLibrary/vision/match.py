"""What looking gives: a match or a miss."""

from dataclasses import dataclass

from TinyPilotLibrary.vision.geometry import Point, Region


@dataclass(frozen=True)
class Match:
    """Where something was found on the screen.

    Args:
        locator: What was looked for, as it was written.
        region: Where it is, in pixels.
        score: How well it fits, 0.0 to 1.0.
        click_point: Where a click on it goes, in pixels.
    """

    locator: str
    region: Region
    score: float
    click_point: Point

    def __str__(self) -> str:
        return f"'{self.locator}' at {self.region} with score {self.score:.3f}"


@dataclass(frozen=True)
class Miss:
    """That something was not found, and what came nearest.

    Args:
        locator: What was looked for, as it was written.
        threshold: The score that was wanted.
        region: Where the best candidate is, in pixels; None if there is none worth naming.
        score: The best candidate's score, 0.0 to 1.0.
        reason: Why it was refused.
    """

    locator: str
    threshold: float
    region: Region | None
    score: float
    reason: str

    def __str__(self) -> str:
        if self.region is None:
            return f"'{self.locator}': {self.reason}"
        return (
            f"'{self.locator}': the best candidate, at {self.region}, scores {self.score:.3f} "
            f"where {self.threshold:.3f} is wanted ({self.reason})"
        )
