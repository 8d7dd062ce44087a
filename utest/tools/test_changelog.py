"""What changed is told for each version, and a release without it is refused."""

import pytest

from tools.changelog import CHANGELOG, NotReady, release_notes, sections

_KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_TEXT = """# Changes

Told here.

## Unreleased

## 1.1.0 - 2031-01-02

### Added
- A thing.

## 1.0.0

### Fixed
- Another.
"""


def test_the_notes_of_a_version_are_what_stands_below_its_heading() -> None:
    assert release_notes(_TEXT, "1.1.0", "1.1.0") == "### Added\n- A thing."
    assert release_notes(_TEXT, "1.0.0", "1.0.0") == "### Fixed\n- Another."


@pytest.mark.parametrize(
    ("text", "version", "told"),
    [
        (_TEXT, "1.0.0", "The library says that it is 1.1.0"),
        (_TEXT.replace("## 1.1.0 - 2031-01-02", ""), "1.1.0", "does not tell of 1.1.0"),
        (
            _TEXT.replace("## Unreleased", "## Unreleased\n\n### Added\n- New."),
            "1.1.0",
            r"belongs to 1\.1\.0:\n### Added",
        ),
    ],
)
def test_what_is_not_ready_is_not_released(text: str, version: str, told: str) -> None:
    with pytest.raises(NotReady, match=told):
        release_notes(text, version, "1.1.0")


def test_the_changelog_sorts_what_it_tells() -> None:
    found = sections(CHANGELOG.read_text("utf-8"))
    assert next(iter(found)) == "Unreleased"
    for version, text in found.items():
        lines = text.splitlines()
        kinds = [line.removeprefix("### ") for line in lines if line.startswith("#")]
        assert [kind for kind in _KINDS if kind in kinds] == kinds, version
        entries = [line for line in lines if line.startswith("- ")]
        assert len(set(entries)) == len(entries), f"{version} tells something twice"
