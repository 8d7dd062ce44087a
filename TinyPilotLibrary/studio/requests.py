"""What the page asks and is answered."""

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class LayoutAnswer(BaseModel):
    """A keyboard layout."""

    name: str
    title: str


class AboutAnswer(BaseModel):
    """The device, and what can be done with it."""

    device: str
    version: str
    abilities: list[str]
    layout: str
    layouts: list[LayoutAnswer]


class ChordsRequest(_Strict):
    """Chords as users write them, pressed in order."""

    chords: list[str] = Field(min_length=1, max_length=100)
    layout: str = "us"
