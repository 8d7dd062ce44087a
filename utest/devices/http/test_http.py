"""HTTP to devices, whatever they are: what is asked again, whom to trust, and what is refused."""

import ipaddress
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from TinyPilotLibrary.devices.http import Endpoint, Hints, HttpConnection, Request
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable
from utest.devices.scripted import AUTH, Answer, Script, serving, told

_READ = Request("GET", AUTH, is_input=False)


def test_what_is_not_said_to_be_harmless_is_sent_once(server: Script) -> None:
    connection = HttpConnection(Endpoint(server.url), pauses=(0.0, 0.0))
    server.answer(AUTH, *[told(503)] * 4)
    assert connection.send(Request("POST", AUTH)).status == 503
    assert len(server.requests) == 1
    assert connection.send(_READ).ok is False
    assert len(server.requests) == 4
    connection.close()


def test_each_kind_of_device_says_what_to_look_at(server: Script) -> None:
    hints = Hints("Is the rack locked?", time_limit="patience=")
    connection = HttpConnection(Endpoint(server.url), hints, pauses=())
    server.answer(AUTH, Answer(trouble="never"))
    slow = Request("POST", AUTH, timeout=0.1)
    with pytest.raises(DeviceUnreachable, match=r"no answer within 0\.1 s \(patience=\)\. The input may have been"):
        connection.send(slow)
    server.answer(AUTH, Answer(trouble="never"))
    assert connection.send_within(slow) is None
    connection.close()
    with pytest.raises(DeviceUnreachable, match=r"no connection to '.*none\.sock': .*\. Is the rack locked\?"):
        HttpConnection(Endpoint("http://localhost", socket="none.sock"), hints, pauses=()).send(_READ)


def test_an_answer_that_is_larger_than_any_picture_is_refused(server: Script) -> None:
    connection = HttpConnection(Endpoint(server.url))
    server.answer(AUTH, Answer(body=bytes(65 << 20)))
    with pytest.raises(DeviceError, match="more than 64 MiB"):
        connection.send(_READ)
    assert connection.send(_READ).json()["token"]
    connection.close()


def test_a_path_of_the_address_stands_before_all_others(server: Script) -> None:
    connection = HttpConnection(Endpoint(f"{server.url}/behind/a/proxy/"))
    connection.send(Request("GET", "/state", params={"of": "a b"}, is_input=False))
    assert server.requests[-1].path == "/behind/a/proxy/state"
    connection.close()


def test_a_cookie_is_not_sent_back_and_a_redirect_is_not_followed(server: Script) -> None:
    connection = HttpConnection(Endpoint(server.url))
    server.answer(
        AUTH, told(302, headers=(("Location", f"{server.url}/elsewhere"), ("Set-Cookie", "session=1; Path=/")))
    )
    assert connection.send(_READ).redirects_to == f"{server.url}/elsewhere"
    assert connection.send(_READ).ok
    assert [request.path for request in server.requests] == [AUTH, AUTH]
    assert "Cookie" not in server.requests[-1].headers
    connection.close()


@pytest.mark.parametrize("password", ["s3cret", "s3#cret", "s3/cret", "s3@cret", "s3[cret"])
def test_a_password_in_an_address_is_not_shown(password: str) -> None:
    with pytest.raises(ConfigurationError, match=r"'tinypilot\.test'.*user or password") as refused:
        Endpoint(f"https://admin:{password}@tinypilot.test")
    assert "cret" not in str(refused.value)


def test_a_name_that_no_host_can_have_is_told_in_words() -> None:
    connection = HttpConnection(Endpoint(f"http://{'a' * 300}.test"), pauses=())
    with pytest.raises(DeviceUnreachable, match="no connection"):
        connection.send(_READ)


def _self_signed(folder: Path) -> Path:
    """A certificate as devices make them for themselves: of no authority, without the extensions of public ones."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "device")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "device.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_certificate_that_a_device_made_for_itself_is_trusted_by_its_file(tmp_path: Path) -> None:
    file = _self_signed(tmp_path)

    def trust(context: ssl.SSLContext) -> None:
        context.load_cert_chain(file)

    with serving(trust) as server:
        trusted = HttpConnection(Endpoint(server.url, verify=str(file)))
        assert trusted.send(_READ).ok
        trusted.close()
        stranger = HttpConnection(Endpoint(server.url), Hints(authority="it is in the box"))
        with pytest.raises(DeviceUnreachable, match=r"not trusted: .*ca_certificate= \(it is in the box\)"):
            stranger.send(_READ)
        stranger.close()
