"""A companion in a process of its own, over HTTPS, as a TinyPilot stands in the network."""

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_TINYPILOT = Path(sys.executable).parent / "tinypilot"


def certificates(folder: Path) -> Path:
    """Writes a certificate for 127.0.0.1 and its key to a folder.

    The key has 4096 bits of RSA, as those that a TinyPilot makes for itself (its script `cycle-nginx-tls-keys`).

    Returns:
        The file of the authority that signed it: itself.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=4096)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "companion")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder / "cert.pem"


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
    keys = ("--tls-cert", folder / "cert.pem", "--tls-key", folder / "key.pem")
    with started("serve", device, "--port", "0", *options, *keys, told=r"(https://\S+)") as url:
        yield url


@contextmanager
def started(*arguments: str | Path, told: str) -> Iterator[str]:
    """Runs `tinypilot` in a process of its own until the end.

    Args:
        *arguments: Its arguments.
        told: What its first line begins with once it has started; the first group is its URL.

    Yields:
        The URL.
    """
    with subprocess.Popen([_TINYPILOT, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.match(told, line)
            if found is None:
                raise RuntimeError(f"'tinypilot {arguments[0]}' did not start: {line!r}")
            yield found[1]
        finally:
            process.terminate()
