"""A recording is made, saved and run over the page's requests; files go into the folders alone."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.studio.studio_routes import studio
from utest.studio.conftest import Page, token_of


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of suites."""
    return tmp_path_factory.mktemp("suites")


@pytest.fixture(scope="module")
def recording(suites: Path) -> Iterator[Page]:
    """A studio that records, with a computer that does not come further than its first screen."""
    device, recorder = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0))), Recorder()
    (suites / "templates").mkdir()
    desk = Desk(folders=lambda: [suites / "templates"], suites=suites, recorder=recorder)
    with (
        running(recorder.of(device), Serving(port=0, more=studio(desk))) as url,
        requests.Session() as session,
    ):
        token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Page(url, device, session)


def _start_over(page: Page) -> None:
    """Has the first screen again, on which nothing was pressed yet."""
    page.device.power_off()
    page.device.power_on()
    page.received().clear()


def _recorded(page: Page, name: str) -> str:
    _start_over(page)
    assert page.ask("recording/start", {"name": name}).status_code == 200
    page.ask("chords", {"chords": ["F2"]})
    assert page.ask("recording/stop", {}).status_code == 200
    text: str = page.ask("recording").json()["text"]
    return text


def test_what_the_page_sends_is_told_as_a_suite_and_only_when_it_is_new(recording: Page) -> None:
    text = _recorded(recording, "new")
    assert "    Press Keys    F2\n" in text
    known = recording.ask("recording").json()["version"]
    again = recording.ask(f"recording?known={known}").json()
    assert again["text"] is None
    assert not again["is_on"]


def test_a_suite_is_saved_as_it_was_edited_and_never_over_another(recording: Page, suites: Path) -> None:
    text = _recorded(recording, "saved") + "    Log    edited\n"
    body = {"name": "saved", "text": text}
    assert recording.ask("recording/save", body).json()["file"] == str(suites / "saved.robot")
    assert (suites / "saved.robot").read_text() == text
    answer = recording.ask("recording/save", {**body, "text": "other"})
    assert answer.status_code == 409
    assert "saved.robot" in answer.text
    assert (suites / "saved.robot").read_text() == text
    assert recording.ask("recording/save", {**body, "text": "other", "replace": True}).status_code == 200


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/b", "", ".hidden", "link", "a\\b"])
def test_nothing_is_saved_outside_the_folder(recording: Page, suites: Path, tmp_path: Path, name: str) -> None:
    link = suites / "link.robot"
    link.symlink_to(tmp_path / "out.robot")
    files = set(suites.rglob("*"))
    assert recording.ask("recording/start", {"name": name}).status_code == 400
    assert recording.ask("recording/save", {"name": name, "text": "x", "replace": True}).status_code == 400
    assert set(suites.rglob("*")) == files
    assert not list(tmp_path.iterdir())
    link.unlink()


@pytest.mark.integration
def test_a_suite_is_run_with_its_log_in_a_sandbox(recording: Page, suites: Path) -> None:
    text = _recorded(recording, "run")
    recording.ask("recording/save", {"name": "run", "text": text})
    _start_over(recording)
    assert recording.ask("recording/run", {"name": "run"}).status_code == 200
    refused = recording.ask("recording/start", {"name": "other"})
    assert refused.status_code == 409
    deadline = monotonic() + 60
    while (now := recording.ask("recording/run").json())["is_running"] and monotonic() < deadline:
        pass
    assert now["code"] == 0, now["output"]
    assert "1 passed" in now["output"]
    assert recording.received() == ["+F2", "-F2"]
    log = requests.get(f"{recording.url}/studio/{now['log']}", timeout=30)
    assert log.status_code == 200
    assert log.headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in log.headers["Content-Security-Policy"]
    elsewhere = now["log"].replace("log.html", "..%2f..%2frun.robot")
    assert requests.get(f"{recording.url}/studio/{elsewhere}", timeout=30).status_code == 404
    assert requests.get(f"{recording.url}/studio/results/guessed/log.html", timeout=30).status_code == 404


def test_what_is_not_there_is_not_run(recording: Page) -> None:
    answer = recording.ask("recording/run", {"name": "none"})
    assert answer.status_code == 404
    assert "save it first" in answer.text


def test_without_a_folder_nothing_is_saved_or_run() -> None:
    recorder = Recorder()
    serving = Serving(port=0, more=studio(Desk(recorder=recorder)))
    with running(recorder.of(VirtualDevice()), serving) as url:
        token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
        for path, body in [("save", {"name": "a", "text": "x"}), ("run", {"name": "a"})]:
            headers = {"Authorization": f"Bearer {token}"}
            answer = requests.post(f"{url}/studio/api/recording/{path}", json=body, headers=headers, timeout=30)
            assert answer.status_code == 409
            assert "--templates" in answer.text
