"""Known weaknesses of packages: told, and a failure if a newer version has none; without advisories one line."""

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.audit import main

pytestmark = pytest.mark.integration


@contextmanager
def _advisories(events: Sequence[dict[str, str]]) -> Iterator[str]:
    """A server that has an advisory for each package; it begins and ends with these versions."""
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    affected = [{"package": {"name": "weak", "ecosystem": "PyPI"}, "ranges": ranges}]
    advisory = {"id": "PYSEC-1", "details": "It is weak.", "published": "2026-01-01T00:00:00Z", "affected": affected}
    answer = json.dumps({"vulns": [{**advisory, "modified": advisory["published"]}]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/query"
        server.shutdown()


def _audit(folder: Path, url: str) -> int:
    package = folder / "weak-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: weak\nVersion: 1.0\n")
    return main(["--path", str(folder), "--vulnerability-service", "osv", "--osv-url", url])


@pytest.mark.parametrize(
    ("events", "code", "told"),
    [
        ([{"introduced": "0"}, {"fixed": "1.1"}], 1, "weak 1.0: PYSEC-1, mended in 1.1"),
        ([{"introduced": "0"}], 0, "weak 1.0: PYSEC-1, not mended yet"),
    ],
    ids=["mended", "not-mended"],
)
def test_what_is_weak_is_told_and_fails_if_it_can_be_mended(
    events: Sequence[dict[str, str]], code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _advisories(events) as url:
        assert _audit(tmp_path, url) == code
    assert capsys.readouterr().out.splitlines() == [told, "Packages audited: 1. Known weaknesses: 1."]


def test_without_advisories_one_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as nobody:
        # The port is taken, and nobody listens.
        nobody.bind(("127.0.0.1", 0))
        assert _audit(tmp_path, f"http://127.0.0.1:{nobody.getsockname()[1]}/query") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("Advisories cannot be had here, so that nothing was audited: ")
