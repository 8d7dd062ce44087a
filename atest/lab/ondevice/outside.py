"""Suites that run here against a companion in the lab machine: `atest.lab.ondevice.outside.OutsideKeywords`."""

import json
import secrets
import subprocess
import sys
from collections.abc import Sequence
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
    """Runs suites here whose device is in the lab machine."""

    @keyword
    def run_suite_from_outside(
        self, suite: str, device: str, *options: str, timeout: timedelta = timedelta(minutes=4)
    ) -> None:
        """Serves a device inside over HTTPS, with an API key, and runs a suite here against it. It must pass.

        Args:
            suite: The suite, which opens `${URL}` with `&{OPTIONS}`.
            device: The device inside; a target is behind it.
            options: Options of that device: `name=value`.
            timeout: How long it may take.
        """
        folder = Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}"))) / "ondevice" / "outside"
        folder.mkdir(parents=True, exist_ok=True)
        key = _issue(folder)
        with LabMachine.prepared().start(_serve(device, options), folder, timeout.total_seconds(), [_PORT]) as machine:
            variables = {
                "URL": f"https://127.0.0.1:{machine.ports[_PORT]}",
                "OPTIONS": {"ca_certificate": str(folder / "authority.pem"), "api_key": key},
            }
            (folder / "variables.json").write_text(json.dumps(variables))
            command = [sys.executable, "-m", "robot", "--variablefile", str(folder / "variables.json")]
            done = subprocess.run(
                [*command, "--outputdir", str(folder / "results"), str(ROOT / suite)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=timeout.total_seconds(),
            )
            logger.info(done.stdout)
            if done.returncode:
                raise AssertionError(f"{done.stdout[-_TAIL:]}\nInside:\n{machine.output[-_TAIL:]}")


def _serve(device: str, options: Sequence[str]) -> list[str]:
    """The command inside: a target, and the companion of the device in front of it."""
    serve = ["tinypilot", "serve", device, "--host", "0.0.0.0", "--port", str(_PORT)]
    tls = ["--tls-cert", f"{INSIDE}/certificate.pem", "--tls-key", f"{INSIDE}/key.pem"]
    given = [part for option in options for part in ("--option", option)]
    target = ["python", "-m", "atest.ondevice._inside.target"]
    return [*target, *serve, *tls, "--api-key-file", f"{INSIDE}/api-key", *given]


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
