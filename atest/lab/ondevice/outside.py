"""Suites that run here against a companion in the lab machine: `atest.lab.ondevice.outside.OutsideKeywords`."""

import json
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import trustme
from robot.api import logger
from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

from atest.lab.ondevice.machine import INSIDE, LabMachine
from atest.lab.ondevice.python import ROOT

_PORT = 8443
_TAIL = 4000


@library(scope="SUITE")
class OutsideKeywords:
    """Runs one suite inside the lab machine and here."""

    @keyword
    def run_suite_inside_and_from_outside(
        self, suite: str, device: str, *options: str, timeout: timedelta = timedelta(minutes=4)
    ) -> None:
        """Runs a suite inside on a device, and the same suite here, over HTTPS with an API key. Both must pass.

        Args:
            suite: The suite, which opens `${URL}` with `&{OPTIONS}`.
            device: The device inside; a target is behind it.
            options: Options of that device: `name=value`.
            timeout: How long each of the two may take.
        """
        folder = Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}"))) / "ondevice" / "outside"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "code").unlink(missing_ok=True)
        seconds = timeout.total_seconds()
        key = _issue(folder)
        _variables(folder / "inside.json", device, dict(option.split("=", 1) for option in options))
        with LabMachine.prepared().start(_command(suite, device, options), folder, 2 * seconds, [_PORT]) as machine:
            code = _code(folder / "code", seconds)
            assert code == 0, f"Inside the suite ended with {code}:\n{machine.output[-_TAIL:]}"
            url = f"https://127.0.0.1:{machine.ports[_PORT]}"
            given = {"ca_certificate": str(folder / "authority.pem"), "api_key": key}
            _variables(folder / "outside.json", url, given)
            command = _robot(str(folder / "outside.json"), str(folder / "results-outside"), suite)
            done = subprocess.run(
                [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds
            )
            logger.info(done.stdout)
            assert not done.returncode, f"{done.stdout[-_TAIL:]}\nInside:\n{machine.output[-_TAIL:]}"


def _command(suite: str, device: str, options: Sequence[str]) -> list[str]:
    """The command inside: a target, and beside it the suite and then the companion."""
    robot = _robot(f"{INSIDE}/inside.json", f"{INSIDE}/results-inside", suite)
    tls = ["--tls-cert", f"{INSIDE}/certificate.pem", "--tls-key", f"{INSIDE}/key.pem"]
    given = [part for option in options for part in ("--option", option)]
    # The colours of the capture are coarse already.
    serve = ["tinypilot", "serve", device, "--host", "0.0.0.0", "--port", str(_PORT), "--quality", "95"]
    served = [*serve, *tls, "--api-key-file", f"{INSIDE}/api-key", *given]
    script = f"{shlex.join(robot)}; echo $? > {INSIDE}/code; exec {shlex.join(served)}"
    return ["python", "-m", "atest.ondevice._inside.target", "sh", "-c", script]


def _robot(variables: str, output: str, suite: str) -> list[str]:
    return ["robot", "--variablefile", variables, "--outputdir", output, suite]


def _variables(file: Path, url: str, options: Mapping[str, str]) -> None:
    file.write_text(json.dumps({"URL": url, "OPTIONS": options}))


def _code(file: Path, timeout: float) -> int:
    """The code that the suite inside ended with."""
    until = time.monotonic() + timeout
    while not (file.is_file() and file.read_text().strip()):
        assert time.monotonic() < until, f"Inside the suite did not end within {timeout:g} s."
        time.sleep(0.2)
    return int(file.read_text())


def _issue(folder: Path) -> str:
    """Certificate and API key, in the folder that the machine sees."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    issued = authority.issue_cert("127.0.0.1")
    (folder / "certificate.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    key = secrets.token_urlsafe()
    (folder / "api-key").write_text(key)
    return key
