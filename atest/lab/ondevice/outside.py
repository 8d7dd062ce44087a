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
from atest.lab.ondevice.machine import INSIDE, RunningMachine
from atest.lab.ondevice.python import ROOT
from tools.failures import failures

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
    _variables(folder / "inside.json", device, options)
    suite_inside = _robot(f"{INSIDE}/inside.json", f"{INSIDE}/results-inside", suite)
    return ["target", f"{INSIDE}/inside.code", *suite_inside, "--", *serve_command(folder, device, options)]


def serve_command(folder: Path, device: str, options: Mapping[str, str]) -> list[str]:
    """The command line of the companion inside, with TLS and an API key.

    Args:
        folder: The machine's shared folder; it gets certificate and API key.
        device: The device inside.
        options: Options of that device.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _issue(folder)
    tls = ["--tls-cert", f"{INSIDE}/certificate.pem", "--tls-key", f"{INSIDE}/key.pem"]
    given = [part for name, value in options.items() for part in ("--option", f"{name}={value}")]
    # The colours of the capture are coarse already.
    serve = ["serve", device, "--host", "0.0.0.0", "--port", str(PORT), "--quality", "95"]
    return [*serve, *tls, "--api-key-file", f"{INSIDE}/api-key", *given]


def way_to_companion(machine: RunningMachine) -> tuple[str, dict[str, str]]:
    """The companion's URL here, and the options for it.

    Args:
        machine: The machine in which what `serve_command` gave runs.
    """
    key = (machine.folder / "api-key").read_text()
    # The emulated processor answers in seconds what takes milliseconds.
    options = {"ca_certificate": str(machine.folder / "authority.pem"), "api_key": key, "read_timeout": "60"}
    return f"https://127.0.0.1:{machine.ports[PORT]}", options


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
    _variables(folder / "outside.json", *way_to_companion(job.machine))
    command = ["robot", *_robot(str(folder / "outside.json"), str(folder / "results-outside"), suite)]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout
    )
    logger.info(done.stdout)
    if done.returncode:
        failed = "\n".join(failures(folder / "results-outside" / "output.xml"))
        printed = f"{done.stdout[-_TAIL:]}\n{done.stderr[-_TAIL:]}\nInside:\n{job.output[-_TAIL:]}"
        raise AssertionError(f"{failed}\n{printed}")


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
