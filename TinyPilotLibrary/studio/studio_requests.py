"""What the page asks and is answered."""

from typing import Literal

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
    operates: bool
    layout: str
    pauses: bool
    records: bool
    stored: bool
    suites: str
    threshold: float
    folders: list[str]
    layouts: list[LayoutAnswer]


class ChordsRequest(_Strict):
    """Chords as users write them, pressed in order."""

    chords: list[str] = Field(min_length=1, max_length=100)
    layout: str = "us"


class TryRequest(_Strict):
    """A locator to try, and how it is looked for."""

    locator: str = Field(min_length=1, max_length=1000)
    region: str = Field("", max_length=100)
    offset: str = Field("", max_length=100, description="How far from it a click goes, as `offset=` of keywords.")
    threshold: float | None = None
    scale: float = 1.0
    ignore_case: bool = False
    similarity: float | None = None
    exact: Literal["row"] | None = None
    state: Literal["enabled", "disabled", "checked", "unchecked", "selected"] | None = None
    frozen: int | None = Field(None, description="The number of the frozen frame to look at; the screen if not given.")


class FoundAnswer(BaseModel):
    """A place where it is, and where a click on it goes; `no_click` says why it goes nowhere."""

    region: list[int]
    score: float
    click: list[int] | None
    no_click: str = ""
    text: str = ""
    template: str = ""


class MissedAnswer(BaseModel):
    """What came closest, and why it was refused."""

    locator: str
    region: list[int] | None
    score: float
    threshold: float
    reason: str


class TryAnswer(BaseModel):
    """All places of a locator, or what came closest."""

    found: list[FoundAnswer] = []
    missed: list[MissedAnswer] = []
    notes: list[str] = []


class FrozenAnswer(BaseModel):
    """A frame that stays as it is."""

    number: int
    width: int
    height: int


class AreaRequest(_Strict):
    """An area of a frozen frame."""

    frozen: int
    region: list[int] = Field(min_length=4, max_length=4)


class FittedAnswer(BaseModel):
    """An area that is fitted to what is in it."""

    region: list[int]


class AreaVerdict(BaseModel):
    """Whether an area can be a template, how unique it is on its own frame, and whether it is found there otherwise."""

    unusable: str = ""
    twins: int = 0
    nearest: FoundAnswer | None = None
    dimmed: bool = False
    tinted: bool = False


class TextVerdict(BaseModel):
    """The text in an area as a locator, and how often that is on the frame."""

    locator: str = ""
    places: int = 0
    error: str = ""


class Area(_Strict):
    """A part of a template."""

    kind: Literal["match", "exclude", "text", "click"]
    region: list[int] = Field(min_length=4, max_length=4)


class SaveRequest(_Strict):
    """Areas of a frozen frame to be saved as a template."""

    frozen: int
    name: str = Field(max_length=200)
    areas: list[Area] = Field(min_length=1, max_length=50)
    tags: list[str] = Field(default=[], max_length=50)
    folder: str = Field("", description="One of the folders of templates; the first if not given.")
    replace: bool = False


class SavedAnswer(BaseModel):
    """The file of a template, and where it is found on the frame that it was cut from."""

    file: str
    found: FoundAnswer | None = None
    warning: str = ""


class ProposedArea(BaseModel):
    """An area that could be saved."""

    kind: str
    region: list[int]


class PausedThing(BaseModel):
    """What was missed, and what could be saved instead; `name` is empty if it is not a picture.

    `read` is what was read instead of a text, the closest line first, in pieces: whether each differs, and what it is.
    """

    locator: str
    region: list[int] | None
    score: float
    threshold: float
    reason: str
    pictures: list[str]
    folder: str
    name: str
    areas: list[ProposedArea]
    replaces: bool
    tags: list[str]
    read: list[list[tuple[bool, str]]]


class PausedWork(BaseModel):
    """A paused run."""

    number: int
    message: str
    test: str
    frozen: int | None
    can_go_on: bool
    seconds_left: float
    missed: list[PausedThing]


class PauseAnswer(BaseModel):
    """Whether the run is paused."""

    version: int
    pause: PausedWork | None


class AnswerRequest(_Strict):
    """How a run goes on."""

    answer: Literal["retry", "go on", "skip", "fail", "abort"]
