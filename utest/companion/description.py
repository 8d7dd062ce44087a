"""Holds answers to the OpenAPI description: the statuses, the types and the fields that it names, and no others."""

from dataclasses import dataclass, field
from typing import Any

import requests


@dataclass
class Description:
    """The description that a companion gives of itself.

    Args:
        content: The description.
        seen: The operations and statuses that were answered so far.
    """

    content: dict[str, Any]
    seen: set[tuple[str, str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, url: str) -> "Description":
        return cls(requests.get(f"{url}/openapi.json", timeout=30).json())

    def operations(self) -> set[tuple[str, str]]:
        return {(method, path) for path, methods in self.content["paths"].items() for method in methods}

    def check(self, response: requests.Response, *_: object, **__: object) -> None:
        """Refuses an answer that the description does not foresee; a hook for sessions."""
        method, path = str(response.request.method).lower(), str(response.request.path_url).partition("?")[0]
        operation = self.content["paths"].get(path, {}).get(method)
        if operation is None:
            return
        self.seen.add((method, path, response.status_code))
        where = f"{method} {path} {response.status_code}"
        described = operation["responses"].get(str(response.status_code))
        assert described is not None, f"{where} is not described"
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        content = described.get("content", {})
        if not response.content:
            assert not content or response.status_code == 200, f"{where} has no body"
            return
        assert kind in content, f"{where} is of the type '{kind}', described are {list(content)}"
        if kind == "application/json":
            self._check_fields(response.json(), content[kind]["schema"], where)

    def _check_fields(self, value: object, schema: dict[str, Any], where: str) -> None:
        if "$ref" in schema:
            schema = self.content["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if schema.get("type") == "object":
            assert isinstance(value, dict), where
            assert set(value) == set(schema["properties"]), where
            for name, part in schema["properties"].items():
                self._check_fields(value[name], part, f"{where}: {name}")
        else:
            kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "number": float}
            assert isinstance(value, kinds[schema["type"]]), where
