"""What the web page of a TinyPilot answers: the calls of the vendor's dashboard, and a page for people."""

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme
from PIL import Image

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.version import __version__
from utest.companion.conftest import Client

# As the dashboard looks for it.
_CSRF = re.compile(r'<meta\s+name="csrf-token"\s+content="([^"]+)"\s*/?>')
_PICTURE = re.compile(r'src="data:image/jpeg;base64,([^"]+)"')


@pytest.fixture(params=[{}, {"plain": True}, {"api_key": "the-key"}], ids=["token", "plain", "key"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with running(VirtualDevice(), Serving(port=0, **request.param)) as url:
        yield url


def test_the_dashboards_calls_are_answered_with_what_it_reads(url: str) -> None:
    """It loads the page before each call, and sends user and password if it was given some."""
    with requests.Session() as session:
        session.auth = ("admin", "password")

        def get(path: str) -> object:
            page = session.get(url, timeout=30)
            page.raise_for_status()
            assert _CSRF.search(page.text)
            answer = session.get(url + path, timeout=30)
            answer.raise_for_status()
            return answer.json()

        assert get("/api/status") == {"ok": True}
        assert get("/api/version") == {"version": __version__}
        assert get("/api/auth") == {"isAuthenticated": True, "username": None, "role": "VIEWER"}
        assert get("/api/network/status") == {
            "ethernet": {"isConnected": True, "ipAddress": "127.0.0.1", "macAddress": None},
            "wifi": {"isConnected": False, "ipAddress": None, "macAddress": None},
        }
        assert get("/api/settings/video") == {"streamingMode": "MJPEG", "mjpegFrameRate": 30, "mjpegQuality": 80}
        assert get("/api/settings/requiresHttps") == {"requiresHttps": False}
        assert get("/api/massStorage/backingFiles") == {
            "backingFiles": [],
            "intermediateFiles": [],
            "mountMode": None,
        }
        # With the state, which it asks for the resolution.
        state = session.get(f"{url}/state", timeout=30).json()
        assert state["result"]["source"]["resolution"] == {"width": 720, "height": 400}


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("PUT", "eject"),
        ("PUT", "mount/debian.iso?mode=CDROM"),
        ("PUT", "backingFiles/debian.iso/fetchFromUrl"),
        ("GET", "retrieveFileNameFromUrl?url=https://example.org/debian.iso"),
        ("DELETE", "backingFiles/debian.iso"),
    ],
)
def test_images_are_refused_in_words(url: str, method: str, call: str) -> None:
    answer = requests.request(method, f"{url}/api/massStorage/{call}", json={}, timeout=30)
    assert answer.status_code == 501
    assert answer.json() == {
        "message": f"The device 'virtual:' takes no images: {call.partition('?')[0]} is not possible.",
        "code": None,
    }


def test_the_page_shows_people_the_device_its_picture_and_the_calls(client: Client) -> None:
    page = requests.get(client.url, timeout=30)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>virtual:</h1>" in page.text
    for method, path in client.description.operations():
        assert f"{method.upper()} {path}" in page.text
    [picture] = _PICTURE.findall(page.text)
    with Image.open(io.BytesIO(base64.b64decode(picture))) as shown:
        assert shown.size == (720, 400)
    client.device.power_off()
    assert "There is no picture: the target sends no video signal" in requests.get(client.url, timeout=30).text


def test_the_picture_is_for_nobody_who_may_not_see_it(client: Client) -> None:
    # A page elsewhere can have a name of its own point here, and read what it is answered.
    other = requests.get(client.url, headers={"Host": "evil.test"}, timeout=30)
    assert (other.status_code, _PICTURE.findall(other.text)) == (400, [])
    with running(VirtualDevice(), Serving(port=0, api_key="the-key")) as url:
        assert _PICTURE.findall(requests.get(url, timeout=30).text) == []


def test_a_name_with_signs_of_html_is_shown_as_it_is() -> None:
    device = VirtualDevice()
    device.name = "<script>&"
    with running(device) as url:
        assert "<h1>&lt;script&gt;&amp;</h1>" in requests.get(url, timeout=30).text


def test_a_companion_over_tls_requires_it(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    certificate, key, ca = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "ca.pem"
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    authority.cert_pem.write_to_path(str(ca))
    with running(VirtualDevice(), Serving(port=0, tls_cert=certificate, tls_key=key)) as url:
        answer = requests.get(f"{url}/api/settings/requiresHttps", verify=str(ca), timeout=30)
    assert answer.json() == {"requiresHttps": True}
