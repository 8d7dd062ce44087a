"""`on_miss=pause`: the run is paused where something is not found, and goes on without anybody, or as a person says."""

import re
import socket
import threading
import time

import pytest
import requests

from utest.conftest import Ran
from utest.keywords.conftest import Target
from utest.studio.conftest import token_of

pytestmark = pytest.mark.integration

_MISS = "Wait Until Screen Contains    nowhere.png"


def test_without_anybody_the_run_goes_on_as_without_a_pause(target: Target) -> None:
    ran = target.run(_MISS, options="on_miss=pause    pause_limit=300ms")
    assert ran.message.startswith("'nowhere.png' did not appear within 1 s.")
    assert "The run was paused, and nobody answered within 0.3 s" in _log(ran)


def test_a_variable_of_the_run_pauses_where_the_import_says_nothing(
    target: Target, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        variables = f"*** Variables ***\n${{ON_MISS}}    Pause\n${{STUDIO_PORT}}    {port}"
        ran = target.run(_MISS, options="pause_limit=100ms", more=variables)
    told = re.findall(r"(http://\S+) shows (the run|it)", capfd.readouterr().out)
    # Its page is there before something is missed, at another port than one that is taken.
    assert [what for _, what in told] == ["the run", "it"]
    assert len({url for url, _ in told}) == 1
    assert f":{port}/" not in told[0][0]
    assert "The run was paused" in _log(ran)
    assert "The run was paused" not in _log(target.run(_MISS, options="on_miss=fail", more=variables))


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ("${ON_MISS}    stop", "'stop' in ${ON_MISS} is unknown: 'fail' or 'pause' is needed."),
        ("${ON_MISS}    pause\n${STUDIO_PORT}    http", "The port must be from 0 to 65535, got http."),
    ],
)
def test_a_variable_of_the_run_that_means_nothing_is_refused(target: Target, variables: str, told: str) -> None:
    assert told in _log(target.run(_MISS, more=f"*** Variables ***\n{variables}"))


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        ("fail", "FAIL", "'nowhere.png' did not appear"),
        ("skip", "SKIP", "A person skipped the test."),
        ("abort", "FAIL", "A person ended the run."),
        ("go on", "PASS", ""),
    ],
)
def test_the_run_goes_on_as_the_person_says(target: Target, answer: str, status: str, told: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    person = threading.Thread(target=_answer, args=(f"http://127.0.0.1:{port}", answer))
    person.start()
    ran = target.run(_MISS, options=f"on_miss=pause    pause_limit=2 min    studio_port={port}")
    person.join()
    [test] = ran.result.suite.tests
    assert test.status == status
    assert told in ran.message
    assert f"The run was paused, and a person chose '{answer}'" in _log(ran)


def _answer(url: str, answer: str) -> None:
    """What a person does in the page of a paused run."""
    with requests.Session() as session:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
                session.headers["Authorization"] = f"Bearer {token}"
                pause = session.get(f"{url}/studio/api/pause", timeout=30).json()["pause"]
                if pause is not None:
                    session.post(f"{url}/studio/api/pause/{pause['number']}", json={"answer": answer}, timeout=30)
                    return
            except requests.ConnectionError:
                pass
            time.sleep(0.05)


def _log(ran: Ran) -> str:
    return (ran.folder / "output.xml").read_text("utf-8")
