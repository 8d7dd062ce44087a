"""Files that are whole or not there: neither a full disk nor the end of a process leaves a part of one."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file, or replaces it: who reads it meanwhile reads what was there before.

    Args:
        path: The file.
        data: Its content.

    Raises:
        OSError: If it cannot be written; then nothing has changed.
    """
    with replacing(path) as draft:
        draft.write_bytes(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Writes a file by what wants to write it itself.

    Args:
        path: The file.

    Yields:
        Where to write it; it is renamed at the end.

    Raises:
        OSError: If it cannot be renamed.
    """
    with _draft_of(path) as draft:
        yield draft
        draft.replace(path)


def write_new(path: Path, data: bytes) -> None:
    """Writes a file under a name that nobody has, whoever else wants it at the same time.

    Args:
        path: The file.
        data: Its content.

    Raises:
        FileExistsError: If there is a file of this name already.
        OSError: If it cannot be written; then there is none.
    """
    with _draft_of(path) as draft:
        draft.write_bytes(data)
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links. The name is taken first, and only then has it something to be whole.
            path.open("xb").close()
            draft.replace(path)


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """A file beside another, which is gone afterwards."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
