"""Media where the gadget has no drives. That its host reads what is inserted is shown in the lab machine."""

from pathlib import Path

import pytest

from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.gadget.gadget_media import GadgetMedia
from TinyPilotLibrary.devices.media_protocol import MediumKind
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import NotSupported


def test_a_machine_without_drives_says_how_to_make_them(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(512))
    media = GadgetMedia("gadget:", tmp_path)
    assert not media.is_there
    for use in (media.media, media.eject_medium, lambda: media.insert_medium(str(image), MediumKind.USB)):
        with pytest.raises(NotSupported, match="sudo tinypilot gadget up --media"):
            use()
    with pytest.raises(NotSupported, match="no floppy drive"):
        media.insert_medium(str(image), MediumKind.FLOPPY)
    device = open_device("gadget:", {"video": "http://127.0.0.1:1"})
    assert "media" not in capability_names(device)
    device.close()
