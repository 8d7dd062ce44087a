"""The rack of docs/rack.md is one that this library opens."""

import re
from pathlib import Path

import pytest
import trustme

from TinyPilotLibrary.devices.kinds import kind_of
from TinyPilotLibrary.session.stands import Stand, read_stands

_DOCUMENT = Path(__file__).parents[2] / "docs" / "rack.md"
_SECRETS = ("TINYPILOT_KEY", "OUTLET_PASSWORD", "BMC_PASSWORD", "COMPANION_KEY", "VNC_PASSWORD")
_CERTIFICATES = ("tinypilots.crt", "companions.crt", "bmcs.crt", "hypervisors.crt")


@pytest.fixture
def rack(tmp_path: Path) -> dict[str, Stand]:
    [text] = re.findall(r"```toml\n(.*?)```", _DOCUMENT.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "devices.toml"
    file.write_text(text, "utf-8")
    return read_stands(file)


def test_it_has_twenty_stands_of_many_kinds(rack: dict[str, Stand]) -> None:
    assert list(rack) == [f"rack-{number:02d}" for number in range(1, 21)]
    assert {kind_of(stand.device.url).name for stand in rack.values()} == {"https", "qemu", "vnc", "virtual"}
    outlets = [outlet for stand in rack.values() if stand.power for outlet in stand.power.outlets]
    switches = [part.url for outlet in outlets for part in outlet.values()]
    assert {url.partition(":")[0] for url in switches} == {"http", "redfish", "command", "wol", "qemu"}
    media = [stand.media.url for stand in rack.values() if stand.media]
    assert {url.partition(":")[0] for url in media} == {"redfish", "command", "qemu"}
    bare = rack["rack-08"]
    assert (bare.power, bare.media) == (None, None)


def test_every_stand_is_opened_without_contact(
    rack: dict[str, Stand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _SECRETS:
        monkeypatch.setenv(name, "s3cret")
    authority = trustme.CA()
    for name in _CERTIFICATES:
        authority.cert_pem.write_to_path(tmp_path / name)
    for stand in rack.values():
        device = stand.open({})
        assert "s3cret" not in f"{device.name} {device!r}"
        device.close()
