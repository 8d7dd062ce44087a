"""The vendor's MCP server, an assistant's hands on TinyPilots, driven over its standard input and output."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

from atest.lab.ondevice.initrd import cache_folder
from atest.lab.ondevice.python import ROOT

# By version, the group of packages in pyproject.toml.
_GROUPS = {"0.2.0": "mcp", "0.1.0": "mcp-with-tokens"}
_OLDEST = (3, 11)
_PROTOCOL = "2025-03-26"


@library(scope="SUITE")
class McpKeywords:
    """One MCP server and its devices."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mcp-"))
        self._server: subprocess.Popen[str] | None = None
        self._numbers = count(1)

    @keyword
    def start_mcp_server(
        self, version: str, url: str, *, api_key: str = "", authority: Path | None = None, timeout: float = 30.0
    ) -> str:
        """Starts the vendor's server for one device, named `lab`; returns what it tells assistants.

        Args:
            version: `0.2.0`, which wants an API key, or `0.1.0`, which fetches tokens.
            url: The device.
            api_key: Its API key.
            authority: The file of the authority that signed its certificate.
            timeout: How long it waits for the device, in seconds.
        """
        self.stop_mcp_server()
        device = {"id": "lab", "base_url": url, "label": "A machine of the lab"} | (
            {"api_key": api_key} if api_key else {}
        )
        defaults = {"timeout_seconds": timeout, "paste_wait_buffer_ms": 0}
        config = self._folder / "devices.json"
        config.write_text(json.dumps({"defaults": defaults, "devices": [device], "output_dir": str(self._folder)}))
        trust = {"SSL_CERT_FILE": str(authority)} if authority else {}
        self._server = subprocess.Popen(
            [_environment(version) / "bin" / "tinypilot-mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self._folder / "messages").open("w"),
            text=True,
            env={**os.environ, **trust, "TINYPILOT_DEVICES": str(config)},
        )
        client = {"name": "atest", "version": "1"}
        told = self._ask("initialize", protocolVersion=_PROTOCOL, capabilities={}, clientInfo=client)
        self._send({"method": "notifications/initialized"})
        return str(told["instructions"])

    @keyword
    def call_tool(self, name: str, **arguments: object) -> str:
        """Calls a tool, which has to succeed; returns what it says.

        Args:
            name: Its name without `tinypilot_`.
            arguments: What it is given.
        """
        said, is_error = self._call(name, arguments)
        assert not is_error, f"The tool '{name}' failed: {said}"
        return said

    @keyword
    def tool_should_fail(self, name: str, **arguments: object) -> str:
        """Calls a tool, which has to fail; returns what it says.

        Args:
            name: Its name without `tinypilot_`.
            arguments: What it is given.
        """
        said, is_error = self._call(name, arguments)
        assert is_error, f"The tool '{name}' succeeded: {said}"
        return said

    @keyword
    def get_screenshot_of_tool(self) -> Path:
        """The last picture that a tool took; the server keeps them."""
        return max((self._folder / "screenshots").glob("*.jpg"), key=lambda file: file.stat().st_mtime_ns)

    @keyword
    def stop_mcp_server(self) -> None:
        """Ends the server."""
        server, self._server = self._server, None
        if server is None:
            return
        server.terminate()
        server.communicate(timeout=20)

    @keyword
    def forget_mcp_servers(self) -> None:
        """Ends the server, and removes its files."""
        self.stop_mcp_server()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _call(self, name: str, arguments: dict[str, object]) -> tuple[str, bool]:
        given = {"input": arguments} if arguments else {}
        result = self._ask("tools/call", name=f"tinypilot_{name}", arguments=given)
        said = "\n".join(part["text"] for part in result["content"] if part["type"] == "text")
        logger.info(f"{name} {arguments or ''}: {said[:500]}")
        return said, bool(result.get("isError"))

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while line := self._running.stdout and self._running.stdout.readline():
            answer = json.loads(line)
            if answer.get("id") == number:
                assert "result" in answer, f"The MCP server answered {method} with {answer}"
                return dict(answer["result"])
        raise AssertionError(f"The MCP server ended: {(self._folder / 'messages').read_text()}")

    def _send(self, message: dict[str, object]) -> None:
        stdin = self._running.stdin
        assert stdin is not None
        stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        stdin.flush()

    @property
    def _running(self) -> "subprocess.Popen[str]":
        assert self._server is not None, "'Start MCP Server' comes first."
        return self._server


def _environment(version: str) -> Path:
    """An environment of its own with that version: two of them cannot be in one."""
    if sys.version_info < _OLDEST:
        raise SkipExecution(f"tinypilot-mcp needs Python {'.'.join(map(str, _OLDEST))}.")
    import tomllib  # noqa: PLC0415 - comes with that Python

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"][_GROUPS[version]]
    recipe = hashlib.sha256(f"{wanted} {sys.version}".encode()).hexdigest()
    place = cache_folder().parent / "mcp" / f"{version}-{recipe[:12]}"
    if not (place / "set-up").is_file():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for packages in (["--upgrade", "pip>=25.1"], ["--group", f"{ROOT / 'pyproject.toml'}:{_GROUPS[version]}"]):
            subprocess.run([*pip, *packages], check=True)
        (place / "set-up").touch()
    return place
