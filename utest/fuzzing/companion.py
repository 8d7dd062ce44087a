"""Calls made up from the companion's own description: whatever is sent, the answer is one that it describes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed

_CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
# What is described is an input that the target has not got, which is never so here; 501 is what a device lacks.
_BROKEN = {500, 502, 504}
_PATIENCE = 60.0
# They make others wait: for up to an hour, until the lease of a client that was made up has ended, and for ever.
_LEFT_OUT = {"/api/companion/v1/faults", "/api/companion/v1/lease", "/api/companion/v1/screen"}


def ask_all(number: int, examples: int) -> int:
    """Asks a companion in front of the virtual computer for what it describes.

    Args:
        number: What chance begins with.
        examples: How often each call is tried, with valid and with invalid content.

    Returns:
        How many calls there were.
    """
    with _companion() as (described, authorized):
        calls = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
        return sum(_ask(call, authorized, number, examples) for call in calls if call.path not in _LEFT_OUT)


def _ask(operation: APIOperation[Any, Any, Any, Any], authorized: dict[str, str], number: int, examples: int) -> int:
    asked = 0

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal asked
        asked += 1
        if isinstance(case.query.get("timeout"), int | float):
            # Nobody waits for half a minute for a frame.
            case.query["timeout"] = 0
        answer = case.call(headers=authorized, timeout=_PATIENCE)
        assert answer.status_code not in _BROKEN, f"{case.as_curl_command()}: {answer.status_code} {answer.text}"
        case.validate_response(answer, checks=_CHECKS)

    ask()
    return asked


@contextmanager
def _companion() -> Iterator[tuple[BaseSchema, dict[str, str]]]:
    with running(VirtualDevice(VirtualComputer(speed=Speed(power_on_test=0.0)))) as url:
        described = schemathesis.openapi.from_url(f"{url}/openapi.json")
        described.config.update(base_url=url)
        token = requests.post(f"{url}/api/v1/auth", timeout=_PATIENCE).json()["token"]
        yield described, {"Authorization": f"Bearer {token}"}
