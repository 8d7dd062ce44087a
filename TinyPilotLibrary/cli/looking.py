"""What commands look for on a device's screen, by the library's own keywords: what suites find, they find."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.devices.options import seconds
from TinyPilotLibrary.text.ocr import Script
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Region

if TYPE_CHECKING:
    from TinyPilotLibrary.library import TinyPilotLibrary

LOCATOR_HELP = "An image (image:ok.png or ok.png), tag:NAME, text:TEXT, re:REGEX or point:X,Y, as in suites."
TemplatesOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="DIR", help="A folder of templates and needles, by default the current one; repeatable."),
]
RegionOption = Annotated[str | None, typer.Option(help="Where to look: left,top,width,height.")]
ExactOption = Annotated[Exact | None, typer.Option(help="row: a text must be a whole row of a list, in its column.")]
StateOption = Annotated[TextState | None, typer.Option(help="The state that a text must be in.")]
ScaleOption = Annotated[float, typer.Option(help="The size of templates on the screen, relative to their own.")]
FontsOption = Annotated[
    list[Path] | None, typer.Option("--font", metavar="FILE", help="A PSF file with the font of a console; repeatable.")
]
LanguagesOption = Annotated[
    list[Script] | None,
    typer.Option("--language", help="What text that OCR reads is written in, by default Latin; repeatable."),
]


@dataclass(frozen=True)
class Looking:
    """How something is looked for, as commands take it."""

    templates: TemplatesOption = None
    region: RegionOption = None
    threshold: Annotated[float | None, typer.Option(help="The lowest score at which a template counts as found.")] = (
        None
    )
    scale: ScaleOption = 1.0
    ignore_case: Annotated[bool, typer.Option("--ignore-case", help="Ignore the case of texts.")] = False
    similarity: Annotated[float | None, typer.Option(help="How similar a text must be, 0.0 to 1.0.")] = None
    exact: ExactOption = None
    state: StateOption = None
    fonts: FontsOption = None
    languages: LanguagesOption = None
    timeout: Annotated[str, typer.Option(help="How long to wait for it, such as 30s or 2m; 0 looks once.")] = "10s"
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell how a long wait goes on.")] = False

    @property
    def area(self) -> Region:
        """Where to look."""
        return Region.parse(self.region) if self.region else WHOLE

    @property
    def limit(self) -> timedelta:
        """How long to wait."""
        return duration("timeout", self.timeout)

    @property
    def arguments(self) -> dict[str, object]:
        """What keywords are called with."""
        return {
            "region": self.area,
            "threshold": self.threshold,
            "scale": self.scale,
            "ignore_case": self.ignore_case,
            "similarity": self.similarity,
            "exact": self.exact,
            "state": self.state,
            "timeout": self.limit,
        }


def duration(name: str, text: str) -> timedelta:
    """Reads a duration that was given as an option.

    Args:
        name: The option's name, for messages.
        text: What was given, such as `500ms` or `2m`.

    Returns:
        The duration.

    Raises:
        ConfigurationError: If it is none.
    """
    return timedelta(seconds=seconds(name, text))


@contextmanager
def library_at(at: Opening, look: Looking, layout: str | None = None) -> Iterator["TinyPilotLibrary"]:
    """The library with its device opened, and closed again.

    Args:
        at: The device.
        look: How something is looked for.
        layout: The keyboard layout that the target is set to; that of the stand if None.

    Yields:
        The library; its keywords are methods.
    """
    # Robot Framework, which not all commands need.
    from TinyPilotLibrary.evidence.consoles import console_of_command  # noqa: PLC0415
    from TinyPilotLibrary.library import TinyPilotLibrary  # noqa: PLC0415

    class Library(TinyPilotLibrary):
        console_of_waits = staticmethod((lambda: None) if look.quiet else console_of_command)

    languages = [script.value for script in look.languages or ()]
    library = Library(templates=look.templates, fonts=look.fonts, languages=languages, layout=layout)
    library.open_device(at.device, **at.options)
    try:
        yield library
    finally:
        library.close_all_devices()
