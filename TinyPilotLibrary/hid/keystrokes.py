"""A keystroke: one key with the modifiers that are held."""

from dataclasses import dataclass

from TinyPilotLibrary.errors import UnknownKey
from TinyPilotLibrary.hid.keys import MODIFIERS, SYNONYMS, USAGES


@dataclass(frozen=True)
class Keystroke:
    """One key, pressed and released while modifiers are held.

    Args:
        code: A KeyboardEvent.code, for example `Delete`. It may itself be a modifier (`MetaLeft`).
        modifiers: Codes of the modifiers that are held meanwhile, for example `{"ControlLeft", "AltLeft"}`.

    Raises:
        UnknownKey: If the code is unknown, or a modifier is not one.

    ```python
    Keystroke("Delete", frozenset({"ControlLeft", "AltLeft"}))
    ```

    The fields are those of `POST /api/v1/keystroke` of TinyPilot's REST API.
    """

    code: str
    modifiers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.code not in USAGES:
            raise UnknownKey(f"Unknown key code {self.code!r}: expected a KeyboardEvent.code such as 'KeyA' or 'F10'.")
        object.__setattr__(self, "code", SYNONYMS.get(self.code, self.code))
        for modifier in self.modifiers:
            if modifier not in MODIFIERS:
                raise UnknownKey(f"{modifier!r} is not a modifier. Modifiers are: {', '.join(MODIFIERS)}.")

    @property
    def is_modifier(self) -> bool:
        """Whether the key itself is a modifier."""
        return self.code in MODIFIERS

    @property
    def held(self) -> frozenset[str]:
        """All modifiers that are down while the key is pressed, the key itself included if it is one."""
        return self.modifiers | {self.code} if self.is_modifier else self.modifiers

    def __str__(self) -> str:
        return "+".join([*(name for name in MODIFIERS if name in self.modifiers), self.code])
