"""The REST device: tokens and API keys."""

import json
from pathlib import Path

import pytest
from robot.api.types import Secret

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, LicenseMissing, NotAuthorized
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.conftest import Opener
from utest.devices.scripted import AUTH, CAPABILITIES, KEYSTROKE, SCREENSHOT, Answer, Script, told

_GONE = Answer(410, json.dumps({"message": "Gone", "code": "EPHEMERAL_TOKEN_DEPRECATED"}).encode(), "application/json")


def test_nothing_is_contacted_before_the_first_use(server: Script, device: Device) -> None:
    device.close()
    assert not server.requests
    assert not server.connections


def test_a_token_is_fetched_on_first_use_without_origin(server: Script, device: Device) -> None:
    device.type([Keystroke("KeyA"), Keystroke("KeyB")])
    device.frame()
    [auth] = server.sent(AUTH)
    assert auth.method == "POST"
    assert auth.body is None
    assert "Origin" not in auth.headers
    assert "Authorization" not in auth.headers
    used = {request.headers["Authorization"] for request in server.requests if request.path != AUTH}
    assert used == {"Bearer token-1"}


def test_a_forgotten_token_is_fetched_anew_and_the_refused_key_sent_again(server: Script, device: Device) -> None:
    device.type([Keystroke("KeyA")])
    server.restart()
    device.type([Keystroke("KeyB")])
    sent = [(request.body["code"], request.headers["Authorization"]) for request in server.sent(KEYSTROKE)]
    # The second one was refused for its token, so that the target did not get it.
    assert sent == [("KeyA", "Bearer token-1"), ("KeyB", "Bearer token-1"), ("KeyB", "Bearer token-2")]


def test_a_token_is_fetched_anew_only_once(server: Script, device: Device) -> None:
    device.type([Keystroke("KeyA")])
    server.restart()
    server.answer(KEYSTROKE, told(401, "Invalid API token"), told(401, "Invalid API token"))
    with pytest.raises(NotAuthorized, match=r"401: Invalid API token\. It refused the token"):
        device.type([Keystroke("KeyB")])
    assert len(server.sent(AUTH)) == 2
    assert len(server.sent(KEYSTROKE)) == 3


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_of_somebody_on_the_way_is_not_taken_for_the_devices_own(
    server: Script, device: Device, status: int
) -> None:
    device.type([Keystroke("KeyA")])
    # The device has the key, and knows the token.
    server.answer(KEYSTROKE, told(status, "upstream lied"))
    with pytest.raises(NotAuthorized, match=r"upstream lied\..*on the way.*so it was not sent again"):
        device.type([Keystroke("KeyB")])
    assert [request.body["code"] for request in server.sent(KEYSTROKE)] == ["KeyA", "KeyB"]


@pytest.mark.parametrize(
    "refused",
    [
        Answer(401, b"<html><title>401 Authorization Required</title></html>", "text/html"),
        told(401, "Who are you?", headers=(("WWW-Authenticate", 'Basic realm="Proxy"'),)),
    ],
)
def test_a_refusal_in_another_form_than_the_devices_is_not_its_own(
    server: Script, device: Device, refused: Answer
) -> None:
    device.type([Keystroke("KeyA")])
    server.restart()
    server.answer(KEYSTROKE, refused)
    with pytest.raises(NotAuthorized, match="so it was not sent again"):
        device.type([Keystroke("KeyB")])
    assert [request.body["code"] for request in server.sent(KEYSTROKE)] == ["KeyA", "KeyB"]


@pytest.mark.parametrize("status", [400, 404, 409, 500, 502])
def test_no_other_refusal_makes_a_key_go_out_again(server: Script, device: Device, status: int) -> None:
    device.frame()
    server.answer(KEYSTROKE, told(status))
    with pytest.raises(DeviceError):
        device.type([Keystroke("KeyA")])
    assert [request.body["code"] for request in server.sent(KEYSTROKE)].count("KeyA") == 1
    assert len(server.sent(AUTH)) == 1


