"""The pictures of this folder with what is true of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
#: Programs that nothing of the reader was made with.
PROGRAMS = HERE / "programs"


@dataclass(frozen=True)
class Sample:
    """A picture and what is true of it.

    Args:
        name: Its name; `NAME.png` is the picture, `NAME.json` has the rest.
        kind: `cells`: a character screen; `graphical`: anything else.
        source: What is seen: programs and versions.
        truth: Where the true text is from.
        lines: The text: of cells each row in its full width, of a graphical screen line by line as a person reads it.
        attributes: Of cells, if known: for each row the VGA attributes, two hexadecimal digits a cell.
        font: Of cells: what the characters are drawn with.
        cell: Of cells: width and height of one.
        offset: Of cells: where the first one is.
        cursor: Of cells, if known: column and row of the cursor.
        selected: The selected row's text, if there is one.
        folder: Where its files are.
    """

    name: str
    kind: str
    source: str
    truth: str
    lines: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    font: str = ""
    cell: tuple[int, int] = (0, 0)
    offset: tuple[int, int] = (0, 0)
    cursor: tuple[int, int] | None = None
    selected: str = ""
    folder: Path = HERE

    @property
    def picture(self) -> Path:
        """The PNG."""
        return self.folder / f"{self.name}.png"


def load(kind: str = "", folder: Path = HERE) -> list[Sample]:
    """All samples of a folder, or those of a kind, by name."""
    samples = [_read(path) for path in sorted(folder.glob("*.json"))]
    return [sample for sample in samples if kind in ("", sample.kind)]


def _read(path: Path) -> Sample:
    facts = json.loads(path.read_text("utf-8"))
    names = ("kind", "source", "truth", "font", "selected")
    pairs: dict[str, Any] = {name: tuple(facts[name]) for name in ("cell", "offset", "cursor") if facts.get(name)}
    return Sample(
        path.stem,
        lines=tuple(facts.get("lines", ())),
        attributes=tuple(facts.get("attributes", ())),
        folder=path.parent,
        **{name: facts[name] for name in names if name in facts},
        **pairs,
    )
