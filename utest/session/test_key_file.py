"""A key or a password from a file: the whole of its first line."""

from pathlib import Path

import pytest

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.session.parts import read_key_file


@pytest.mark.parametrize(
    "text", ["correct horse battery\n", "correct horse battery", "\ufeffcorrect horse battery\r\nsecond line\r\n"]
)
def test_it_is_the_first_line_and_not_the_first_word(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(text.encode())
    assert read_key_file(file) == "correct horse battery"


@pytest.mark.parametrize(("data", "told"), [(b"", "empty"), (b" \n", "empty"), (b"\xff\xfe\x00", "not a text file")])
def test_a_file_without_one_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(data)
    with pytest.raises(ConfigurationError, match=told):
        read_key_file(file)
