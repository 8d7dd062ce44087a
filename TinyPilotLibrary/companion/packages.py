"""The packages from elsewhere that the companion needs, an extra of this project."""

from importlib.util import find_spec

from TinyPilotLibrary.errors import ConfigurationError


def need_companion(what: str = "The companion") -> None:
    """Refuses to go on where the companion's packages are missing.

    Args:
        what: What requires them, as the subject of the message.

    Raises:
        ConfigurationError: If one is missing.
    """
    if not (find_spec("fastapi") and find_spec("uvicorn")):
        raise ConfigurationError(
            f"{what} requires FastAPI and uvicorn: pip install 'robotframework-tinypilot[companion]'."
        )
