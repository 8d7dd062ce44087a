"""A film as one animated picture: for tickets, which show a single file."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.film import Film
from TinyPilotLibrary.evidence.whole_files import write_whole
from TinyPilotLibrary.vision.drawing.animation import Shot, moving

_KINDS = {".webp": "WEBP", ".gif": "GIF"}
# Nobody waits as long as the target did, nor sees what is gone at once; the last picture is looked at.
_SHORTEST, _LONGEST, _LAST = 0.4, 2.0, 4.0


def write_film_picture(film: Film, pictures: Path, file: Path) -> None:
    """Writes a film as an animated picture.

    Args:
        film: The film.
        pictures: The folder of its pictures.
        file: The file; `.webp` or `.gif`.

    Raises:
        ConfigurationError: If the film has no pictures, one is missing, or the file cannot be written.
    """
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        raise ConfigurationError(f"The film '{file}' must be a .webp or .gif file.")
    if not film.stills:
        raise ConfigurationError(f"The film of '{film.title}' has no pictures.")
    try:
        data = moving(list(_shots(film, pictures)), kind)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
    except OSError as error:
        raise ConfigurationError(f"The film '{file}' cannot be made: {error}.") from error


def _shots(film: Film, folder: Path) -> Iterator[Shot]:
    ends = [*(later.at for _, later in pairwise(film.stills)), film.seconds]
    for number, (still, end) in enumerate(zip(film.stills, ends, strict=True)):
        # What was done before anything was seen belongs to the first picture.
        begin = still.at if number else 0.0
        is_last = number == len(film.stills) - 1
        notes = [note for note in film.notes if begin <= note.at and (note.at < end or is_last)]
        step = film.step_at(still.at)
        told = [f"{still.at:.1f} s", *([step.name.rpartition(".")[2]] if step else []), *(note.text for note in notes)]
        yield Shot(
            (folder / still.picture).read_bytes() if still.picture else b"",
            _LAST if is_last else min(_LONGEST, max(_SHORTEST, end - still.at)),
            " | ".join([*told, *([still.caption] if still.caption else [])]),
            [(note.x, note.y) for note in notes if note.x is not None and note.y is not None],
        )
