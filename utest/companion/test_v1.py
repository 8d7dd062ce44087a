"""TinyPilot's REST API v1 as the companion serves it: statuses, bodies and checks of its documentation."""

import io
import json
import math
import re
from typing import Any

import pytest
from PIL import Image

from TinyPilotLibrary.hid.keys import USAGES
from utest.companion.conftest import Client

_AUTH, _SCREENSHOT, _KEYSTROKE, _MOUSE, _PASTE, _STATE = (
    f"/api/v1/{name}" for name in ("auth", "screenshot", "keystroke", "mouseEvent", "paste", "state")
)
_EVENT = {"buttons": 0, "relativeX": 0.5, "relativeY": 0.5, "verticalWheelDelta": 0, "horizontalWheelDelta": 0}
_MODIFIERS = {
    "shiftLeft": "ShiftLeft",
    "shiftRight": "ShiftRight",
    "altLeft": "AltLeft",
    "altRight": "AltRight",
    "ctrlLeft": "ControlLeft",
    "ctrlRight": "ControlRight",
    "metaLeft": "MetaLeft",
    "metaRight": "MetaRight",
}


def _refused(client: Client, path: str, body: object, *words: str) -> None:
    """400, a sentence as text that has the words, and nothing got through."""
    before = client.device.computer.pointer
    answer = client.post(path, data=body if isinstance(body, str) else json.dumps(body), headers=_JSON)
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    for word in words:
        assert word in answer.text
    assert len(answer.text) < 400
    assert client.received() == []
    assert client.device.computer.pointer == before


_JSON = {"Content-Type": "application/json"}


# Tokens


def test_tokens_are_issued_and_stay_valid(client: Client) -> None:
    answers = [client.post(_AUTH, headers={"Authorization": ""}) for _ in range(2)]
    tokens = [answer.json()["token"] for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [list(answer.json()) for answer in answers] == [["token"], ["token"]]
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", token) for token in tokens)
    assert tokens[0] != tokens[1]
    for token in tokens:
        assert client.get(_SCREENSHOT, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_no_token_for_a_web_page(client: Client) -> None:
    for origin in ("https://evil.test", client.url, "null"):
        answer = client.post(_AUTH, headers={"Origin": origin})
        assert answer.status_code == 400
        assert "Origin" in answer.text
        assert "token" not in answer.text.replace("a token", "")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("", 401),
        # The vendor's clients act on 403 alone: they fetch another token, or say that the key is wrong.
        ("Bearer", 403),
        ("Bearer wrong", 403),
        ("Basic {token}", 403),
        ("{token}", 403),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", _SCREENSHOT), ("POST", _KEYSTROKE), ("POST", _MOUSE), ("POST", _PASTE)]
)
def test_without_a_valid_token_nothing_is_done(
    client: Client, method: str, path: str, header: str | None, status: int
) -> None:
    token = str(client.session.headers["Authorization"]).removeprefix("Bearer ")
    given = None if header is None else header.format(token=token)
    answer = client.session.request(
        method, client.url + path, headers={"Authorization": given}, json={"code": "KeyA", "text": "a"}, timeout=30
    )
    assert answer.status_code == status
    assert answer.headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)
    assert "token of POST /api/v1/auth" in answer.text
    assert client.received() == []


def test_a_malformed_request_without_a_token_is_told_of_the_token_alone(client: Client) -> None:
    answer = client.post(_KEYSTROKE, {"code": 1}, headers={"Authorization": None})
    assert answer.status_code == 401


def test_with_an_api_key_no_tokens_are_issued(with_key: Client) -> None:
    answer = with_key.post(_AUTH)
    assert answer.status_code == 410
    assert answer.json()["code"] == "EPHEMERAL_TOKEN_DEPRECATED"
    assert "API key" in answer.json()["message"]
    for key, status in (("the-key", 200), ("the-kez", 403), ("the-key2", 403), ("the", 403), ("", 403)):
        headers = {"Authorization": f"Bearer {key}"}
        assert with_key.get(_SCREENSHOT, headers=headers).status_code == status
        beside = 401 if status == 403 else status
        assert with_key.get("/api/companion/v1/abilities", headers=headers).status_code == beside


# The screen


def test_a_screenshot_is_a_jpeg_of_the_screen(client: Client) -> None:
    answer = client.get(_SCREENSHOT)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (720, 400))


def test_without_a_signal_there_is_no_content(client: Client) -> None:
    client.device.power_off()
    answer = client.get(_SCREENSHOT)
    assert (answer.status_code, answer.content) == (204, b"")


