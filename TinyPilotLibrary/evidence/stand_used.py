"""Says in the results which stand of a pool was used: as metadata of the suite, and as a tag of the test."""

from contextlib import suppress

from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

_METADATA = "Stand"


def note_stand(name: str) -> None:
    """Says that a stand is used from here on.

    Args:
        name: Its name.
    """
    logger.info(f"Took the stand '{name}', which was free.")
    with suppress(RobotNotRunningError):
        robot = BuiltIn()
        known = str(robot.get_variable_value("${SUITE METADATA}", {}).get(_METADATA, ""))
        if name not in known.split(", "):
            robot.set_suite_metadata(_METADATA, f"{known}, {name}" if known else name)
        # In a setup of a suite all its tests have it.
        robot.set_tags(f"stand:{name}")
