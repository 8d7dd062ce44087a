"""devices.toml: the named devices of a lab."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.protocol import HasPower
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, NotSupported, NoVideoSignal
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.session.stands import find_file, find_stand, read_stands


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "devices.toml"


def _refused(file: Path, text: str) -> str:
    file.write_text(text)
    with pytest.raises(ConfigurationError) as refused:
        read_stands(file)
    message = str(refused.value)
    assert str(file) in message
    return message


@pytest.fixture(scope="module")
def locked() -> Iterator[str]:
    """A companion that demands the key 'k3y'."""
    with running(VirtualDevice(), Serving(port=0, api_key="k3y")) as url:
        yield url


def test_a_stand_is_opened_with_its_options(file: Path) -> None:
    file.write_text('[bench]\nurl = "virtual:"\ngraphics = "1920x1080"\nlayout = "us"\n')
    stand = find_stand("bench", file)
    assert stand.layout == "us"
    device = stand.open({})
    assert isinstance(device, VirtualDevice)
    assert device.computer.graphics.width == 1920
    device.close()


def test_a_url_is_a_stand_of_its_own() -> None:
    device = find_stand("virtual:", None).open({"graphics": "1920x1080"})
    assert device.name == "virtual:"
    device.close()


def test_an_unknown_stand_is_refused_with_those_there_are(file: Path) -> None:
    file.write_text('[left]\nurl = "virtual:"\n[right]\nurl = "virtual:"\n')
    with pytest.raises(ConfigurationError, match=r"no stand 'middle' in '.*'\. Known: left, right\."):
        find_stand("middle", file)
    with pytest.raises(ConfigurationError, match=r"neither a device URL.*no devices\.toml here"):
        find_stand("left", None)


def test_the_nearest_file_above_is_found(tmp_path: Path, file: Path) -> None:
    below = tmp_path / "suites" / "setup"
    below.mkdir(parents=True)
    file.touch()
    assert find_file(below) == file
    (tmp_path / "suites" / "devices.toml").touch()
    assert find_file(below) == tmp_path / "suites" / "devices.toml"


# Where the key comes from


def test_the_key_comes_from_the_environment(file: Path, locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(f'[stand]\nurl = "{locked}"\napi_key_env = "STAND_KEY"\n')
    stand = find_stand("stand", file)
    monkeypatch.delenv("STAND_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=r"environment variable 'STAND_KEY'.*is not set"):
        stand.open({})
    monkeypatch.setenv("STAND_KEY", "k3y")
    device = stand.open({})
    assert device.frame().size.width == 720
    device.close()


def test_the_key_comes_from_a_file_beside(file: Path, locked: str) -> None:
    file.write_text(f'[stand]\nurl = "{locked}"\napi_key_file = "stand.key"\n')
    stand = find_stand("stand", file)
    with pytest.raises(ConfigurationError, match=r"stand\.key' cannot be read"):
        stand.open({})
    (file.parent / "stand.key").write_text("\n")
    with pytest.raises(ConfigurationError, match="is empty"):
        stand.open({})
    (file.parent / "stand.key").write_bytes(b"\xff\xfek\x00")
    with pytest.raises(ConfigurationError, match="is not a text file"):
        stand.open({})
    (file.parent / "stand.key").write_text("k3y\n")
    device = stand.open({})
    assert device.frame().size.width == 720
    device.close()


def test_a_key_that_is_given_counts_instead_of_the_file_s(file: Path, locked: str) -> None:
    file.write_text(f'[stand]\nurl = "{locked}"\napi_key_env = "NOT_SET_ANYWHERE"\n')
    device = find_stand("stand", file).open({"api_key": "k3y"})
    assert device.frame().size.width == 720
    device.close()


def test_keys_in_the_file_are_refused_and_not_shown(file: Path) -> None:
    for text in ('url = "https://a.test"\napi_key = "s3cret"', 'url = "https://a.test?api_key=s3cret"'):
        message = _refused(file, f"[stand]\n{text}\n")
        assert "api_key" in message
        assert "s3cret" not in message


def test_a_certificate_is_looked_up_beside_the_file(file: Path) -> None:
    file.write_text('[stand]\nurl = "https://a.test"\nca_certificate = "ca.crt"\n')
    assert find_stand("stand", file).device.options["ca_certificate"] == str(file.parent / "ca.crt")


# Parts


def test_picture_and_power_come_from_elsewhere(file: Path) -> None:
    keys, picture, power = VirtualDevice(), VirtualDevice(), VirtualDevice()
    with running(keys, Serving(port=0, plain=True)) as a, running(picture) as b, running(power) as c:
        file.write_text(f'[stand]\nurl = "{a}"\nvideo = "{b}"\npower = {{ url = "{c}", read_timeout = "9s" }}\n')
        device = find_stand("stand", file).open({})
        device.type([Keystroke("KeyA")])
        require(device, HasPower).power_off()
        assert device.frame().size.width == 720
        assert keys.computer.keyboard.received == ["+KeyA", "-KeyA"]
        assert [part.computer.is_off for part in (keys, picture, power)] == [False, False, True]
        picture.power_off()
        with pytest.raises(NoVideoSignal):
            device.frame()
        device.close()


def test_without_a_part_for_power_there_is_none(file: Path) -> None:
    with running(VirtualDevice(), Serving(port=0, plain=True)) as keys:
        file.write_text(f'[stand]\nurl = "{keys}"\nvideo = "virtual:"\n')
        device = find_stand("stand", file).open({})
        with pytest.raises(NotSupported, match="'power' part"):
            require(device, HasPower)
        device.close()


# What is wrong is told when the file is read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[stand\n", "not valid TOML"),
        ("[stand]\n", 'url is missing. Add it, for example url = "https://tinypilot.local"'),
        ("[stand]\nurl = 5\n", "url is missing"),
        ('stand = "virtual:"\n', "must be a table: [stand]"),
        ('[stand]\nurl = "tinypilot.local"\n', "write https://tinypilot.local."),
        ('[stand]\nurl = "10.0.0.13:8000"\n', "write https://10.0.0.13:8000."),
        ('[stand]\nurl = "[fe80::1]"\n', "write https://[fe80::1]."),
        ('[stand]\nurl = "carrier-pigeon:x"\n', "has an unknown scheme. Known: "),
        ('[stand]\nurl = "virtual:"\nspeed = 1\n', "no option 'speed'. Its options: graphics, quality, setup_prompt"),
        ('[stand]\nurl = "virtual:?speed=1"\n', "no option 'speed'"),
        ('[stand]\nurl = "virtual:"\napi_key_env = "X"\n', "no option 'api_key'"),
        ('[stand]\nurl = "virtual:"\nlayout = "klingon"\n', "klingon"),
        ('[stand]\nurl = "https://a.test"\napi_key_env = "X"\napi_key_file = "x"\n', "not both"),
        ('[stand]\nurl = "virtual:"\nvideo = "virtual:?x=1"\n', "video: The device 'virtual:' has no option 'x'"),
        ('[stand]\nurl = "virtual:"\npower = { port = 1 }\n', "power: a table has a url"),
        ('[stand]\nurl = "virtual:"\n[other]\nurl = "virtual:"\npower = 5\n', "'other'"),
    ],
)
def test_what_is_wrong_is_told_with_stand_and_file(file: Path, text: str, told: str) -> None:
    assert told in _refused(file, text)


def test_a_file_of_an_editor_that_marks_utf_8_is_read(file: Path) -> None:
    file.write_text('[stand]\nurl = "virtual:"\n', "utf-8-sig")
    assert find_stand("stand", file).name == "stand"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read_stands(tmp_path / "none.toml")
