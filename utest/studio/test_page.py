"""The studio's page: who gets what, and what its buttons do."""

import re

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.studio_routes import studio
from utest.studio.conftest import Page, token_of

_LINKED = re.compile(r'(?:src|href)="([^"]+)"')
_IMPORTED = re.compile(r'from "\./([^"]+)"')


def test_the_page_is_of_files_from_here_alone(page: Page) -> None:
    answer = requests.get(f"{page.url}/studio", timeout=30)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "style=" not in answer.text
    linked = _LINKED.findall(answer.text)
    assert "page/main.js" in linked
    seen = set()
    while linked:
        path = linked.pop()
        file = requests.get(f"{page.url}/studio/{path}", timeout=30)
        assert file.status_code == 200, path
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert "innerHTML" not in file.text
        seen.add(path)
        linked += {f"page/{name}" for name in _IMPORTED.findall(file.text)} - seen


def test_it_is_the_page_of_the_companion_itself_with_what_programs_look_for(page: Page) -> None:
    at_root = requests.get(page.url, timeout=30)
    assert (
        at_root.headers["Content-Security-Policy"]
        == requests.get(f"{page.url}/studio/", timeout=30).headers["Content-Security-Policy"]
    )
    assert '<base href="/studio/">' in at_root.text
    assert 'src="page/main.js"' in at_root.text
    assert re.search(r'<meta name="csrf-token" content="[^"]+">', at_root.text)
    assert page.device.name not in at_root.text


@pytest.mark.parametrize("path", ["page/none.js", "page/..%2Fstudio_routes.py", "page/%2e%2e/studio_routes.py"])
def test_no_other_file_is_given(page: Page, path: str) -> None:
    assert requests.get(f"{page.url}/studio/{path}", timeout=30).status_code == 404


@pytest.mark.parametrize("path", ["about", "chords"])
def test_without_a_token_nothing_is_told_or_done(page: Page, path: str) -> None:
    body = {"chords": ["F2"]} if path == "chords" else None
    method = "GET" if body is None else "POST"
    answer = requests.request(method, f"{page.url}/studio/api/{path}", json=body, timeout=30)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Host": "pilot.example.test"},
    ],
)
def test_only_the_studios_own_page_gets_a_token(page: Page, headers: dict[str, str]) -> None:
    answer = token_of(page.url, **headers)
    assert answer.status_code in {400, 403}
    assert "token" not in answer.text.replace("gets a token", "")


def test_with_an_api_key_there_is_no_token() -> None:
    serving = Serving(port=0, api_key="the-key-of-the-lab", more=studio(Desk()))
    with running(VirtualDevice(), serving) as url:
        assert token_of(url, **{"Sec-Fetch-Site": "same-origin"}).status_code == 410
        about = f"{url}/studio/api/about"
        assert requests.get(about, timeout=30).status_code == 401
        key = {"Authorization": "Bearer the-key-of-the-lab"}
        assert requests.get(about, headers=key, timeout=30).json()["device"] == "virtual:"


def test_the_page_learns_what_the_device_can(page: Page) -> None:
    about = page.ask("about").json()
    assert about["device"] == "virtual:"
    assert {"held-keys", "power", "leds"} <= set(about["abilities"])
    assert about["layout"] == "us"
    assert {"name": "de", "title": "German"} in about["layouts"]


def test_chords_are_pressed_in_order_on_the_targets_layout(page: Page) -> None:
    page.received().clear()
    assert page.ask("chords", {"chords": ["F2", "Shift+Tab"]}).status_code == 200
    assert page.received() == ["+F2", "-F2", "+ShiftLeft", "+Tab", "-Tab", "-ShiftLeft"]
    page.received().clear()
    assert page.ask("chords", {"chords": ["z"], "layout": "de"}).status_code == 200
    assert page.received() == ["+KeyY", "-KeyY"]


def test_a_chord_that_there_is_not_is_refused_before_any_is_pressed(page: Page) -> None:
    page.received().clear()
    answer = page.ask("chords", {"chords": ["F2", "Ctrl+Entr"]})
    assert answer.status_code == 400
    assert "Entr" in answer.text
    assert page.ask("chords", {"chords": []}).status_code == 400
    assert not page.received()
