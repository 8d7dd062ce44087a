"""`python3 tasks.py rooms`: the rooms of the library, the arrows between them, and the floors of each, by its imports.

A part is what lies directly in a folder: a module, or a folder with all that is in it. An arrow leads from a part to
each part that it imports, wherever in a file that is written: on top, in a function, or for types alone. A part's floor
is one above the highest part of its folder that it imports.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "TinyPilotLibrary"
# What each node points to.
Arrows = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Module:
    """One file of a package.

    Args:
        path: The file.
        name: Its name, with dots.
    """

    path: Path
    name: str

    @property
    def is_door(self) -> bool:
        """Whether it is the `__init__.py` of a folder."""
        return self.path.stem == "__init__"

    @cached_property
    def text(self) -> str:
        """What is in it."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """What is in it, parsed."""
        return ast.parse(self.text)

    def imported(self, known: Iterable[str] = ()) -> Iterator[str]:
        """The names of the modules that it imports.

        Args:
            known: Names that are modules where something is imported from their folder.

        Raises:
            SyntaxError: If an import is relative.
        """
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names):
                    yield from (alias.name for alias in names)
                case ast.ImportFrom(module, names, level):
                    if level or module is None:
                        raise SyntaxError(f"{self.path}, line {node.lineno}: imports are absolute.")
                    full = {alias.name: f"{module}.{alias.name}" for alias in names}
                    yield from {name if name in known else module for name in full.values()}
                case ast.Call(ast.Name("import_module"), [ast.Constant(str(name))]):
                    yield name


class House:
    """The modules of a package, and which imports which.

    Args:
        package: Its folder.

    ```python
    house = House()
    print(floors(house.parts("vision")))
    ```
    """

    def __init__(self, package: Path = PACKAGE) -> None:
        self._root = package.name
        found = [Module(path, _dotted(path, package.parent)) for path in sorted(package.rglob("*.py"))]
        self.modules = {module.name: module for module in found}

    @cached_property
    def arrows(self) -> Arrows:
        """For each module those of the package that it imports."""
        return {
            name: frozenset(module.imported(self.modules)) & self.modules.keys() - {name}
            for name, module in self.modules.items()
        }

    @cached_property
    def folders(self) -> list[str]:
        """The folders with more than a door, from the root of the package, with dots; it is itself the empty one."""
        doors = [self._inside(module.name) for module in self.modules.values() if module.is_door]
        return [folder for folder in doors if len(set(self._part_of_each(folder).values())) > 1]

    def parts(self, folder: str) -> Arrows:
        """For each part of a folder the other parts that it imports. Its door is the part `__init__`.

        Args:
            folder: The folder, from the root of the package; an empty string for the package itself.
        """
        part = self._part_of_each(folder)
        found: dict[str, set[str]] = {}
        for name, its in part.items():
            there = found.setdefault(its, set())
            there |= {part[other] for other in self.arrows[name] if other in part} - {its}
        return {its: frozenset(others) for its, others in found.items()}

    def _part_of_each(self, folder: str) -> dict[str, str]:
        return {name: self._part(name, folder) for name in self.modules if self._is_in(name, folder)}

    def _inside(self, name: str) -> str:
        return name.removeprefix(self._root).removeprefix(".")

    def _is_in(self, name: str, folder: str) -> bool:
        return not folder or f"{self._inside(name)}.".startswith(f"{folder}.")

    def _part(self, name: str, folder: str) -> str:
        rest = self._inside(name).removeprefix(folder).removeprefix(".")
        return rest.split(".")[0] or "__init__"


def floors(arrows: Arrows) -> list[list[str]]:
    """Nodes by floor, from above to below; each points to floors below it only.

    Args:
        arrows: What each node points to.

    Raises:
        ValueError: If there is a circle.
    """
    circle = find_circle(arrows)
    if circle:
        raise ValueError(" -> ".join(circle))
    level: dict[str, int] = {}

    def climb(node: str) -> int:
        if node not in level:
            level[node] = max((climb(other) + 1 for other in arrows[node]), default=0)
        return level[node]

    top = max(map(climb, arrows), default=-1)
    return [sorted(node for node in arrows if level[node] == floor) for floor in range(top, -1, -1)]


def find_circle(arrows: Arrows) -> list[str]:
    """Nodes of which each points to the next, the last to the first, which is at the end again; empty if none do.

    Args:
        arrows: What each node points to.
    """
    done: set[str] = set()

    def walk(node: str, way: tuple[str, ...]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        circle = next(filter(None, (walk(other, (*way, node)) for other in sorted(arrows[node]))), [])
        done.add(node)
        return circle

    return next(filter(None, (walk(node, ()) for node in sorted(arrows))), [])


def _dotted(path: Path, root: Path) -> str:
    return ".".join(part for part in path.relative_to(root).with_suffix("").parts if part != "__init__")


def _count(arrows: Arrows) -> int:
    return sum(map(len, arrows.values()))


def main() -> None:
    """Prints the house."""
    house = House()
    rooms = house.parts("")
    print(f"{len(rooms)} rooms, {_count(rooms)} arrows between them:")
    for floor in floors(rooms):
        for room in floor:
            print(f"  {room:10}  {', '.join(sorted(rooms[room]))}".rstrip())
    files = house.arrows
    print(f"\n{len(files)} files, {_count(files)} arrows between them, {len(floors(files))} floors")
    for folder in filter(None, house.folders):
        parts = house.parts(folder)
        stack = floors(parts)
        if len(stack) > 1:
            print(f"\n{folder.replace('.', '/')}: {len(stack)} floors")
            for floor in stack:
                # A door that leads nowhere says nothing.
                print(f"  {', '.join(part for part in floor if part != '__init__' or parts[part])}")


if __name__ == "__main__":
    main()
