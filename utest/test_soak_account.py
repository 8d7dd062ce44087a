"""What a soak tells of keys that were lost, doubled, late or pressed otherwise."""

from collections.abc import Sequence

import pytest

from benchmarks._soak_account import Account, Sent

_SENT = [Sent("a", 3, control=False, passed=True), Sent("b", 1, control=True, passed=True)]
_SENT += [Sent("c", 2, control=False, passed=False), Sent("d", 1, control=False, passed=True)]
_A, _B, _D = ["+KeyA", "-KeyA"] * 3, ["+ControlLeft", "+KeyB", "-KeyB", "-ControlLeft"], ["+KeyD", "-KeyD"]
_C = ["+KeyC", "-KeyC"]


@pytest.mark.parametrize(
    ("received", "lost", "doubled", "late", "otherwise"),
    [
        pytest.param([*_A, *_B, *_D], 0, 0, 0, 0, id="all"),
        pytest.param([*_A, *_B, *_C, *_D], 0, 0, 0, 0, id="what-failed-may-have-come"),
        pytest.param([*_A[2:], *_B, *_D], 1, 0, 0, 0, id="lost"),
        pytest.param([*_A, *_B], 1, 0, 0, 0, id="lost-at-the-end"),
        pytest.param([*_A, *_A[:2], *_B, *_D], 0, 1, 0, 0, id="doubled"),
        pytest.param([*_A, *_B, *_C * 3, *_D], 0, 1, 0, 0, id="doubled-though-it-failed"),
        pytest.param([*_A, *_B, *_D, *_C], 0, 0, 1, 0, id="late"),
        pytest.param([*_A, "+KeyB", "-KeyB", *_D], 0, 0, 0, 1, id="without-ctrl"),
        pytest.param([*_A, *_B[:-1], *_D], 0, 0, 0, 1, id="ctrl-stayed-down"),
    ],
)
def test_what_came_is_held_against_what_was_said(
    received: Sequence[str], lost: int, doubled: int, late: int, otherwise: int
) -> None:
    account = Account.of(_SENT, received)
    assert (account.lost, account.doubled, account.late, account.otherwise) == (lost, doubled, late, otherwise)
    assert (account.reported, account.in_doubt) == (5, 2)
