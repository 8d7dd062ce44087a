"""Files are whole or not there, when the disk is full, and when several processes write at once."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.whole_files import replacing, write_new, write_whole
from TinyPilotLibrary.vision.drawing.compact import PictureFile

_ROOM = 4096


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file may be larger than a page: the system writes so much of it, and refuses the rest, as on a full disk."""
    if sys.platform == "win32":
        pytest.skip("limits of files are Unix's")
    import resource  # noqa: PLC0415 - only Unix has it

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heeded = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, heeded)


@pytest.mark.usefixtures("little_room")
def test_of_what_has_no_room_nothing_is_left(tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    write_whole(there, b"before")
    for write, path in ((write_new, tmp_path / "new.png"), (write_whole, there), (write_whole, tmp_path / "other.png")):
        with pytest.raises(OSError, match="too large"):
            write(path, bytes(2 * _ROOM))
    assert [path.name for path in tmp_path.iterdir()] == ["there.txt"]
    assert there.read_bytes() == b"before"


@pytest.mark.usefixtures("little_room")
def test_a_picture_that_has_no_room_is_told_and_leaves_no_part_of_it(tmp_path: Path) -> None:
    files = LogPictures(tmp_path)
    for number in range(3):
        with pytest.raises(ConfigurationError, match=r"cannot be saved: File too large"):
            files.save_file(PictureFile(bytes(2 * _ROOM), ".png"), f"screen-{number}")
    assert [path.suffix for path in tmp_path.iterdir()] == [".run"]
    # What has room is saved.
    assert files.save_file(PictureFile(b"small", ".png"), "small").read_bytes() == b"small"


def test_a_name_that_is_taken_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_without_links_a_file_is_new_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    test_a_name_that_is_taken_stays_as_it_is(tmp_path)


def test_what_fails_halfway_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    write_whole(path, b"before")

    @contextmanager
    def half(path: Path) -> Iterator[None]:
        with replacing(path) as draft:
            draft.write_bytes(b"ha")
            yield

    with pytest.raises(KeyboardInterrupt), half(path):
        raise KeyboardInterrupt
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
