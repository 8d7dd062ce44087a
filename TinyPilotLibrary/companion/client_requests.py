"""Requests of clients, and their conversion to keystrokes and pointer events.

Field names, types and ranges are those of TinyPilot's REST API as of October 2024.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from TinyPilotLibrary.devices.tinypilot.companion_lease import LONGEST_IN_LINE
from TinyPilotLibrary.devices.tinypilot.payloads import MODIFIER_FIELDS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import ALL_BUTTONS, PointerEvent

_Fraction = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
_WheelStep = Annotated[int, Field(ge=-1, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class KeystrokeRequest(_Strict):
    """A key, and the modifiers that are held while it is pressed."""

    code: str = Field(description="A KeyboardEvent.code value.", examples=["KeyH"], max_length=30)
    shiftLeft: bool = False
    shiftRight: bool = False
    altLeft: bool = False
    altRight: bool = False
    ctrlLeft: bool = False
    ctrlRight: bool = False
    metaLeft: bool = False
    metaRight: bool = False

    def keystroke(self) -> Keystroke:
        """The keystroke.

        Raises:
            UnknownKey: If the code is unknown.
        """
        held = {code for code, field in MODIFIER_FIELDS.items() if getattr(self, field)}
        return Keystroke(self.code, frozenset(held - {self.code}))


class MouseEventRequest(_Strict):
    """The position of the pointer, the buttons that are down, and one step of each wheel."""

    buttons: int = Field(ge=0, le=ALL_BUTTONS, description="Bits as in MouseEvent.buttons.")
    relativeX: _Fraction
    relativeY: _Fraction
    verticalWheelDelta: _WheelStep
    horizontalWheelDelta: _WheelStep

    def event(self) -> PointerEvent:
        """The pointer event."""
        return PointerEvent(
            float(self.relativeX),
            float(self.relativeY),
            self.buttons,
            self.verticalWheelDelta,
            self.horizontalWheelDelta,
        )


class PasteRequest(_Strict):
    """Text to type."""

    text: str
    language: str = "en-US"


class KeystrokesRequest(_Strict):
    """Several keystrokes, typed in order."""

    keystrokes: list[KeystrokeRequest]


class MouseEventsRequest(_Strict):
    """Several pointer events, sent in order."""

    mouseEvents: list[MouseEventRequest]


class CodesRequest(_Strict):
    """Keys by their KeyboardEvent.code."""

    codes: list[str]


class PowerRequest(_Strict):
    """What to do with the target's power."""

    action: str = Field(pattern="^(on|off|reset|shutdown)$")


class InsertRequest(_Strict):
    """A medium to insert."""

    image: str = Field(description="An image of the companion, as images and media call it, or an http(s) URL.")
    kind: str = Field(pattern="^(cd|usb|floppy)$")


class EjectRequest(_Strict):
    """The media to eject: one kind, or all."""

    kind: str | None = Field(None, pattern="^(cd|usb|floppy)$")


class ImageRequest(_Strict):
    """An image that is sent in pieces."""

    name: str = Field(description="The name of its file.", max_length=255)
    size: int = Field(gt=0, lt=1 << 50, description="Its length in bytes.")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class BootRequest(_Strict):
    """What the target starts from the next time."""

    source: str = Field(pattern="^(cd|usb|floppy|pxe|disk|setup)$")


class LeaseRequest(_Strict):
    """How the lease is claimed."""

    wait: float = Field(default=0.0, ge=0, le=LONGEST_IN_LINE, allow_inf_nan=False, description="Seconds in line.")
    takeOver: bool = False
    anew: bool = Field(default=False, description="The device was opened again: that it was taken over is forgotten.")


class FaultRequest(_Strict):
    """A fault to simulate."""

    fault: str
    seconds: float = Field(ge=0, le=3600, allow_inf_nan=False)
