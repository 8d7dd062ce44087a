"""What the documentation says is true: its examples and suites run, and its links lead somewhere."""

import ast
import inspect
import io
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import NamedTuple

import pytest
from robot.api import ExecutionResult
from robot.api.interfaces import ListenerV3
from robot.libdoc import LibraryDocumentation
from robot.run import run

from TinyPilotLibrary.devices.capabilities import CAPABILITIES
from TinyPilotLibrary.devices.kinds import GROUP, MEDIA_GROUP, POWER_GROUP, class_of, kinds
from TinyPilotLibrary.devices.protocol import TellsWhoCan

_ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"```robotframework\n(.*?)```", re.DOTALL)
_DOCUMENTS = [
    *sorted(_ROOT.glob("*.md")),
    *sorted((_ROOT / "docs").rglob("*.md")),
    *sorted((_ROOT / "benchmarks").rglob("*.md")),
    _ROOT / "examples" / "README.md",
]
_LIBDOC = LibraryDocumentation("TinyPilotLibrary")
# How the table of docs/devices.md speaks of each capability.
_TOLD_BY = {
    "new-frames": "new frame",
    "held-keys": "`Hold Keys`",
    "interruption": "interrupted",
    "power": "`Power On`",
    "power-state": "`Get Power State`",
    "shutdown": "graceful",
    "media": "`Insert Medium`",
    "boot-once": "`Boot Once From`",
    "leds": "`Get Keyboard Leds`",
    "faults": "`Simulate Fault`",
}


def _dry_run(examples: dict[str, str], tmp_path: Path) -> None:
    """Runs suites dry: keywords, arguments and settings are checked, devices are not touched."""
    folder = tmp_path / "examples"
    folder.mkdir()
    for name, text in examples.items():
        example = text
        if "Library     TinyPilotLibrary" not in example and "Library    TinyPilotLibrary" not in example:
            example = "*** Settings ***\nLibrary    TinyPilotLibrary\n" + example
        if "*** Test Cases ***" not in example:
            # Settings alone are checked as part of a suite with a test.
            example += "\n*** Test Cases ***\nThe Settings Are Valid\n    Close All Devices\n"
        (folder / f"{name}.robot").write_text(example, "utf-8")
    errors = io.StringIO()
    results = tmp_path / "results"
    run(str(folder), dryrun=True, outputdir=str(results), variable=["KEY:key"], stdout=io.StringIO(), stderr=errors)
    suite = ExecutionResult(results / "output.xml").suite
    assert not [f"{test.full_name}: {test.message}" for test in suite.all_tests if not test.passed]
    # What is wrong in the settings fails no test; it goes to the error stream.
    assert not errors.getvalue()
    assert suite.test_count >= len(examples) > 0


def test_the_examples_of_the_keywords_pass_a_dry_run(tmp_path: Path) -> None:
    texts = {"Introduction": _LIBDOC.doc, **{item.name: item.doc for item in _LIBDOC.keywords}}
    _dry_run({name: _BLOCK.findall(text)[0] for name, text in texts.items()}, tmp_path)


@pytest.mark.integration
def test_the_suites_of_the_documents_pass_a_dry_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGET_PASSWORD", "password")
    found = {
        f"{document.stem} {number}": suite
        for document in _DOCUMENTS
        # The keyword that it adds is one that there is not; it has a test of its own.
        if document.name != "CONTRIBUTING.md"
        for number, suite in enumerate(_BLOCK.findall(document.read_text("utf-8")))
    }
    _dry_run(found, tmp_path)


@pytest.mark.integration
def test_the_suite_of_the_readme_passes(tmp_path: Path) -> None:
    [suite] = _BLOCK.findall((_ROOT / "README.md").read_text("utf-8"))
    assert len(suite.splitlines()) <= 15
    folder = tmp_path / "wherever"
    folder.mkdir()
    # Its firmware waits for the keys, however busy this machine is.
    patient = suite.replace("url=virtual:", "url=virtual:?setup_prompt=10m")
    assert patient != suite
    (folder / "suite.robot").write_text(patient, "utf-8")
    (folder / "templates").symlink_to(_ROOT / "TinyPilotLibrary" / "demo" / "templates")
    command = [sys.executable, "-m", "robot", "--outputdir", "results", "suite.robot"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.relative_to(_ROOT).as_posix())
