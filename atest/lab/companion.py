"""`tinypilot serve` in front of a lab machine, as a process of its own."""

import atexit
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import trustme

_STOP_TIMEOUT = 20.0


class Companion:
    """The command `tinypilot serve` on a free port of the loopback address, over HTTPS with a certificate of its own.

    Args:
        device: The URL of the device that it serves.
        options: Options of the command, without the dashes before their names.

    ```python
    companion = Companion("qemu:/run/vm.qmp", {"quality": 90})
    device = open_device(companion.url, {"ca_certificate": companion.authority})
    companion.close()
    ```
    """

    def __init__(self, device: str, options: Mapping[str, object]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lab-"))
        #: The certificate of the authority that signed the companion's.
        self.authority = self.folder / "authority.pem"
        certificate, key = self._issue()
        tls = {"tls-cert": certificate, "tls-key": key}
        given = [f"--{name}={value}" for name, value in {"port": 0, **tls, **options}.items()]
        with (self.folder / "messages").open("wb") as messages:
            self._process = subprocess.Popen(
                [
                    "setpriv",
                    "--pdeathsig",
                    "TERM",
                    Path(sys.executable).with_name("tinypilot"),
                    "serve",
                    device,
                    *given,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=messages,
            )
        atexit.register(self.close)
        self.url = self._read_url()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def close(self) -> None:
        """Ends it."""
        atexit.unregister(self.close)
        if self._process.stdout:
            self._process.stdout.close()
        self._process.terminate()
        try:
            self._process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _issue(self) -> tuple[Path, Path]:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.authority))
        issued = authority.issue_cert("127.0.0.1", "localhost")
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(str(key))
        return certificate, key

    def _read_url(self) -> str:
        """The address, which is the first word that it says."""
        if self._process.stdout is None:
            raise RuntimeError("The companion has no output.")
        line = self._process.stdout.readline().decode()
        if not line.startswith("https://"):
            said = line + (self.folder / "messages").read_text(errors="replace")
            self.close()
            raise RuntimeError(f"The companion does not start: {said.strip()}")
        return line.split()[0]
