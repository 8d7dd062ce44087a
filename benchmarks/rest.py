"""Keys, texts and screenshots over HTTPS: the REST device against a new connection per request, and a keyword's cost.

The baseline is the way of the sample script in TinyPilot's documentation of its REST API: a request of its own by
`urllib.request`, each over a connection of its own.
"""

import http.client
import json
import ssl
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from atest.lab.packages import MissingPackages
from benchmarks._in_robot import call_keyword, in_robot
from benchmarks._measure import Benchmark, Way
from benchmarks._parts import Options, measure
from benchmarks._serving import certificates, served
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.tinypilot.payloads import keystroke_payload
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US

# What is typed is erased again, so that the target is the same in every round.
_TEXT = "tinypilot!"
_KEYS = [*US.keystrokes(_TEXT), *[Keystroke("Backspace")] * len(_TEXT)]
_PICTURES = 10
_CALLS = 20
_PASTED = {"text": "a" * 1000, "language": "en-US"}

SCRIPT, PLAIN, COMPANION = "sample script's way", "REST device, v1", "REST device, companion"
ANSWERED, TYPED = "answered", "typed"
BARE, EMPTY, KEYWORD = "bare HTTP call", "empty keyword", "keyword"
# How many times as long as the call a keyword takes, and how many times an empty keyword what it does besides.
_KEYWORD, _ABOVE_THE_CALL = 5.0, 12.0


class SampleScript:
    """A client as the sample script is one: a TLS connection for every request.

    Args:
        url: The server.
    """

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/v1"
        self._context = ssl.create_default_context()
        self._context.check_hostname = False
        self._context.verify_mode = ssl.CERT_NONE
        self._headers: dict[str, str] = {}
        token = json.loads(self._request("/auth", "POST"))["token"]
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def type(self) -> None:
        """Sends the keys, one after the other."""
        for keystroke in _KEYS:
            self._request("/keystroke", "POST", json.dumps(keystroke_payload(keystroke)).encode())

    def screenshots(self) -> None:
        """Fetches some pictures."""
        for _ in range(_PICTURES):
            if not self._request("/screenshot", "GET").startswith(b"\xff\xd8"):
                raise RuntimeError("The server gave something else than a JPEG.")

    def _request(self, path: str, method: str, data: bytes | None = None) -> bytes:
        request = urllib.request.Request(self._url + path, data, self._headers, method=method)  # noqa: S310 - https
        with urllib.request.urlopen(request, context=self._context) as response:  # noqa: S310 - https
            return bytes(response.read())


class BareClient:
    """The least that a key over HTTP costs: one connection that is kept, and one request.

    Args:
        url: The server.
        authority: The file of the authority that signed its certificate.
    """

    def __init__(self, url: str, authority: Path) -> None:
        context = ssl.create_default_context(cafile=authority)
        self._connection = http.client.HTTPSConnection(urlsplit(url).netloc, context=context)
        token = json.loads(self._post("/api/v1/auth", b"", {}))["token"]
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def press(self) -> None:
        """Sends some keys, one after the other."""
        for _ in range(_CALLS):
            self.call("/api/v1/keystroke", {"code": "F5"})

    def call(self, path: str, body: object = None) -> None:
        """Sends something.

        Args:
            path: The path of the call.
            body: Its body.
        """
        self._post(path, json.dumps(body).encode(), self._headers)

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"The server answered {response.status}: {answer.decode()}")
        return answer


