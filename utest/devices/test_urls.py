"""URLs of devices: a password in one is refused and shown nowhere, whatever characters it has."""

import pytest

from TinyPilotLibrary.devices.capture.open_capture import open_capture
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import ConfigurationError


@pytest.mark.parametrize(
    "password", ["secret", "se#cret", "se?cret", "se/cret", "se@cret", "#secret", "se:cret", "se cret"]
)
@pytest.mark.parametrize(
    "url", ["https://user:{}@host.test", "http://{}@host.test", "ustreamer:http://user:{}@host.test"]
)
def test_a_password_in_a_url_is_refused_and_not_shown(url: str, password: str) -> None:
    with pytest.raises(ConfigurationError, match=r"'host\.test' contains a user or password") as refused:
        open_device(url.format(password))
    assert "cret" not in str(refused.value)
    with pytest.raises(ConfigurationError, match=r"'host\.test' contains a user or password") as refused:
        open_capture(url.format(password))
    assert "cret" not in str(refused.value)


@pytest.mark.parametrize("url", ["qemu:/run/vm@1.qmp", "virtual:"])
def test_what_is_no_password_is_let_be(url: str) -> None:
    open_device(url).close()
