"""`redfish:` against sushy-tools' emulator of BMCs, and one in front of it that does nothing of what it promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atest.power.bmcs import PASSWORD, USER, in_front, redfish_emulator
from atest.power.outlets import serving_outlet
from TinyPilotLibrary.devices.power import PowerControl, TargetPower, Timing, open_control
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.devices.redfish.redfish_power import RedfishPower
from TinyPilotLibrary.devices.redfish.redfish_service import service_of
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotAuthorized
from utest.devices.scripted import Answer, serving

_LOGIN: dict[str, object] = {"username": USER, "password": PASSWORD}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bmc")


@pytest.fixture(scope="module")
def locked(folder: Path) -> Iterator[str]:
    """Two systems behind TLS, user and password."""
    with redfish_emulator(folder, systems=2, tls=True, locked=True) as url:
        yield url.replace("https:", "redfish:")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redfish_emulator(tmp_path_factory.mktemp("plain")) as url:
        yield url


def _state(url: str, **options: object) -> PowerState:
    control = open_control(url, options, {})
    assert control.state
    try:
        return control.state()
    finally:
        control.close()


@pytest.mark.integration
@pytest.mark.parametrize("system", ["node-2", "27946b59-9e44-4fa7-8e91-000000000002"])
def test_a_system_is_found_by_its_name(locked: str, folder: Path, system: str) -> None:
    assert _state(locked, **_LOGIN, system=system, ca_certificate=folder / "ca.pem") is PowerState.OFF
    path = f"{locked}/redfish/v1/Systems/27946b59-9e44-4fa7-8e91-000000000002"
    assert _state(path, **_LOGIN, verify=False) is PowerState.OFF


@pytest.mark.integration
def test_of_several_systems_one_has_to_be_named(locked: str) -> None:
    with pytest.raises(ConfigurationError, match=r"has 2 systems: .*node-1.*node-2.*Say with system="):
        _state(locked, **_LOGIN, verify=False)
    with pytest.raises(ConfigurationError, match=r"has 2 systems: .*There is no system 'node-3'"):
        _state(locked, **_LOGIN, verify=False, system="node-3")


@pytest.mark.integration
def test_a_certificate_of_nobody_is_refused(locked: str) -> None:
    with pytest.raises(DeviceUnreachable, match=r"certificate of .* is not trusted: .*ca_certificate="):
        _state(locked, **_LOGIN, system="node-1")


@pytest.mark.integration
def test_wrong_credentials_are_told(locked: str) -> None:
    for wrong in ({}, {"username": USER, "password": "wr0ng"}):
        with pytest.raises(NotAuthorized, match=r"answered 401 .*\(username=, password=\)") as refused:
            _state(locked, verify=False, system="node-1", **wrong)
        assert "wr0ng" not in str(refused.value)


@pytest.mark.integration
def test_who_lies_is_found_out(plain: str) -> None:
    with in_front(plain, lag=None) as liar:
        power = TargetPower([_control(liar)], Timing(timeout=1.0))
        with pytest.raises(DeviceError, match=r"took the order, but the target is not on after 1 s .* is off"):
            power.power_on()
        power.close()


@pytest.mark.integration
def test_an_order_that_the_bmc_does_not_know_is_told_with_those_that_it_has(plain: str) -> None:
    trust: dict[str, object] = {"ca_certificate": None, "verify": True, "connect_timeout": 5, "read_timeout": 5}
    service = service_of(f"redfish+{plain}", username=None, password=None, system=None, **trust)
    with pytest.raises(DeviceError, match=r"no reset of the kind Suspend\. It has: On, ForceOff"):
        RedfishPower(service).order("Suspend")
    service.close()


def test_what_is_no_bmc_is_told() -> None:
    with serving_outlet("plain") as outlet, pytest.raises(DeviceError, match="something that is not Redfish: closed"):
        _state(f"redfish+{outlet.url}")


@pytest.mark.parametrize("answer", [Answer(200, b"<html><title>Sign in</title>", "text/html"), Answer(302)])
def test_an_order_counts_only_if_the_bmc_took_it(answer: Answer) -> None:
    trust: dict[str, object] = {"ca_certificate": None, "verify": True, "connect_timeout": 5, "read_timeout": 5}
    with serving() as server:
        service = service_of(f"redfish+{server.url}", username=None, password=None, system=None, **trust)
        server.answer("/reset", answer)
        with pytest.raises(DeviceError, match=r"is not Redfish: a web page \('Sign in'\)|answered 302 to POST"):
            service.post("/reset", {})
        assert len(server.requests) == 1
        service.close()


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("redfish://bmc", {"username": "a"}, "needs both username= and password="),
        ("redfish://bmc/api", {}, "is not that of a system"),
        ("redfish://bmc/redfish/v1/Systems/1", {"system": "2"}, "already"),
        ("redfish:", {}, "names no host"),
        ("redfish://admin:s3cret@bmc", {}, "user or password"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(url: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as refused:
        open_control(url, options, {})
    assert "s3cret" not in str(refused.value)


def _control(url: str) -> PowerControl:
    return open_control(f"redfish+{url}", {}, {})
