"""What is dimmed, compared with other texts on the screen."""

import pytest

from TinyPilotLibrary.text.states.dimming import Contrast, is_dimmed
from TinyPilotLibrary.vision.geometry import Region
from utest.text.installer_page import THEMES, InstallerPage, Theme

_STRONG, _USUAL, _DIM = (Contrast(strength, is_brighter=True) for strength in (255, 150, 80))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("size", [13, 16, 24])
@pytest.mark.parametrize("jpeg", [None, 90, 70], ids=["png", "q90", "q70"])
def test_a_dimmed_button_is_told_from_others(theme: Theme, size: int, jpeg: int | None) -> None:
    page = InstallerPage(theme, size, 26 * size, 6 * size)
    page.write(size, size, "Choose what to do:")
    for number, (name, is_enabled) in enumerate([("Back", True), ("Next", False), ("Help", True)]):
        page.button(size + 8 * size * number, 3 * size, name, is_enabled=is_enabled)
    frame = page.frame(jpeg)
    places = [Region(2 * size + 8 * size * number, int(3.4 * size), 3 * size, int(1.3 * size)) for number in range(3)]
    texts = [*places, Region(size, size, 9 * size, int(1.3 * size))]
    contrasts = [Contrast.of(frame, place) for place in texts]
    dimmed = [
        is_dimmed(one, contrasts[:number] + contrasts[number + 1 :])
        for number, one in enumerate(contrasts[: len(places)])
    ]
    assert dimmed == [False, True, False]


@pytest.mark.parametrize(
    ("contrast", "others", "expected"),
    [
        (Contrast(170, is_brighter=True), [_STRONG] * 4, False),
        (_DIM, [_USUAL] * 4, True),
        (_USUAL, [_USUAL] * 4, False),
        (_USUAL, [_USUAL] * 9 + [_STRONG], None),
        (_DIM, [_DIM] * 4, False),
        (_DIM, [_STRONG], None),
        (_DIM, [], None),
        (_DIM, [Contrast(200, is_brighter=False)] * 4, None),
    ],
)
def test_what_is_not_clearly_dimmed_is_not_sure(
    contrast: Contrast,
    others: list[Contrast],
    expected: bool | None,  # noqa: FBT001 - a table
) -> None:
    assert is_dimmed(contrast, others) is expected
