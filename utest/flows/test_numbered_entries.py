"""Which number chooses an entry of a boot menu."""

import pytest

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.numbered_entries import number_of

_MENU = """Select boot device:

1. Floppy [Drive A]
2. DVD/CD [ata1-0: QEMU DVD-ROM]
3. DVD/CD [ata1-1: QEMU DVD-ROM]
4. Legacy option rom
t. TPM Configuration
"""


@pytest.mark.parametrize(
    ("entry", "number"),
    [("Floppy", "1"), ("DVD/CD  [ata1-1: QEMU DVD-ROM]", "3"), ("Legacy option rom", "4"), ("TPM", "t")],
)
def test_an_entry_has_the_number_before_it(entry: str, number: str) -> None:
    assert number_of(entry, _MENU) == number


@pytest.mark.parametrize(
    ("entry", "told"),
    [("DVD/CD", "2 entries have 'DVD/CD'"), ("DVD/C", "is not an entry"), ("Select boot", "is not an entry")],
)
def test_an_entry_that_is_not_there_or_not_alone_is_told_with_those_that_are(entry: str, told: str) -> None:
    with pytest.raises(NotOnScreen) as caught:
        number_of(entry, _MENU)
    assert told in str(caught.value)
    assert "2. DVD/CD [ata1-0: QEMU DVD-ROM]" in str(caught.value)
