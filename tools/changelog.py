"""`python3 tasks.py release-notes --version VERSION`: what changed in a version, as CHANGELOG.md has it."""

import re
import sys
from pathlib import Path

from TinyPilotLibrary.version import __version__

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


class NotReady(Exception):
    """The version cannot be released yet."""


def sections(text: str) -> dict[str, str]:
    """What stands below each heading of the changelog, by version; `Unreleased` is one of them.

    Args:
        text: The changelog.
    """
    _, *parts = _HEADING.split(text)
    return {heading.split()[0]: body.strip() for heading, body in zip(parts[::2], parts[1::2], strict=True)}


def release_notes(text: str, version: str, is_version: str = __version__) -> str:
    """The release notes of a version.

    Args:
        text: The changelog.
        version: The version that is to be released.
        is_version: The version that the library says it is.

    Raises:
        NotReady: If the library says another version, or the changelog does not tell of this one.
    """
    found = sections(text)
    if version != is_version:
        raise NotReady(f"The library says that it is {is_version}, not {version}: see TinyPilotLibrary/version.py.")
    if not found.get(version):
        raise NotReady(f"CHANGELOG.md does not tell of {version}. Give what is 'Unreleased' that heading.")
    if left := found.get("Unreleased"):
        raise NotReady(f"CHANGELOG.md has something under 'Unreleased' that belongs to {version}:\n{left}")
    return found[version]


def main() -> int:
    """Prints the notes; returns the exit code."""
    try:
        print(release_notes(CHANGELOG.read_text("utf-8"), sys.argv[1]))
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
