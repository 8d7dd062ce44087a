"""A companion in a process of its own, over HTTPS, as a TinyPilot stands in the network."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

_TINYPILOT = Path(sys.executable).parent / "tinypilot"


def certificates(folder: Path) -> Path:
    """Writes a certificate for 127.0.0.1 and its key to a folder.

    Returns:
        The file of the authority that signed it.
    """
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    own.private_key_pem.write_to_path(folder / "key.pem")
    own.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder / "ca.pem"


@contextmanager
def served(device: str, folder: Path, *options: str) -> Iterator[str]:
    """Serves a device until the end.

    Args:
        device: Its URL.
        folder: Where `certificates` wrote to.
        *options: More options of `tinypilot serve`.

    Yields:
        The URL of the companion.
    """
    command: list[str | Path] = [_TINYPILOT, "serve", device, "--port", "0", *options]
    command += ["--tls-cert", folder / "cert.pem", "--tls-key", folder / "key.pem"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            told = re.match(r"https://\S+", line)
            if told is None:
                raise RuntimeError(f"The companion did not start: {line!r}")
            yield told[0]
        finally:
            process.terminate()
