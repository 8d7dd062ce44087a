"""A suite that runs in the lab machine and, the same, here against a companion in that machine."""

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import trustme
from robot.api import logger

from atest.lab.ondevice.jobs import Job
from atest.lab.ondevice.machine import INSIDE
from atest.lab.ondevice.python import ROOT

#: Where the companion listens inside.
PORT = 8443
_TAIL = 4000


def companion_command(folder: Path, suite: str, device: str, options: Mapping[str, str]) -> list[str]:
    """The command inside: a target, and beside it the suite and then the companion.

    Args:
        folder: The machine's shared folder; it gets certificate and API key.
        suite: The suite, which opens `${URL}` with `&{OPTIONS}`.
        device: The device inside; the target is behind it.
        options: Options of that device.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _issue(folder)
    _variables(folder / "inside.json", device, options)
    suite_inside = _robot(f"{INSIDE}/inside.json", f"{INSIDE}/results-inside", suite)
    tls = ["--tls-cert", f"{INSIDE}/certificate.pem", "--tls-key", f"{INSIDE}/key.pem"]
    given = [part for name, value in options.items() for part in ("--option", f"{name}={value}")]
    # The colours of the capture are coarse already.
    serve = ["serve", device, "--host", "0.0.0.0", "--port", str(PORT), "--quality", "95"]
    companion = [*serve, *tls, "--api-key-file", f"{INSIDE}/api-key", *given]
    return ["target", f"{INSIDE}/inside.code", *suite_inside, "--", *companion]


def run_from_outside(job: Job, suite: str, timeout: float) -> None:
    """Runs the suite here, over HTTPS with the API key.

    Args:
        job: The command that `companion_command` gave, at its second half.
        suite: The suite.
        timeout: How long it may take, in seconds.

    Raises:
        AssertionError: If it fails.
    """
    folder = job.machine.folder
    url = f"https://127.0.0.1:{job.machine.ports[PORT]}"
    given = {"ca_certificate": str(folder / "authority.pem"), "api_key": (folder / "api-key").read_text()}
    _variables(folder / "outside.json", url, given)
    command = ["robot", *_robot(str(folder / "outside.json"), str(folder / "results-outside"), suite)]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout
    )
    logger.info(done.stdout)
    assert not done.returncode, f"{done.stdout[-_TAIL:]}\n{done.stderr[-_TAIL:]}\nInside:\n{job.output[-_TAIL:]}"


def _robot(variables: str, output: str, suite: str) -> list[str]:
    return ["--variablefile", variables, "--outputdir", output, suite]


def _variables(file: Path, url: str, options: Mapping[str, str]) -> None:
    file.write_text(json.dumps({"URL": url, "OPTIONS": dict(options)}))


def _issue(folder: Path) -> None:
    """Certificate and API key, in the folder that the machine sees."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    issued = authority.issue_cert("127.0.0.1")
    (folder / "certificate.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    (folder / "api-key").write_text(secrets.token_urlsafe())
