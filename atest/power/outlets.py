"""Outlets over HTTP that answer as their makers document it, with a relay that is really switched."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Outlet:
    """A make of outlets with its relays.

    Args:
        make: `tasmota`, `shelly`, `shelly-gen2` or `plain`.
        password: The password; none if empty.
        relays: Whether each relay is on.
    """

    make: str
    password: str = ""
    relays: list[bool] = field(default_factory=lambda: [True])
    url: str = ""
    asked: list[str] = field(default_factory=list)
    moments: list[tuple[str, bool]] = field(default_factory=list)
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    def switch(self, number: int, *, on: bool) -> None:
        """Switches a relay."""
        self.relays[number] = on
        self.moments.append((str(number), on))


Answer = tuple[int, object, dict[str, str]]


def _tasmota(outlet: Outlet, path: str, headers: dict[str, str]) -> Answer:
    """https://tasmota.github.io/docs/Commands/#with-web-requests: of several relays each has its number."""
    query = parse_qs(urlsplit(path).query)
    given = (query.get("user", [""])[0], query.get("password", [""])[0])
    if outlet.password and given != ("admin", outlet.password):
        return 401, {"WARNING": "Need user=<username>&password=<password>"}, {}
    words = query.get("cmnd", [""])[0].split()
    number = int(words[0][5:] or "1") if words and words[0][:5].lower() == "power" and words[0][5:].isdigit() else 1
    if not words or words[0][:5].lower() != "power" or number > len(outlet.relays):
        return 200, {"Command": "Unknown"}, {}
    if len(words) > 1:
        outlet.switch(number - 1, on=words[1].lower() in {"on", "1"})
    name = "POWER" if len(outlet.relays) == 1 else f"POWER{number}"
    return 200, {name: "ON" if outlet.relays[number - 1] else "OFF"}, {}


def _shelly(outlet: Outlet, path: str, headers: dict[str, str]) -> Answer:
    """https://shelly-api-docs.shelly.cloud/gen1/#shelly1-relay-0, with Basic authorization."""
    wanted = "Basic " + base64.b64encode(f"admin:{outlet.password}".encode()).decode()
    if outlet.password and headers.get("Authorization") != wanted:
        return 401, "401 Unauthorized", {"WWW-Authenticate": 'Basic realm="shelly"'}
    parts = urlsplit(path)
    name, _, number = parts.path.strip("/").partition("/")
    if name != "relay" or not number.isdigit() or int(number) >= len(outlet.relays):
        return 404, "Not Found", {}
    turn = parse_qs(parts.query).get("turn", [""])[0]
    if turn:
        outlet.switch(int(number), on=turn == "on")
    return 200, {"ison": outlet.relays[int(number)], "has_timer": False, "source": "http"}, {}


def _shelly_gen2(outlet: Outlet, path: str, headers: dict[str, str]) -> Answer:
    """https://shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Switch, with Digest authorization by SHA-256."""
    if outlet.password and not _digest_is_right(outlet, path, headers.get("Authorization", "")):
        challenge = f'Digest qop="auth", realm="shellyplus1-a8032ab12345", nonce="{outlet.nonce}", algorithm=SHA-256'
        return 401, "", {"WWW-Authenticate": challenge}
    parts = urlsplit(path)
    query = parse_qs(parts.query)
    number = int(query.get("id", ["0"])[0])
    if number >= len(outlet.relays):
        return 500, {"code": -105, "message": f"Argument 'id', value {number} not found!"}, {}
    if parts.path == "/rpc/Switch.Set":
        was = outlet.relays[number]
        outlet.switch(number, on=query["on"][0] == "true")
        return 200, {"was_on": was}, {}
    if parts.path == "/rpc/Switch.GetStatus":
        return 200, {"id": number, "source": "HTTP_in", "output": outlet.relays[number]}, {}
    return 404, {"code": 404, "message": f"No handler for {parts.path}"}, {}


def _digest_is_right(outlet: Outlet, path: str, header: str) -> bool:
    fields = dict(part.strip().split("=", 1) for part in header.removeprefix("Digest ").split(",") if "=" in part)
    given = {name: value.strip('"') for name, value in fields.items()}
    # A path may have commas of its own; those here have none.
    if given.get("uri") != path or given.get("nonce") != outlet.nonce:
        return False

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    who = digest(f"admin:{given['realm']}:{outlet.password}")
    what = digest(f"GET:{path}")
    wanted = digest(f"{who}:{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}:{what}")
    return given.get("response") == wanted and given.get("username") == "admin"


def _plain(outlet: Outlet, path: str, headers: dict[str, str]) -> Answer:
    """Nobody's own: a word in the path, and the state as text or deep in JSON."""
    word = unquote(urlsplit(path).path).strip("/")
    if word in {"up", "down"}:
        outlet.switch(0, on=word == "up")
        return 200, "done", {}
    if word == "state":
        return 200, {"outlets": [{"relay": "closed" if outlet.relays[0] else "open"}]}, {}
    return 200, "closed" if outlet.relays[0] else "open", {}


_MAKES: dict[str, Callable[[Outlet, str, dict[str, str]], Answer]] = {
    "tasmota": _tasmota,
    "shelly": _shelly,
    "shelly-gen2": _shelly_gen2,
    "plain": _plain,
}


@contextlib.contextmanager
def serving_outlet(make: str, password: str = "", relays: int = 1) -> Iterator[Outlet]:
    """Serves an outlet of a make."""
    outlet = Outlet(make, password, [True] * relays)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length).decode()
            outlet.asked.append(f"{self.command} {self.path} {body}".strip())
            status, content, headers = _MAKES[make](outlet, self.path, dict(self.headers.items()))
            is_text = isinstance(content, str)
            data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/plain" if is_text else "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _handle  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        outlet.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield outlet
        finally:
            server.shutdown()
            thread.join()
