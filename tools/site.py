"""The documentation as a site: `python3 tasks.py docs`.

The documents are written for whoever reads them in the repository: links lead to files beside them, also to code. They
are copied, with all that they link to, so that the site has the folders of the repository: a file becomes a page with
its text, a folder one with the names of its files. A broken link fails.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from robot.libdoc import libdoc

from tools.environment import ROOT

#: Where the site is.
OUTPUT = ROOT / "results" / "site" / "html"
_SOURCE = ROOT / "results" / "site" / "source"
_STYLE = "site.css"
_LIBRARY = "TinyPilotLibrary"
_LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)]*)?\))")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_PICTURES = {".png", ".jpg", ".webp"}
_LANGUAGES = {
    ".robot": "robotframework",
    ".py": "python",
    ".yml": "yaml",
    ".toml": "toml",
    ".json": "json",
    "": "groovy",
}


def build() -> int:
    """Builds the site.

    Returns:
        What the process should end with: not 0 if a link is broken.
    """
    shutil.rmtree(_SOURCE, ignore_errors=True)
    for document in documents():
        _copy(document)
    shutil.copyfile(ROOT / "docs" / _STYLE, _SOURCE / "docs" / _STYLE)
    _write_keywords()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    # Material tells at each build what becomes of MkDocs.
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=quiet, check=False).returncode


def documents() -> list[Path]:
    """All pages that are written by hand."""
    own = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted([*own, *(ROOT / "benchmarks").rglob("*.md"), ROOT / "examples" / "README.md"])


def _copy(document: Path) -> None:
    parts = _CODE.split(document.read_text("utf-8"))
    # Every second part is code, in which nothing is a link.
    parts[::2] = [_LINK.sub(lambda link: _linked(document, link), part) for part in parts[::2]]
    _write(document.relative_to(ROOT), "".join(parts))


def _linked(document: Path, link: re.Match[str]) -> str:
    """A link as the site has it; what it leads to is brought along."""
    path = (document.parent / link[2]).resolve()
    if link[2].startswith("https://") or path.suffix == ".md" or not path.exists():
        return link[0]
    place = path.relative_to(ROOT)
    if path.suffix in _PICTURES:
        (_SOURCE / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, _SOURCE / place)
        return link[0]
    # A generator of sites leaves out what is hidden.
    page = Path(*(part.lstrip(".") for part in place.parts)).with_name(f"{place.name.lstrip('.')}.md")
    _write(page, _folder(path) if path.is_dir() else _file(path))
    return f"{link[1]}{Path(os.path.relpath(page, document.parent.relative_to(ROOT))).as_posix()}{link[3]}"


def _folder(path: Path) -> str:
    names = sorted(f"- `{item.relative_to(path).as_posix()}`" for item in path.rglob("*") if item.is_file())
    shown = [name for name in names if "__pycache__" not in name]
    return "\n".join([f"# {path.relative_to(ROOT).as_posix()}", "", "A folder of the repository:", "", *shown, ""])


def _file(path: Path) -> str:
    fence = f"`````{_LANGUAGES.get(path.suffix, 'text')}"
    return "\n".join(
        [f"# {path.relative_to(ROOT).as_posix()}", "", fence, path.read_text("utf-8").rstrip(), "`````", ""]
    )


def _write(page: Path, text: str) -> None:
    target = _SOURCE / page
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def _write_keywords() -> None:
    """Libdoc of the library and of its resources, and a page that leads to them."""
    folder = _SOURCE / "keywords"
    folder.mkdir(parents=True, exist_ok=True)
    resources = sorted((ROOT / _LIBRARY / "resources").glob("*.resource"))
    for name, source in [(_LIBRARY, _LIBRARY), *((path.stem, str(path)) for path in resources)]:
        libdoc(source, str(folder / f"{name}.html"), quiet=True)
    lines = [f"- [{name}]({name}.html){{target=_blank}}" for name in (_LIBRARY, *(path.stem for path in resources))]
    about = "Of the library, and of the resources that come with it:"
    _write(Path("keywords") / "README.md", "\n".join(["# Keywords", "", about, "", *lines, ""]))


if __name__ == "__main__":
    ended = build()
    if not ended:
        print(f"The site: {OUTPUT / 'index.html'}")
    sys.exit(ended)
