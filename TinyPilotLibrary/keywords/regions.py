"""Keywords for parts of the screen."""

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.finding.relative_regions import Side, beside
from TinyPilotLibrary.keywords.context import Context, checked_region
from TinyPilotLibrary.vision.boxes import find_boxes
from TinyPilotLibrary.vision.geometry import WHOLE, Region
from TinyPilotLibrary.vision.match import Match


class RegionKeywords:
    """Parts of the screen, relative to what was found on it.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Screen", "Getter"])
    def get_region(self, where: Side | Region, match: Match, *, extent: int | float | None = None) -> Region:  # noqa: PYI041 - a pixel is a whole number
        """Gets a part of the screen relative to something that was found.

        Args:
            where: On which side of it; or `left,top,width,height` in pixels from its top left corner, or in fractions
                of its own width and height.
            match: What was found, as returned by another keyword.
            extent: How far the region reaches, in pixels or as a fraction of the screen. If not given, to the edge of
                the screen; for `around`, 50 pixels.

        Returns:
            The region, for the argument `region` of other keywords. What would be off the screen is cut off.

        Raises:
            LocatorError: If nothing of it is on the screen.

        Example:
        ```robotframework
        *** Test Cases ***
        The Setting Next To Its Label
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
        named = where.value if isinstance(where, Side) else f"{where} relative to"
        logger.info(f"The region {named} {match} is {region}.")
        return region

    @keyword(tags=["Screen", "Getter"])
    def get_boxes(self, *, region: Region = WHOLE) -> list[Region]:
        """Gets the frames that are drawn on the screen now: input fields, drop-down lists, buttons, lists, windows.

        Args:
            region: Where to look: `left,top,width,height` in pixels or fractions.

        Returns:
            Their insides in pixels, from above to below, for the argument `region` of other keywords. A frame may be in
            another one. Check boxes and what is smaller are not among them, nor are frames without a border all round.

        Example:
        ```robotframework
        *** Test Cases ***
        The Desktop Has A Window
            Open Device    virtual:
            ${boxes} =    Get Boxes    region=0.0,0.0,1.0,0.5
        ```
        """
        self._context.clear_view()
        frame = self._context.device.screen.frame()
        wanted = checked_region(region)
        boxes = find_boxes(frame.gray)
        if wanted is not None:
            area = wanted.on(frame.size)
            boxes = [box for box in boxes if area.common(box) == box]
        logger.info("Boxes on the screen:\n" + ("\n".join(map(str, boxes)) or "none"))
        return boxes
