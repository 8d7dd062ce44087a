"""The REST device: the connection, what is repeated and what never is, and errors in words."""

import json
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.http import retries
from TinyPilotLibrary.devices.protocol import Device, HasLeds, HoldsKeys, KnowsPowerState
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import (
    ConfigurationError,
    CorruptFrame,
    DeviceError,
    DeviceUnreachable,
    InputNotDelivered,
    LicenseMissing,
    NotAuthorized,
    NoVideoSignal,
    RequestRefused,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.devices.conftest import Opener
from utest.devices.scripted import AUTH, CAPABILITIES, JPEG, KEYSTROKE, MOUSE, SCREENSHOT, Answer, Script, serving, told

_A = [Keystroke("KeyA")]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often is what matters here, not how slowly."""
    monkeypatch.setattr(retries, "PAUSES", tuple(pause / 20 for pause in retries.PAUSES))


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Script]:
    with serving(authority.issue_cert("127.0.0.1").configure_cert) as script:
        yield script


def _codes(server: Script) -> list[str]:
    return [request.body["code"] for request in server.sent(KEYSTROKE)]


def test_one_connection_is_kept_for_all_requests(server: Script, device: Device) -> None:
    device.type(US.keystrokes("many keys"))
    device.point([PointerEvent(0.5, 0.5, 1), PointerEvent(0.5, 0.5)])
    device.frame()
    server.restart()
    device.frame()
    assert len(server.requests) > 14
    assert server.connections == 1


def test_a_connection_that_was_closed_meanwhile_is_opened_anew(server: Script, device: Device) -> None:
    device.frame()
    server.answer(SCREENSHOT, Answer(200, JPEG, "image/jpeg", (("Connection", "close"),)))
    device.frame()
    device.type(_A)
    assert _codes(server) == ["KeyA"]
    assert server.connections == 2


def test_closing_closes_the_connection_at_once(server: Script, device: Device) -> None:
    server.answer(SCREENSHOT, told(500))
    with pytest.raises(DeviceError) as kept:
        device.frame()
    device.close()
    # The server's threads end with their connections; the test ends with the server's threads.
    assert kept.value


# What is repeated


@pytest.mark.parametrize("trouble", [told(502), told(503), told(504), told(503, headers=(("Retry-After", "3600"),))])
def test_a_picture_is_asked_for_again_while_the_server_restarts(
    server: Script, device: Device, trouble: Answer
) -> None:
    server.answer(SCREENSHOT, trouble)
    assert device.frame().data == JPEG
    assert len(server.sent(SCREENSHOT)) == 2


@pytest.mark.parametrize("trouble", ["hang up", "cut"])
def test_a_picture_is_asked_for_again_when_the_connection_breaks(server: Script, device: Device, trouble: str) -> None:
    server.answer(SCREENSHOT, Answer(200, JPEG, "image/jpeg", trouble=trouble))
    assert device.frame().data == JPEG
    assert len(server.sent(SCREENSHOT)) == 2


def test_asking_again_ends(server: Script, device: Device) -> None:
    server.answer(SCREENSHOT, *[told(502)] * 9)
    with pytest.raises(DeviceUnreachable, match=r"502: Bad Gateway\. Its server is down or restarting\.$"):
        device.frame()
    assert len(server.sent(SCREENSHOT)) == 4


def test_the_token_is_asked_for_again_too(server: Script, device: Device) -> None:
    server.answer(AUTH, told(502), Answer(trouble="hang up"))
    device.type(_A)
    assert _codes(server) == ["KeyA"]


def test_a_server_that_restarts_has_not_said_that_it_is_no_companion(server: Script, device: Device) -> None:
    server.answer(CAPABILITIES, *[told(502)] * 4)
    with pytest.raises(DeviceUnreachable):
        device.type(_A)
    body = json.dumps({"abilities": ["power"], "device": "x", "version": "1"}).encode()
    server.answer(CAPABILITIES, Answer(200, body, "application/json"))
    server.answer("/api/companion/v1/keystrokes", Answer())
    device.type(_A)
    assert not server.sent(KEYSTROKE)


def test_a_broken_picture_is_taken_once_more(server: Script, device: Device) -> None:
    half = Answer(200, JPEG[: len(JPEG) // 2], "image/jpeg")
    server.answer(SCREENSHOT, half)
    assert device.frame().data == JPEG
    server.answer(SCREENSHOT, half, half)
    with pytest.raises(CorruptFrame, match="cut off"):
        device.frame()


# What never is


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_input_is_not_sent_again_after_an_error(server: Script, device: Device, status: int) -> None:
    device.frame()
    server.answer(KEYSTROKE, told(status))
    server.answer(MOUSE, told(status))
    with pytest.raises(DeviceError):
        device.type(_A)
    with pytest.raises(DeviceError):
        device.point([PointerEvent(0.5, 0.5, 1)])
    assert _codes(server).count("KeyA") == 1
    assert len(server.sent(MOUSE)) == 1


@pytest.mark.parametrize("trouble", ["hang up", "never"])
def test_input_without_an_answer_is_not_sent_again(server: Script, open_one: Opener, trouble: str) -> None:
    device = open_one(server.url, read_timeout="200ms")
    device.frame()
    server.answer(KEYSTROKE, Answer(trouble=trouble))
    with pytest.raises(DeviceUnreachable, match="may have been delivered, so it was not sent again"):
        device.type(_A)
    server.answer(MOUSE, Answer(trouble=trouble))
    with pytest.raises(DeviceUnreachable, match="may have been delivered, so it was not sent again"):
        device.point([PointerEvent(0.5, 0.5)])
    assert _codes(server) == ["KeyA"]
    assert len(server.sent(MOUSE)) == 1


def test_input_is_not_sent_again_when_tls_breaks(secure: Script, open_one: Opener, ca_file: Path) -> None:
    device = open_one(secure.url, ca_certificate=ca_file)
    device.frame()
    secure.answer(KEYSTROKE, Answer(trouble="break TLS"))
    with pytest.raises(DeviceUnreachable, match=r"broke.*not sent again"):
        device.type(_A)
    assert _codes(secure) == ["KeyA"]


def test_what_may_be_down_is_released_at_the_end(server: Script, device: Device) -> None:
    device.frame()
    server.answer(KEYSTROKE, Answer(trouble="hang up"))
    with pytest.raises(DeviceUnreachable):
        device.type(_A)
    server.answer(MOUSE, Answer(trouble="hang up"))
    with pytest.raises(DeviceUnreachable):
        device.point([PointerEvent(0.25, 0.5, 1)])
    device.close()
    assert server.sent(KEYSTROKE)[-1].body == {"code": "ShiftLeft"}
    assert server.sent(MOUSE)[-1].body["buttons"] == 0
    assert server.sent(MOUSE)[-1].body["relativeX"] == 0.25


def test_after_a_key_that_did_not_get_through_all_keys_are_released(server: Script, device: Device) -> None:
    server.answer(KEYSTROKE, told(500, "Failed to forward keystroke"))
    with pytest.raises(InputNotDelivered):
        device.type([Keystroke("KeyA"), Keystroke("KeyB")])
    assert _codes(server) == ["KeyA", "ShiftLeft"]


# Who answers


_LOGIN = Answer(200, b" <!DOCTYPE html>\n<html><title>Sign in</title></html>", "text/html")


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (_LOGIN, r"200 and a web page \('Sign in'\)"),
        (told(302), "302 and does not say where to"),
        (told(200, "please sign in"), "200 and please sign in"),
        (Answer(200, b'["token"]', "application/json"), r'200 and \["token"\]'),
    ],
)
def test_input_counts_as_sent_only_if_the_device_says_so(
    server: Script, device: Device, answer: Answer, what: str
) -> None:
    device.frame()
    server.answer(KEYSTROKE, answer)
    server.answer(MOUSE, answer)
    with pytest.raises(DeviceError, match=rf"{what}, which is not an answer from the device.*not sent again"):
        device.type(_A)
    with pytest.raises(DeviceError, match=rf"{what}, which is not an answer from the device.*not sent again"):
        device.point([PointerEvent(0.5, 0.5)])
    assert _codes(server) == ["KeyA"]
    assert len(server.sent(MOUSE)) == 1


@pytest.mark.parametrize("answer", [Answer(kind="text/html"), Answer(200, b"{}", "application/json"), told(204)])
def test_an_answer_without_words_is_the_devices(server: Script, device: Device, answer: Answer) -> None:
    server.answer(KEYSTROKE, answer)
    device.type(_A)


@pytest.mark.parametrize("answer", [_LOGIN, told(302), told(304)])
def test_a_page_is_no_picture_of_the_target(server: Script, device: Device, answer: Answer) -> None:
    server.answer(SCREENSHOT, answer, answer)
    with pytest.raises(DeviceError, match=r"is not an answer from the device|are not a picture"):
        device.frame()


_COMPANION = Answer(200, b'{"abilities": ["power", "held-keys"], "device": "x", "version": "1"}', "application/json")


@pytest.mark.parametrize(
    "answer",
    [
        told(401),
        told(403),
        told(405),
        told(302),
        Answer(302, headers=(("Location", "/login"),)),
        _LOGIN,
        told(200, "null"),
    ],
)
def test_only_who_does_not_know_the_question_is_no_companion(server: Script, device: Device, answer: Answer) -> None:
    server.answer(CAPABILITIES, answer)
    # Both serve that.
    device.type(_A)
    assert _codes(server) == ["KeyA"]
    server.answer(CAPABILITIES, _COMPANION)
    assert capability_of(device, HoldsKeys)
    server.answer("/api/companion/v1/keystrokes", Answer())
    device.type(_A)
    assert _codes(server) == ["KeyA"]


def test_a_server_in_trouble_has_not_said_that_it_is_no_companion(server: Script, device: Device) -> None:
    server.answer(CAPABILITIES, told(500, "Out of memory"))
    with pytest.raises(DeviceError, match=r"500: Out of memory\."):
        device.type(_A)
    server.answer(CAPABILITIES, _COMPANION)
    assert capability_of(device, HoldsKeys)


def test_who_does_not_know_the_question_is_not_asked_again(server: Script, device: Device) -> None:
    device.frame()
    device.frame()
    assert len(server.sent(CAPABILITIES)) == 1


def test_what_a_companion_does_not_say_is_told(server: Script, device: Device) -> None:
    abilities = b'{"abilities": ["power", "power-state", "leds", "new-frames"]}'
    server.answer(CAPABILITIES, Answer(200, abilities, "application/json"))
    picture = Answer(200, JPEG, "image/jpeg", (("X-Frame-Number", "abc"),))
    server.answer("/api/companion/v1/frame", picture)
    with pytest.raises(DeviceError, match="number 'abc': no companion does"):
        device.frame()
    for path, kind, ask in (
        ("power", KnowsPowerState, "power_state"),
        ("leds", HasLeds, "leds"),
    ):
        able = capability_of(device, kind)
        for body in (b"[]", b"{}", b'{"state": "perhaps"}', b"null", b"7"):
            server.answer(f"/api/companion/v1/{path}", Answer(200, body, "application/json"))
            with pytest.raises(DeviceError, match="is not an answer from a companion"):
                getattr(able, ask)()


# Time limits


@pytest.mark.parametrize("trouble", ["never", "stall"])
def test_a_device_that_does_not_answer_is_told_in_time(server: Script, open_one: Opener, trouble: str) -> None:
    device = open_one(server.url, read_timeout="200ms")
    server.answer(SCREENSHOT, Answer(body=JPEG, trouble=trouble))
    begun = time.monotonic()
    with pytest.raises(DeviceUnreachable, match=r"no answer within 0\.2 s \(read_timeout=\)\.$"):
        device.frame()
    assert len(server.sent(SCREENSHOT)) == 1
    assert time.monotonic() - begun < 5


def test_a_device_that_cannot_be_connected_to_is_told(open_one: Opener) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DeviceUnreachable, match=r"no connection.*refused.*Is the device on, and the address right"):
            open_one(url).frame()


def test_the_time_for_connecting_is_limited(open_one: Opener) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        # Who waits in a queue that is full is not let in.
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(address)
        try:
            with pytest.raises(DeviceUnreachable, match=r"no connection.*timed out"):
                open_one(f"http://127.0.0.1:{address[1]}", connect_timeout="200ms").frame()
        finally:
            for one in waiting:
                one.close()


@pytest.mark.parametrize("option", ["connect_timeout", "read_timeout"])
@pytest.mark.parametrize("value", ["0", "-1s", "soon"])
def test_a_time_limit_must_be_one(option: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=option):
        open_device("http://tinypilot.test", {option: value})


# TLS


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return tmp_path / "ca.pem"


def test_certificates_are_verified(secure: Script, open_one: Opener) -> None:
    with pytest.raises(DeviceUnreachable, match=r"not trusted: .*ca_certificate= .*/ca\.crt.*verify=False"):
        open_one(secure.url).frame()
    assert not secure.requests


def test_the_device_s_own_authority_is_trusted(secure: Script, open_one: Opener, ca_file: Path) -> None:
    assert open_one(secure.url, ca_certificate=ca_file).frame().data == JPEG


def test_another_authority_is_not_trusted(secure: Script, open_one: Opener, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    with pytest.raises(DeviceUnreachable, match="not trusted"):
        open_one(secure.url, ca_certificate=tmp_path / "other.pem").frame()


def test_the_name_in_the_certificate_counts(authority: trustme.CA, open_one: Opener, ca_file: Path) -> None:
    configure: Callable[[ssl.SSLContext], None] = authority.issue_cert("elsewhere.test").configure_cert
    with serving(configure) as elsewhere, pytest.raises(DeviceUnreachable, match="not trusted"):
        open_one(elsewhere.url, ca_certificate=ca_file).frame()


def test_without_verification_there_is_one_warning(
    secure: Script, open_one: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        device = open_one(secure.url, verify="False")
        device.type(_A)
        device.frame()
        device.close()
    [warning] = caplog.records
    assert "is not verified" in warning.getMessage()
    assert _codes(secure) == ["KeyA"]


def test_a_file_that_is_no_certificate_is_told(secure: Script, open_one: Opener, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ConfigurationError, match=r"ca\.pem' \(ca_certificate=\) contains no certificate"):
        open_one(secure.url, ca_certificate=tmp_path / "ca.pem").frame()


def test_verify_and_a_certificate_contradict_each_other(ca_file: Path) -> None:
    with pytest.raises(ConfigurationError, match="contradict"):
        open_device("https://tinypilot.test", {"verify": "no", "ca_certificate": str(ca_file)})
    with pytest.raises(ConfigurationError, match=r"'missing\.pem' .* cannot be read: No such file"):
        open_device("https://tinypilot.test", {"ca_certificate": "missing.pem"})
    with pytest.raises(ConfigurationError, match="verify"):
        open_device("https://tinypilot.test", {"verify": "perhaps"})


# Errors in words


def test_no_content_is_no_video_signal(server: Script, device: Device) -> None:
    server.answer(SCREENSHOT, Answer(204))
    with pytest.raises(NoVideoSignal, match=r"sends no video signal\. Is it on and its cable plugged in"):
        device.frame()


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        (told(400, "Missing required field: code"), RequestRefused, "400: Missing required field: code."),
        (told(403, "Forbidden"), NotAuthorized, "403: Forbidden."),
        (
            told(404),
            LicenseMissing,
            "404: Not Found. It has no REST API, which requires a TinyPilot Enterprise license.",
        ),
        (
            told(500, "Failed to forward keystroke: could not access /dev/hidg0 (is\ncable connected?)"),
            InputNotDelivered,
            "could not access /dev/hidg0 (is cable connected?). Is the USB cable connected and the target on?",
        ),
        (
            Answer(500, json.dumps({"message": "No luck", "code": None}).encode(), "application/json"),
            InputNotDelivered,
            "500: No luck. Is the USB cable connected",
        ),
        (Answer(502, b"<html>TinyPilot is restarting</html>", "text/html"), DeviceUnreachable, "502: Bad Gateway."),
        (told(418, "x" * 5000), DeviceError, "418: " + "x" * 500 + "."),
    ],
)
def test_errors_carry_the_device_s_own_sentence_and_a_hint(
    server: Script, device: Device, answer: Answer, kind: type[DeviceError], sentence: str
) -> None:
    device.frame()
    server.answer(KEYSTROKE, *[answer] * 3)
    with pytest.raises(DeviceError) as error:
        device.type(_A)
    assert type(error.value) is kind
    assert sentence in str(error.value)
    assert server.url in str(error.value)


def test_an_error_of_a_read_says_nothing_of_cables(server: Script, device: Device) -> None:
    server.answer(SCREENSHOT, told(500, "No picture"))
    with pytest.raises(DeviceError, match=r"500: No picture\.$"):
        device.frame()


@pytest.mark.parametrize("url", ["https:", "https://", "http:///path"])
def test_a_url_without_a_host_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no host"):
        open_device(url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://tinypilot.test:99999", "Port out of range"),
        ("http://tinypilot.test:http", "http"),
        ("http://[::1", "Invalid IPv6 URL"),
        ("https://tinypilot.test/api/v1", "Give the URL of the device: https://tinypilot.test."),
    ],
)
def test_a_url_that_cannot_be_is_refused_before_it_is_used(url: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_device(url)
    assert url in str(refused.value)
    assert told in str(refused.value)
