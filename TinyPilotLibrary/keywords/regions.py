"""Keywords for parts of the screen."""

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.finding.relative_regions import Side, beside
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match


class RegionKeywords:
    """Parts of the screen, seen from what was found on it.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Screen", "Getter"])
    def get_region(self, where: Side | Region, match: Match, *, extent: int | float | None = None) -> Region:  # noqa: PYI041 - a pixel is a whole number
        """Gets a part of the screen that is relative to something that was found.

        Args:
            where: On which side of it; or `left,top,width,height`: pixels are counted from its top left corner, and
                fractions are shares of its own width and height.
            match: What was found, as another keyword returned it.
            extent: How far the region reaches, in pixels or as a fraction of the screen. If not given, to the edge of
                the screen, and 50 pixels around.

        Returns:
            The region, to be given as `region` to other keywords. What would be beyond the screen is cut off.

        Raises:
            LocatorError: If nothing of it is on the screen.

        Example:
        ```robotframework
        *** Test Cases ***
        The Setting Beside Its Label
            Open Device    virtual:
            ${label} =    Get Match    wake-on-lan.png
            ${row} =    Get Region    right of    ${label}    extent=300
            Screen Should Contain    enabled.png    region=${row}
            ${twice_as_wide} =    Get Region    1.0,0.0,2.0,1.0    ${label}
        ```
        """
        screen = self._context.device.screen
        size = (screen.last or screen.frame()).size
        region = beside(match.region, where, size, extent)
        logger.info(f"The region {where.value if isinstance(where, Side) else where} {match} is {region}.")
        return region