def transport(bench: Benchmark, options: Options) -> None:
    """Keys and screenshots over companions: two offer what a TinyPilot does, one more than that."""
    # Each client has one of its own: who sends input after another one first waits until that one has been quiet.
    with (
        _folder() as (folder, ca),
        served("virtual:", folder, "--plain") as other,
        served("virtual:", folder, "--plain") as basic,
        served("virtual:", folder) as more,
    ):
        script = SampleScript(other)
        plain = open_device(basic, {"ca_certificate": ca})
        beside = open_device(more, {"ca_certificate": ca})
        keys = {
            SCRIPT: Way(script.type, len(_KEYS)),
            PLAIN: Way(lambda: plain.type(_KEYS), len(_KEYS)),
            COMPANION: Way(lambda: beside.type(_KEYS), len(_KEYS)),
        }
        typed = bench.compare("Keys", keys, baseline=SCRIPT, operation="key")
        pictures = {
            SCRIPT: Way(script.screenshots, _PICTURES),
            PLAIN: Way(lambda: [plain.frame() for _ in range(_PICTURES)], _PICTURES),
            COMPANION: Way(lambda: [beside.frame() for _ in range(_PICTURES)], _PICTURES),
        }
        taken = bench.compare("Screenshots", pictures, baseline=SCRIPT, operation="picture")
        plain.close()
        beside.close()
    bench.floor("keys, companion: at least 30 times as fast", typed.ratio(COMPANION), at_least=30)
    bench.floor("keys, v1: at least 5 times as fast", typed.ratio(PLAIN), at_least=5)
    bench.floor("screenshots, v1: at least 3 times as fast", taken.ratio(PLAIN), at_least=3)


def paste(bench: Benchmark, options: Options) -> None:
    """How soon a client that pastes is answered, against the time in which a virtual machine is typed the text."""
    try:
        machine = Machine(Hardware(memory=32, boot_menu=60, tablet=True))
    except MissingPackages as missing:
        bench.leave_out("pasting", str(missing))
        return
    with machine, _folder() as (folder, ca):
        machine.switch_on()
        with served(machine.url, folder, "--option", "key_hold=5ms", "--option", "key_gap=5ms") as companion:
            client = BareClient(companion, ca)

            def drop() -> None:
                """Ends the typing of the text before."""
                client.call("/api/companion/v1/release")

            ways = {
                ANSWERED: Way(lambda: client.call("/api/v1/paste", _PASTED), before=drop),
                TYPED: Way(lambda: client.call("/api/companion/v1/paste", _PASTED), before=drop),
            }
            title = f"{len(_PASTED['text']):,} characters pasted"
            told = bench.compare(title, ways, baseline=TYPED, operation="text", rounds=5 if options.quick else 10)
    bench.floor("a paste is answered, against its typing", told.ratio(ANSWERED), at_least=100)


def keyword(bench: Benchmark, options: Options) -> None:
    """What a keyword takes above the bare HTTP call, against a keyword that does nothing, run by the same robot."""

    def press() -> None:
        for _ in range(_CALLS):
            call_keyword("Press Keys", "F5")

    def do_nothing() -> None:
        for _ in range(_CALLS):
            call_keyword("Do Nothing", "F5")

    def compare() -> None:
        ways = {BARE: Way(bare.press, _CALLS), EMPTY: Way(do_nothing, _CALLS), KEYWORD: Way(press, _CALLS)}
        title = "A keyword that presses a key"
        waited = bench.compare(title, ways, baseline=BARE, operation="key")
        bench.floor("a keyword, against the bare HTTP call", waited.cost(KEYWORD), below=_KEYWORD)
        worked = bench.compare(f"{title}, processor's time", ways, baseline=BARE, operation="key", processor=True)
        cost = worked.cost_above(KEYWORD, BARE, of=EMPTY)
        bench.floor("a keyword above the bare HTTP call, against an empty keyword", cost, below=_ABOVE_THE_CALL)

    with (
        _folder() as (folder, ca),
        served("virtual:", folder, "--plain") as other,
        served("virtual:", folder, "--plain") as basic,
    ):
        bare = BareClient(other, ca)
        in_robot(compare, "TinyPilotLibrary", [basic, f"ca_certificate={ca}"], folder / "output.xml")


@contextmanager
def _folder() -> Iterator[tuple[Path, Path]]:
    """A folder for the companions, and the file of the authority that signed their certificate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder, certificates(folder)


if __name__ == "__main__":
    about = "Keys, texts, screenshots and keywords over HTTPS"
    sys.exit(measure("rest", about, {"transport": transport, "paste": paste, "keyword": keyword}))