# Keys


@pytest.mark.parametrize("code", sorted(USAGES))
def test_every_code_is_typed(client: Client, code: str) -> None:
    answer = client.post(_KEYSTROKE, {"code": code})
    assert (answer.status_code, answer.content) == (200, b"")
    typed = code.replace("OS", "Meta")
    assert client.received() == [f"+{typed}", f"-{typed}"]


@pytest.mark.parametrize("field", _MODIFIERS)
def test_each_modifier_is_held_if_it_is_true(client: Client, field: str) -> None:
    assert client.post(_KEYSTROKE, {"code": "KeyH", field: False}).status_code == 200
    assert client.received() == ["+KeyH", "-KeyH"]
    client.received().clear()
    assert client.post(_KEYSTROKE, {"code": "KeyH", field: True}).status_code == 200
    modifier = _MODIFIERS[field]
    assert client.received() == [f"+{modifier}", "+KeyH", "-KeyH", f"-{modifier}"]


def test_all_nine_fields_at_once(client: Client) -> None:
    assert client.post(_KEYSTROKE, {"code": "F1", **dict.fromkeys(_MODIFIERS, True)}).status_code == 200
    assert set(client.received()[:8]) == {f"+{modifier}" for modifier in _MODIFIERS.values()}
    assert client.received()[8:10] == ["+F1", "-F1"]
    assert not client.device.computer.keyboard.down


def test_a_modifier_alone_is_released(client: Client) -> None:
    assert client.post(_KEYSTROKE, {"code": "MetaLeft", "metaLeft": True}).status_code == 200
    assert client.received() == ["+MetaLeft", "-MetaLeft"]


def test_unknown_fields_are_passed_over(client: Client) -> None:
    assert client.post(_KEYSTROKE, {"code": "KeyH", "metaKey": 1}).status_code == 200


@pytest.mark.parametrize("field", _MODIFIERS)
@pytest.mark.parametrize("value", [1, 0, "true", None, [], 1.0])
def test_a_modifier_must_be_true_or_false(client: Client, field: str, value: object) -> None:
    _refused(client, _KEYSTROKE, {"code": "KeyH", field: value}, field)


@pytest.mark.parametrize("code", [1, None, True, ["KeyA"], {}])
def test_a_code_must_be_text(client: Client, code: object) -> None:
    _refused(client, _KEYSTROKE, {"code": code}, "code")


@pytest.mark.parametrize("code", ["KeyÄ", "keya", "", "a", "F25", "x" * 31, "x" * 100_000, "\ud800", "KeyA\n"])
def test_an_unknown_code_is_refused(client: Client, code: str) -> None:
    _refused(client, _KEYSTROKE, {"code": code}, "code")


def test_a_missing_code_is_named(client: Client) -> None:
    _refused(client, _KEYSTROKE, {"shiftLeft": True}, "Missing required field: code")


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"KeyA"', "1", "{", "{'code': 'KeyA'}", '{"code": "KeyA"', "\xff", "[" * 100_000]
)
@pytest.mark.parametrize("path", [_KEYSTROKE, _MOUSE, _PASTE])
def test_a_body_must_be_a_json_object(client: Client, path: str, body: str) -> None:
    _refused(client, path, body, "body")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_must_say_that_it_is_json(client: Client, kind: str | None) -> None:
    answer = client.post(_KEYSTROKE, data='{"code": "KeyA"}', headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert "Content-Type: application/json" in answer.text
    assert client.received() == []


def test_a_key_that_cannot_be_passed_on_is_an_error_of_the_server(client: Client) -> None:
    client.device.simulate_fault("cable unplugged", 100)
    answer = client.post(_KEYSTROKE, {"code": "KeyA"})
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == "Failed to forward keystroke: could not access /dev/hidg0 (is cable connected?)"
    answer = client.post(_MOUSE, _EVENT)
    assert answer.status_code == 500
    assert answer.text == "Failed to forward mouse event: could not access /dev/hidg1 (is cable connected?)"


# The pointer


@pytest.mark.parametrize("buttons", range(32))
def test_every_combination_of_buttons_is_taken(client: Client, buttons: int) -> None:
    answer = client.post(_MOUSE, {**_EVENT, "buttons": buttons})
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.device.computer.pointer.buttons == buttons


@pytest.mark.parametrize("field", ["relativeX", "relativeY"])
@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 1e-9, 0.123456789])
def test_places_are_taken(client: Client, field: str, value: float) -> None:
    assert client.post(_MOUSE, {**_EVENT, field: value}).status_code == 200
    at = client.device.computer.pointer
    assert (at.x if field == "relativeX" else at.y) == value


