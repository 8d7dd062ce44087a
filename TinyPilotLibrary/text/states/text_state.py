"""The states that a text can be asked for."""

from enum import Enum


class TextState(Enum):
    """The state of what a text labels.

    `enabled`, `disabled`: by its colours; what cannot be used is dimmed. `checked`, `unchecked`: by the check box or
    radio button beside it, written (`[X]`, `( )`) or drawn. `selected`: by the ground of its row.
    """

    ENABLED = "enabled"
    DISABLED = "disabled"
    CHECKED = "checked"
    UNCHECKED = "unchecked"
    SELECTED = "selected"

    @property
    def opposite(self) -> str:
        """What it is if it is surely not in this state."""
        return _OPPOSITE[self]

    @property
    def doubt(self) -> str:
        """What is told if it cannot be seen whether it is in this state."""
        return _DOUBT[self]


_OPPOSITE = {
    TextState.ENABLED: "disabled",
    TextState.DISABLED: "enabled",
    TextState.CHECKED: "unchecked",
    TextState.UNCHECKED: "checked",
    TextState.SELECTED: "not selected",
}
_NO_BOX = "no check box or radio button beside it was made out, with a mark or without one"
_NO_COLORS = "its colours are neither clearly those of other texts nor clearly dimmed"
_DOUBT = {
    TextState.ENABLED: _NO_COLORS,
    TextState.DISABLED: _NO_COLORS,
    TextState.CHECKED: _NO_BOX,
    TextState.UNCHECKED: _NO_BOX,
    TextState.SELECTED: "no row stands out as selected",
}
