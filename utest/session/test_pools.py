"""`any of:` takes the first stand that is free, and keeps others out of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.errors import ConfigurationError, DeviceInUse
from TinyPilotLibrary.session.pools import stands_of
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.settings import Settings
from TinyPilotLibrary.session.stands import find_stand
from utest.clients import client

_RACK = """
[rack-1]
url = "{url}"
tags = ["uefi", "tpm"]

[rack-2]
url = "virtual:"
tags = ["uefi"]
layout = "de"

[rack-3]
url = "virtual:"
tags = ["bios", "tpm"]
"""


@pytest.fixture
def companion() -> Iterator[str]:
    with running(VirtualDevice()) as url:
        yield url


@pytest.fixture
def rack(tmp_path: Path, companion: str) -> Path:
    file = tmp_path / "devices.toml"
    file.write_text(_RACK.format(url=companion))
    return file


class _Run:
    """A run with its session, and the stands that it took."""

    def __init__(self, file: Path | None) -> None:
        self.took: list[str] = []
        self.session = Session(Settings(10.0, 0.8, None, 0.5), stands_file=lambda: file, took=self.took.append)


@pytest.fixture
def run(rack: Path) -> Iterator[_Run]:
    started = _Run(rack)
    yield started
    started.session.close_all()


@pytest.mark.parametrize(
    ("pool", "names"),
    [
        ("any of: uefi", ["rack-1", "rack-2"]),
        ("Any Of:rack-3,uefi", ["rack-3", "rack-1", "rack-2"]),
        ("any of: uefi + tpm", ["rack-1"]),
        ("any of: rack-2, bios, uefi", ["rack-2", "rack-3", "rack-1"]),
    ],
)
def test_a_pool_has_stands_by_name_and_by_tag(rack: Path, pool: str, names: list[str]) -> None:
    assert [stand.name for stand in stands_of(pool, rack)] == names


@pytest.mark.parametrize(
    ("pool", "told"),
    [
        ("any of: uefy", r"neither a stand 'uefy' nor one with that tag\. Did you mean 'uefi'.*Tags: uefi, tpm, bios"),
        ("any of:", "neither a stand ''"),
        ("any of: uefi+nvme", r"'uefi\+nvme'"),
    ],
)
def test_what_is_neither_stand_nor_tag_is_refused(run: _Run, pool: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        run.session.open(pool, {})


@pytest.mark.parametrize("tags", ['"uefi"', '["a, b"]', '["a+b"]', "[1]", '[""]'])
def test_tags_are_words(tmp_path: Path, tags: str) -> None:
    file = tmp_path / "devices.toml"
    file.write_text(f'[rack-1]\nurl = "virtual:"\ntags = {tags}\n')
    with pytest.raises(ConfigurationError, match="tags must be a list of words"):
        stands_of("any of: rack-1", file)


def test_the_first_that_is_free_is_taken_and_named_and_the_next_is_another(run: _Run) -> None:
    first = run.session.open("any of: uefi", {})
    second = run.session.open("any of: uefi", {})
    assert ([first.alias, second.alias], run.took) == (["rack-1", "rack-2"], ["rack-1", "rack-2"])
    assert run.session.layout.name == "de"
    with pytest.raises(DeviceInUse, match=r"No stand of 'any of: uefi' is free\. 'rack-1': it is open in this run"):
        run.session.open("any of: uefi", {})
    run.session.close("rack-1")
    assert run.session.open("any of: uefi", {}).alias == "rack-1"


@pytest.mark.integration
def test_who_has_each_is_told_and_one_that_becomes_free_is_waited_for(run: _Run, rack: Path, companion: str) -> None:
    with client(companion) as robot, client("any of: bios", folder=rack.parent) as pooled:
        # One is in use over the network, the other by a run on this machine.
        robot.does("press", "KeyA")
        pooled.does("press", "KeyA")
        with pytest.raises(DeviceInUse) as told:
            run.session.open("any of: tpm", {})
        assert f"'rack-1': The device '{companion}' answered 423: The device is in use by " in str(told.value)
        assert "'rack-3': The device 'rack-3' is in use by " in str(told.value)
        assert f"(process {pooled.process.pid})" in str(told.value)
        assert str(told.value).count("wait_for_device=") == 1
        pooled.process.kill()
        assert run.session.open("any of: tpm", {"wait_for_device": "1 min"}).alias == "rack-3"


def test_a_stand_that_cannot_be_reached_is_not_free(tmp_path: Path) -> None:
    file = tmp_path / "devices.toml"
    file.write_text('[gone]\nurl = "http://127.0.0.1:9"\n[here]\nurl = "virtual:"\n')
    run = _Run(file)
    assert run.session.open("any of: gone, here", {}).alias == "here"
    run.session.close_all()


def test_a_pool_is_no_stand_and_is_not_taken_over(run: _Run, rack: Path) -> None:
    with pytest.raises(ConfigurationError, match="is a pool"):
        find_stand("any of: uefi", rack)
    with pytest.raises(ConfigurationError, match="take_over= is for one stand"):
        run.session.open("any of: uefi", {"take_over": True})
    with pytest.raises(ConfigurationError, match="no option 'grafics'"):
        run.session.open("any of: uefi", {"grafics": "1x1"})
    with pytest.raises(ConfigurationError, match=r"needs a devices\.toml"):
        _Run(None).session.open("any of: uefi", {})
    assert not run.took