def test_the_links_of_a_document_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    assert text.startswith("# ")
    broken = []
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", _without_code(text)):
        if target.startswith("https://"):
            continue
        found = document.parent / target if target else document
        if not found.exists() or (anchor and anchor not in _anchors(found)):
            broken.append(f"{target}#{anchor}" if anchor else target)
    assert not broken


@pytest.mark.parametrize("kind", entry_points(group=GROUP), ids=lambda kind: kind.name)
def test_the_options_of_a_device_are_all_told(kind: EntryPoint) -> None:
    name = {"http": "https"}.get(kind.name, kind.name)
    text = (_ROOT / "docs" / "devices" / f"{name}.md").read_text("utf-8")
    assert text.startswith(f"# `{name}:")
    told = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    parameters = inspect.signature(kind.load()).parameters.values()
    assert told == [item.name for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY]


@pytest.mark.parametrize(
    "kind",
    [point for group in (POWER_GROUP, MEDIA_GROUP) for point in entry_points(group=group)],
    ids=lambda kind: f"{kind.group.rpartition('.')[2]} {kind.name}",
)
def test_the_options_of_parts_that_are_no_devices_are_all_told(kind: EntryPoint) -> None:
    text = (_ROOT / "docs" / f"{kind.group.rpartition('.')[2]}.md").read_text("utf-8")
    heading = {"https": "http", "redfish+http": "redfish"}.get(kind.name, kind.name)
    [section] = re.findall(rf"^## `{heading}:.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    parameters = inspect.signature(kind.load()).parameters.values()
    assert told == [item.name for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY]


def test_what_only_some_devices_can_is_told_as_their_classes_have_it() -> None:
    text = (_ROOT / "docs" / "devices.md").read_text("utf-8")
    [table] = re.findall(r"^(\| \|(?=[^\n]*`gadget:`).*?)\n\n", text, re.MULTILINE | re.DOTALL)
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    for capability in CAPABILITIES:
        [row] = [row for what, row in told.items() if _TOLD_BY[capability.name] in what]
        for name in ("qemu", "gadget", "virtual"):
            device_class = class_of(kinds()[name])
            assert device_class is not None
            cell, is_always = row[f"`{name}:`"], issubclass(device_class, capability.kind)
            if not is_always and isinstance(device_class, TellsWhoCan) and device_class.can_if(capability.kind):
                # The condition stands in its place.
                assert cell not in {"yes", "no"}, capability.name
            else:
                assert cell == ("yes" if is_always else "no"), capability.name


class _Function(NamedTuple):
    """A public function or method of the library."""

    path: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None
    taken: tuple[str, ...]

    @property
    def tells(self) -> bool:
        section = re.search(r"^Args:\n((?:    .*\n?)*)", ast.get_docstring(self.node) or "", re.MULTILINE)
        told = re.findall(r"^    \*{0,2}(\w+): \S", section[1], re.MULTILINE) if section else []
        return tuple(told) == self.taken

    @property
    def decorators(self) -> set[str]:
        return {ast.unparse(decorator).partition("(")[0] for decorator in self.node.decorator_list}

    @property
    def bases(self) -> set[str]:
        return {ast.unparse(base).partition("[")[0] for base in self.owner.bases} if self.owner else set()

    @property
    def is_hook(self) -> bool:
        """Whether Robot Framework calls it, as its interface of listeners tells."""
        owned = self.owner.body if self.owner else []
        versions = [item for item in owned if ast.unparse(item).startswith("ROBOT_LISTENER_API_VERSION")]
        return bool(versions) and hasattr(ListenerV3, self.node.name)


def _taken(function: ast.FunctionDef | ast.AsyncFunctionDef, *, bound: bool) -> tuple[str, ...]:
    """What a function takes, in the order of its signature, without `self` and without what it does not use."""
    args = function.args
    several, named = ([arg] if arg else [] for arg in (args.vararg, args.kwarg))
    every = [*args.posonlyargs, *args.args, *several, *args.kwonlyargs, *named]
    return tuple(arg.arg for arg in every[bound:] if arg.arg != "_")


@cache
def _functions() -> dict[str, list[_Function]]:
    """The public functions and methods of each room."""
    found: dict[str, list[_Function]] = {}
    for path in sorted((_ROOT / "TinyPilotLibrary").rglob("*.py")):
        place = path.relative_to(_ROOT / "TinyPilotLibrary")
        room = found.setdefault(place.parts[0], [])
        waiting: list[ast.Module | ast.ClassDef] = [ast.parse(path.read_text("utf-8"))]
        while waiting:
            node = waiting.pop()
            owner = node if isinstance(node, ast.ClassDef) else None
            for item in node.body:
                if isinstance(item, ast.ClassDef) and not item.name.startswith("_"):
                    waiting.append(item)
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not item.name.startswith("_"):
                    is_static = any(ast.unparse(decorator) == "staticmethod" for decorator in item.decorator_list)
                    taken = _taken(item, bound=owner is not None and not is_static)
                    room.append(_Function(place.as_posix(), item, owner, taken))
    return found


@cache
def _told_by_classes() -> dict[tuple[str, tuple[str, ...]], list[_Function]]:
    """The methods that tell of their arguments, by their names and these."""
    found: dict[tuple[str, tuple[str, ...]], list[_Function]] = {}
    for function in (each for room in _functions().values() for each in room):
        if function.owner and function.tells:
            found.setdefault((function.node.name, function.taken), []).append(function)
    return found


def _is_told_elsewhere(function: _Function) -> bool:
    """Whether what a function takes is told where it is looked for, or is known."""
    if function.owner:
        # What a protocol or a base class tells is not told again by who keeps it.
        same = _told_by_classes().get((function.node.name, function.taken), [])
        if any(other.owner and ("Protocol" in other.bases or other.owner.name in function.bases) for other in same):
            return True
    room = function.path.partition("/")[0]
    return (
        # A command's arguments and options are told by its help, the keywords that resources are made with by these.
        (room == "cli" and any(name.endswith(".command") for name in function.decorators))
        or (room == "flows" and "keyword" in function.decorators)
        # What a test takes is fixtures.
        or (room == "testing" and (function.node.name.startswith("test_") or "pytest.fixture" in function.decorators))
        or function.is_hook
    )


@pytest.mark.parametrize("room", _functions())
def test_functions_tell_of_each_of_their_arguments(room: str) -> None:
    silent = [
        f"{function.path}:{function.node.lineno}: {function.node.name}({', '.join(function.taken)})"
        for function in _functions()[room]
        if len(function.taken) > 1 and not function.tells and not _is_told_elsewhere(function)
    ]
    assert not silent


def test_most_functions_tell_of_their_arguments_themselves() -> None:
    several = [each for room in _functions().values() for each in room if len(each.taken) > 1]
    assert sum(each.tells for each in several) > len(several) / 2 > 200


def test_the_rooms_of_the_architecture_are_there() -> None:
    rooms = re.findall(r"^\| (`.*?`) \|", (_ROOT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    names = {name for room in rooms for name in re.findall(r"`([^`]+)`", room)}
    assert len(names) >= 15
    assert [name for name in sorted(names) if not (_ROOT / "TinyPilotLibrary" / name).exists()] == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [_ROOT / "README.md"]
    while waiting:
        document = waiting.pop().resolve()
        if document in reached:
            continue
        reached.add(document)
        if document.suffix == ".md":
            links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", _without_code(document.read_text("utf-8")))
            waiting += [document.parent / link for link in links if not link.startswith("https://")]
    assert not [path.relative_to(_ROOT).as_posix() for path in _DOCUMENTS if path.resolve() not in reached]


def test_the_site_leads_to_every_document() -> None:
    """By its navigation; decisions, of which there are many, by their list."""
    places = re.findall(r"^ +- .*?([\w./-]+\.md)$", (_ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    documents = [path.relative_to(_ROOT).as_posix() for path in _DOCUMENTS]
    assert len(places) > 20
    wanted = {name for name in documents if not re.match(r"docs/adr/\d", name)}
    told = set(places) - {"keywords/README.md"}
    assert told == wanted, f"In `nav` of mkdocs.yml: missing {wanted - told}, too many {told - wanted}."


def test_the_changelog_keeps_its_format() -> None:
    lines = (_ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings[:2] == ["# Changes", "## Unreleased"]
    kinds = "Added|Changed|Deprecated|Removed|Fixed|Security"
    pattern = rf"## Unreleased|## \d+\.\d+\.\d+ - \d{{4}}-\d\d-\d\d|### ({kinds})"
    assert not [heading for heading in headings[1:] if not re.fullmatch(pattern, heading)]
    # Below the headings there are only items, and lines that continue them.
    entries = lines[lines.index("## Unreleased") :]
    assert not [line for line in entries if line and not line.startswith(("#", "- ", "  "))]


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def _anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as Git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