@pytest.mark.parametrize("field", ["verticalWheelDelta", "horizontalWheelDelta"])
@pytest.mark.parametrize("value", [-1, 0, 1])
def test_steps_of_the_wheels_are_taken(client: Client, field: str, value: int) -> None:
    assert client.post(_MOUSE, {**_EVENT, field: value}).status_code == 200
    at = client.device.computer.pointer
    assert (at.wheel if field == "verticalWheelDelta" else at.pan) == value


@pytest.mark.parametrize("field", _EVENT)
def test_each_field_of_the_pointer_is_mandatory(client: Client, field: str) -> None:
    _refused(
        client, _MOUSE, {name: value for name, value in _EVENT.items() if name != field},
        f"Missing required field: {field}",
    )  # fmt: skip


_NUMBERS: list[Any] = [None, True, False, "0", [], {}, math.nan, math.inf, -math.inf, 10**400]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[(field, value) for field in _EVENT for value in _NUMBERS],
        *[("buttons", value) for value in (-1, 32, 1.0, 0.5)],
        *[(field, value) for field in ("relativeX", "relativeY") for value in (-0.0001, 1.0001, 2, -1)],
        *[
            (field, value)
            for field in ("verticalWheelDelta", "horizontalWheelDelta")
            for value in (-2, 2, 1.0, 0.5)
        ],
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_refused_by_name(client: Client, field: str, value: object) -> None:
    _refused(client, _MOUSE, {**_EVENT, field: value}, field)


# What the vendor's newer client uses besides


def test_pasted_text_is_typed(client: Client) -> None:
    answer = client.post(_PASTE, {"text": "Hi!\n", "language": "en-US"})
    assert (answer.status_code, answer.content) == (200, b"")
    # A release would drop what is still queued.
    client.until_typed()
    assert client.post("/api/companion/v1/release").status_code == 200
    assert [key for key in client.received() if key.startswith("+")] == [
        "+ShiftLeft", "+KeyH", "+KeyI", "+ShiftLeft", "+Digit1", "+Enter",
    ]  # fmt: skip


def test_the_language_may_be_left_out(client: Client) -> None:
    assert client.post(_PASTE, {"text": "a"}).status_code == 200


def test_untypable_characters_are_all_named_and_nothing_is_typed(client: Client) -> None:
    _refused(client, _PASTE, {"text": "abc€ß€\x07", "language": "en-US"}, "'€', 'ß', U+0007", "Nothing was typed")


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": None}, {"text": "a", "language": 5}])
def test_what_is_pasted_must_be_text(client: Client, body: object) -> None:
    _refused(client, _PASTE, body)


def test_an_unknown_language_is_refused(client: Client) -> None:
    _refused(client, _PASTE, {"text": "a", "language": "tlh"}, "tlh", "us")


@pytest.mark.parametrize("path", [_STATE, "/state"])
def test_the_state_tells_of_the_video_source_as_ustreamer_does(client: Client, path: str) -> None:
    answer = client.get(path)
    source = answer.json()["result"]["source"]
    assert answer.json()["ok"] is True
    assert source["online"] is True
    assert source["resolution"] == {"width": 720, "height": 400}
    assert isinstance(source["captured_fps"], int)
    client.device.simulate_fault("no signal", 100)
    source = client.get(path).json()["result"]["source"]
    assert source["online"] is False
    assert source["resolution"] == {"width": 0, "height": 0}


def test_the_state_counts_new_pictures(client: Client) -> None:
    def counted() -> int:
        for key in ("F2", "F12"):
            client.post(_KEYSTROKE, {"code": key})
            client.get(_SCREENSHOT)
        fps: int = client.get(_STATE).json()["result"]["source"]["captured_fps"]
        return fps

    # They count for a second: on a busy machine that may be over before the second one is there.
    assert any(counted() >= 2 for _ in range(30))


def test_the_state_is_told_during_broken_pictures(client: Client) -> None:
    client.device.simulate_fault("corrupt jpeg", 100)
    answer = client.get(_STATE)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["result"]["source"]["online"] is True
    assert client.get(_SCREENSHOT).headers["Content-Type"] == "image/jpeg"


# What is not there


@pytest.mark.parametrize("path", ["/index.html", "/api/v1/", "/api/v1/nothing", "/docs"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.text == "Not Found."


def test_another_method_is_not_allowed(client: Client) -> None:
    assert client.get(_KEYSTROKE).status_code == 405
    assert client.post(_SCREENSHOT).status_code == 405
