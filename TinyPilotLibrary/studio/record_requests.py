"""What the page asks and is answered about a recording."""

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class StartRequest(_Strict):
    """A recording to start."""

    name: str = Field(max_length=100)
    layout: str = "us"


class SecretRequest(_Strict):
    """Whether what is typed from now on is a password."""

    secret: bool


class SaveSuiteRequest(_Strict):
    """The text of a suite to be saved, with the templates that it names."""

    name: str = Field(max_length=100)
    text: str = Field(max_length=1_000_000)
    replace: bool = False


class RunRequest(_Strict):
    """A saved suite to run."""

    name: str = Field(max_length=100)


class RecordingAnswer(BaseModel):
    """What was recorded by now; `text` is None where the page has this version."""

    version: int
    is_on: bool
    is_secret: bool
    name: str
    text: str | None


class SavedSuiteAnswer(BaseModel):
    """The file of a suite, and how many templates it has."""

    file: str
    templates: int


class RunAnswer(BaseModel):
    """What a suite that runs has said; `log` is the address of its log, once there is one."""

    is_running: bool
    code: int | None
    output: str
    log: str
