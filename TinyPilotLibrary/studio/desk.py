"""What a studio works with beside the device."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.studio.frozen_frames import FrozenFrames
from TinyPilotLibrary.studio.pauses import Pauses
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.studio.recording.suites import SuiteRun
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD


def _nowhere() -> list[Path]:
    return []


def _us() -> str:
    return US.name


def _usual() -> float:
    return DEFAULT_THRESHOLD


@dataclass(frozen=True)
class Desk:
    """What a studio works with beside the device.

    Args:
        layout: Returns the keyboard layout of the target.
        folders: Returns the folders of templates. What is found is in one of them, and so is what is saved.
        threshold: Returns the lowest score that counts as found where none is given.
        reader: Reads texts.
        catalog: The templates that were loaded.
        frozen: The frames that somebody works on.
        pauses: The run that may be paused; None if there is no run.
        device: The device as suites name it; empty for what it calls itself.
        suites: The folder of suites; None if none is saved.
        recorder: Records what is done; None where nothing is recorded.
        run: The suite that is run from the page.
    """

    layout: Callable[[], str] = _us
    folders: Callable[[], list[Path]] = _nowhere
    threshold: Callable[[], float] = _usual
    reader: ScreenReader = field(default_factory=ScreenReader)
    catalog: TemplateCatalog = field(default_factory=TemplateCatalog)
    frozen: FrozenFrames = field(default_factory=FrozenFrames)
    pauses: Pauses | None = None
    device: str = ""
    suites: Path | None = None
    recorder: Recorder | None = None
    run: SuiteRun = field(default_factory=SuiteRun)
