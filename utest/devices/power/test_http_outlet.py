"""`http:` switches outlets as their makers document it."""

from collections.abc import Iterator

import pytest

from atest.power.outlets import Outlet, serving_outlet
from TinyPilotLibrary.devices.power import PowerControl, open_control
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotAuthorized, RequestRefused
from utest.devices.scripted import Answer, serving

_MAKES = ("tasmota", "shelly", "shelly-gen2")
_OWN = {"on": "/up", "off": "POST /down", "state": "/state", "state_on": "closed", "state_off": "open"}


@pytest.fixture(params=_MAKES)
def locked(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with serving_outlet(request.param, "s3 c/ret&") as outlet:
        yield outlet


def _opened(url: str, **options: object) -> PowerControl:
    return open_control(url, options, {})


def _on_and_off(control: PowerControl, outlet: Outlet, number: int = 0) -> None:
    assert control.on
    assert control.off
    assert control.state
    control.off()
    assert outlet.relays[number] is False
    assert control.state() is PowerState.OFF
    control.on()
    assert outlet.relays[number] is True
    assert control.state() is PowerState.ON
    control.close()


@pytest.mark.parametrize("make", _MAKES)
def test_an_outlet_is_switched_and_tells_its_state(make: str) -> None:
    with serving_outlet(make) as outlet:
        _on_and_off(_opened(outlet.url, preset=make), outlet)


@pytest.mark.parametrize(("make", "number", "relay"), [("tasmota", 2, 1), ("shelly", 1, 1), ("shelly-gen2", "1", 1)])
def test_one_of_several_outlets_is_switched(make: str, number: object, relay: int) -> None:
    with serving_outlet(make, relays=3) as outlet:
        _on_and_off(_opened(outlet.url, preset=make, outlet=number), outlet, relay)
        assert outlet.relays == [True] * 3
        assert {moment[0] for moment in outlet.moments} == {str(relay)}


def test_the_first_outlet_of_several_is_meant_without_a_number() -> None:
    with serving_outlet("tasmota", relays=2) as outlet:
        _on_and_off(_opened(f"{outlet.url}?preset=tasmota"), outlet)


def test_user_and_password_are_given_as_the_make_wants_them(locked: Outlet) -> None:
    _on_and_off(_opened(locked.url, preset=locked.make, password="s3 c/ret&"), locked)


def test_a_wrong_password_is_told_and_switches_nothing(locked: Outlet) -> None:
    wrong: tuple[dict[str, object], str] = {"password": "wr0ng"}, "refused the user or the password"
    for options, told in (wrong, ({}, r"wants a user and a password \(username=, password=\)")):
        control = _opened(locked.url, preset=locked.make, **options)
        assert control.off
        with pytest.raises(NotAuthorized, match=told) as refused:
            control.off()
        assert "wr0ng" not in str(refused.value)
        assert locked.moments == []
        control.close()


def test_a_password_is_not_sent_to_who_does_not_ask_for_it() -> None:
    with serving_outlet("shelly") as outlet:
        _on_and_off(_opened(outlet.url, preset="shelly", password="s3cret"), outlet)
        assert not any("s3cret" in asked for asked in outlet.asked)


def test_an_order_is_sent_once() -> None:
    with serving_outlet("shelly-gen2", "s3cret") as outlet:
        control = _opened(outlet.url, preset="shelly-gen2", password="s3cret")
        assert control.off
        control.off()
        assert outlet.moments == [("0", False)]
        control.close()


def test_any_request_can_be_written() -> None:
    with serving_outlet("plain") as outlet:
        _on_and_off(_opened(outlet.url, **_OWN, state_path="outlets.0.relay"), outlet)
        assert outlet.asked[0] == "POST /down"
        _on_and_off(_opened(outlet.url, **{**_OWN, "state": "/text"}), outlet)
        body = _opened(outlet.url, on={"method": "post", "path": "/up", "body": {"id": 1}})
        assert body.on
        body.on()
        assert outlet.asked[-1] == 'POST /up {"id": 1}'
        body.close()


def test_a_state_that_is_none_is_told_with_the_answer() -> None:
    with serving_outlet("plain") as outlet:
        for path in ("outlets.1.relay", "outlets.x", "outlets.0.relay.deeper"):
            control = _opened(outlet.url, on="/up", state="/state", state_path=path)
            assert control.state
            with pytest.raises(DeviceError, match=rf"wanted 'on' or 'true' or '1', or .* at {path} .*got: .*closed"):
                control.state()
            control.close()


def test_an_outlet_that_is_another_make_is_told() -> None:
    with serving_outlet("tasmota") as outlet:
        control = _opened(outlet.url, preset="tasmota", outlet=5)
        assert control.off
        with pytest.raises(RequestRefused, match=r"does not know what it was asked: .*Unknown.* Is preset= right"):
            control.off()
        control.close()
        other = _opened(f"{outlet.url}/", preset="shelly")
        assert other.state
        with pytest.raises(DeviceError):
            other.state()
        other.close()


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (Answer(200, b"<html><title>Sign in</title>", "text/html"), r"does not say: a web page \('Sign in'\)"),
        (Answer(302), "answered 302"),
        (Answer(200), "does not say: nothing"),
    ],
)
def test_an_outlet_is_switched_only_if_it_says_so(answer: Answer, what: str) -> None:
    with serving() as server:
        control = open_control(server.url, {"preset": "shelly"}, {})
        server.answer("/relay/0", answer)
        assert control.on is not None
        with pytest.raises(DeviceError, match=what):
            control.on()
        assert len(server.requests) == 1
        control.close()


def test_an_outlet_that_is_not_there_is_told() -> None:
    with serving_outlet("shelly") as outlet:
        url = outlet.url
    control = _opened(url, preset="shelly")
    assert control.off
    with pytest.raises(DeviceUnreachable, match=r"There is no connection to .* Is the outlet on the network"):
        control.off()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"preset": "tasmotta"}, "no preset 'tasmotta'. Did you mean 'tasmota'. Known: tasmota, shelly, shelly-gen2"),
        ({"state": "/state"}, "needs a request for at least one of on=, off= and reset=, or a preset="),
        ({"on": "relay/0"}, "on= must be a path"),
        ({"on": "PUSH /relay"}, "on= must be a path"),
        ({"on": {"path": "/a", "data": 1}}, "'data', which is none of method, path and body"),
        ({"preset": "shelly", "outlet": "first"}, "'outlet' must be a whole number"),
        ({"preset": "shelly", "verify": False, "ca_certificate": "x"}, "contradict"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        _opened("http://127.0.0.1:9", **options)