def test_a_license_that_does_not_cover_the_api_is_told(server: Script, device: Device) -> None:
    server.answer(KEYSTROKE, *[told(403, "No Enterprise license")] * 2)
    with pytest.raises(NotAuthorized, match=r"403: No Enterprise license.*license does not cover"):
        device.type([Keystroke("KeyA")])


@pytest.mark.parametrize("key", ["s3cret-key", Secret("s3cret-key"), " s3cret-key\n"])
def test_an_api_key_is_sent_and_no_token_asked_for(server: Script, open_one: Opener, key: object) -> None:
    server.tokens.add("s3cret-key")
    open_one(server.url, api_key=key).frame()
    assert not server.sent(AUTH)
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer s3cret-key"}


def test_a_refused_api_key_is_told_and_not_shown(server: Script, open_one: Opener) -> None:
    device = open_one(server.url, api_key="wr0ng")
    with pytest.raises(NotAuthorized, match=r"refused the API key \(api_key=\)") as refused:
        device.type([Keystroke("KeyA")])
    assert "wr0ng" not in str(refused.value)
    assert not server.sent(AUTH)
    assert len(server.sent(KEYSTROKE)) == 1


@pytest.mark.parametrize("key", ["two\nlines", "schlüssel"])
def test_a_key_that_can_be_none_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ConfigurationError, match="API key") as refused:
        open_device("https://tinypilot.test", {"api_key": key})
    assert key not in str(refused.value)


@pytest.mark.parametrize("url", ["http://tinypilot.test?api_key=s3cret", "https://admin:s3cret@tinypilot.test"])
def test_a_key_or_password_in_the_url_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigurationError, match="api_key=") as refused:
        open_device(url)
    assert "s3cret" not in str(refused.value)


def test_newer_firmware_that_issues_no_tokens_is_told_with_the_option(server: Script, device: Device) -> None:
    server.answer(AUTH, _GONE)
    with pytest.raises(NotAuthorized, match=r"give it as api_key=.*--device-api-key-file.*System > Automation"):
        device.frame()


def test_a_device_that_asks_for_a_password_is_told(server: Script, device: Device) -> None:
    server.answer(AUTH, told(401, "Not authorized"))
    with pytest.raises(NotAuthorized, match=r"user and password.*api_key="):
        device.frame()


def test_without_an_enterprise_license_there_is_no_api(server: Script, device: Device) -> None:
    server.answer(AUTH, Answer(404, b"<html>404</html>", "text/html"))
    with pytest.raises(LicenseMissing, match=r"404: Not Found\..*Enterprise license"):
        device.frame()


@pytest.mark.parametrize("body", [b"<html>a router</html>", b"[]", b'{"key": 1}', b"null"])
def test_something_that_is_no_tinypilot_is_told(server: Script, device: Device, body: bytes) -> None:
    server.answer(AUTH, Answer(200, body))
    with pytest.raises(DeviceError, match="Is it a TinyPilot"):
        device.frame()


def test_a_page_for_logging_in_is_no_companion_and_no_obstacle(server: Script, open_one: Opener) -> None:
    server.tokens.add("key")
    server.answer(CAPABILITIES, Answer(302, headers=(("Location", "/login"),)))
    device = open_one(server.url, api_key="key")
    assert device.frame().format == "JPEG"


def test_a_redirect_is_told_and_not_followed(server: Script, device: Device) -> None:
    server.answer(AUTH, Answer(307, headers=(("Location", "https://tinypilot.test/api/v1/auth"),)))
    with pytest.raises(ConfigurationError, match=r"redirects to 'https://tinypilot\.test"):
        device.frame()
    assert len(server.requests) == 1


def test_proxies_and_passwords_of_the_environment_are_not_used(
    server: Script, device: Device, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    device.frame()
    assert server.sent(SCREENSHOT)[0].headers["Authorization"] == "Bearer token-1"
