"""`command:` inserts and ejects media by what the lab has."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.media import MEDIA_KINDS
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported
from TinyPilotLibrary.session.stands import find_stand
from utest.conftest import RunSuite

# A drive that is a folder: a file for each kind, whose content is the image's name.
_DRIVE = """#!/bin/sh
cd "$(dirname "$0")/drive"
case $TINYPILOT_ACTION in
insert) printf '%s' "$1" > "$2" ;;
eject) rm -f "$1" ;;
inserted) for kind in *; do [ -e "$kind" ] && echo "$kind $(cat "$kind")"; done; true ;;
boot) printf '%s for %s' "$1" "$TINYPILOT_STAND" > ../boot ;;
esac
"""

Options = dict[str, object]


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    script = tmp_path / "drive.sh"
    script.write_text(_DRIVE)
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    return script


@pytest.fixture
def options(drive: Path) -> Options:
    return {
        "insert": [str(drive), "{image}", "{kind}"],
        "eject": f"{drive} {{kind}}",
        "inserted": str(drive),
        "boot": f"{drive} {{source}}",
    }


@pytest.mark.integration
def test_media_come_and_go_by_commands(options: Options, drive: Path) -> None:
    media = MEDIA_KINDS.open("command:", options, {"stand": "stand-4"})
    able = require(media, HasMedia)
    able.insert_medium("a disc.iso", MediumKind.CD)
    able.insert_medium("stick $HOME", MediumKind.USB)
    assert able.media() == [Medium(MediumKind.CD, "a disc.iso"), Medium(MediumKind.USB, "stick $HOME")]
    able.eject_medium(MediumKind.CD)
    assert able.media() == [Medium(MediumKind.USB, "stick $HOME")]
    able.eject_medium()
    assert able.media() == []
    require(media, BootsOnce).boot_once(BootSource.PXE)
    assert drive.with_name("boot").read_text() == "pxe for stand-4"


def test_what_there_is_no_command_for_is_not_offered(options: Options) -> None:
    media = MEDIA_KINDS.open("command:", {"boot": options["boot"]}, {})
    assert capability_of(media, HasMedia) is None
    silent = MEDIA_KINDS.open("command:", {**options, "boot": None, "inserted": None}, {})
    assert capability_of(silent, BootsOnce) is None
    with pytest.raises(NotSupported, match="give a command for it, inserted="):
        require(silent, HasMedia).media()


@pytest.mark.integration
def test_a_command_that_prints_something_else_is_told(options: Options) -> None:
    media = MEDIA_KINDS.open("command:", {**options, "inserted": "echo tape x"}, {})
    with pytest.raises(DeviceError, match=r"a line with the kind .* It printed: tape x"):
        require(media, HasMedia).media()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: {}, "needs commands"),
        (lambda all_of: {**all_of, "insert": "drive"}, r"insert= lacks \{image\}"),
        (lambda all_of: {**all_of, "boot": "drive"}, r"boot= lacks \{source\}"),
        (lambda all_of: {**all_of, "eject": None}, "belong together"),
        (lambda all_of: {**all_of, "timeout": 0}, "must be longer than 0 s"),
        (lambda all_of: {**all_of, "inset": "x"}, "no option 'inset'. Did you mean 'insert'"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_run(
    options: Options, change: Callable[[Options], Options], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        MEDIA_KINDS.open("command:", change(options), {})


def test_what_is_no_way_to_insert_media_is_refused_with_those_that_are() -> None:
    with pytest.raises(ConfigurationError, match=r"is not a way to insert media.*Known: command:, .*qemu:, redfish:"):
        MEDIA_KINDS.check("redfisch://10.0.0.1", [])


@pytest.mark.integration
def test_a_stand_has_media_from_elsewhere(tmp_path: Path, options: Options) -> None:
    file = tmp_path / "devices.toml"
    lines = "".join(f"{name} = {value!r}\n" for name, value in options.items())
    file.write_text(f'[stand-4]\nurl = "virtual:"\n[stand-4.media]\nurl = "command:"\n{lines}')
    device = find_stand("stand-4", file).open({})
    require(device, HasMedia).insert_medium("a.iso", MediumKind.CD)
    assert (tmp_path / "drive" / "cd").read_text() == "a.iso"
    require(device, BootsOnce).boot_once(BootSource.CD)
    assert (tmp_path / "boot").read_text() == "cd for stand-4"
    device.close()
    file.write_text('[stand-4]\nurl = "virtual:"\nmedia = { url = "command:", inset = "x" }\n')
    with pytest.raises(ConfigurationError, match=r"The stand 'stand-4' in '.*', media: .*no option 'inset'"):
        find_stand("stand-4", file)


@pytest.mark.integration
def test_keywords_insert_and_eject(run_suite: RunSuite, options: Options, drive: Path) -> None:
    head = "*** Settings ***\nLibrary    TinyPilotLibrary\n*** Test Cases ***\nMedia\n"
    media = "{**" + repr({"url": "command:", **options}) + "}"
    lines = [
        f"VAR    ${{media}}    ${{{{ {media} }}}}",
        "Open Device    virtual:    media=${media}",
        "Insert Medium    debian.ISO",
        "Insert Medium    stick.img",
        "@{found} =    Get Media",
        "Should Be Equal    ${found}[0][kind] ${found}[0][image]    cd debian.ISO",
        "Should Be Equal    ${found}[1][kind] ${found}[1][image]    usb stick.img",
        "Eject Medium    usb",
        "Boot Once From    cd",
    ]
    ran = run_suite(head + "".join(f"    {line}\n" for line in lines))
    assert ran.result.return_code == 0, ran.message
    assert [path.name for path in (drive.parent / "drive").iterdir()] == ["cd"]
    ran = run_suite(head + "    Open Device    virtual:\n    Insert Medium    debian.iso\n")
    assert "Inserting media is not possible with 'virtual:'" in ran.message
    assert "a stand with a 'media' part" in ran.message
    assert "by=person" in ran.message
