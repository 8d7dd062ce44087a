"""What the studios of commands work with. It needs the companion's packages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.hid.layouts import Layout
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.text.reader import ScreenReader


@dataclass(frozen=True)
class Desks:
    """Makes what studios work with.

    Args:
        folders: The folders of templates.
        suites: The folder of suites; None if none is saved.
        fonts: Console fonts besides those that are known.
    """

    folders: Sequence[Path] = ()
    suites: Path | None = None
    fonts: Sequence[Path] = ()

    @property
    def empty(self) -> Desk:
        """One without a device."""
        folders = list(self.folders)
        return Desk(folders=lambda: folders, reader=ScreenReader(fonts=self.fonts))

    def of(self, name: str, layout: Layout, device: Device) -> tuple[Device, Desk]:
        """One for a device, and the device as it is recorded.

        Args:
            name: The device as suites name it.
            layout: The keyboard layout of the target.
            device: The device.
        """
        recorder = Recorder(ScreenReader(fonts=self.fonts))
        desk = replace(self.empty, layout=lambda: layout.name, device=name, suites=self.suites, recorder=recorder)
        return recorder.of(device), desk
