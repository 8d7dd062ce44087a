"""Options that several commands have: written once, as the fields of a dataclass."""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, get_type_hints


def gathered(command: Callable[..., None]) -> Callable[..., None]:
    """Makes a command that takes the fields of its dataclasses as arguments and options of its own.

    Args:
        command: The command. A parameter whose type is a dataclass stands for all fields of it, in its place.

    Returns:
        The command for typer.

    ```python
    @dataclass(frozen=True)
    class Opening:
        device: Annotated[str, typer.Argument()]

    @app.command()
    @gathered
    def screenshot(at: Opening, file: Annotated[Path, typer.Argument()] = Path("screenshot.png")) -> None: ...
    ```
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[Any]] = {
        name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)
    }
    taken: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name not in groups:
            taken.append(_named_only(parameter.name, hints[parameter.name], parameter.default))
            continue
        group = groups[parameter.name]
        within = get_type_hints(group, include_extras=True)
        defaults = inspect.signature(group).parameters
        taken += [_named_only(field.name, within[field.name], defaults[field.name].default) for field in fields(group)]

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - what typer has read
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    run.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return run


def _named_only(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401 - of any type
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
