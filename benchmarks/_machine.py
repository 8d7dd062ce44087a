"""What a result was measured on: nothing in it names the machine, its user or a folder."""

import contextlib
import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_VNNI = {"avx512_vnni", "avx_vnni"}
_PACKAGES = ("opencv-python-headless", "numpy", "Pillow", "requests", "robotframework", "robotframework-tinypilot")


def machine() -> dict[str, object]:
    """Describes the processor, the system, the versions and the state of the source."""
    described: dict[str, object] = {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "os": _system(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "commit": _commit(),
    }
    with contextlib.suppress(OSError, AttributeError):  # Windows has no load
        described["load"] = round(os.getloadavg()[0], 1)
    return described


def _cpu() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() in {"model name", "Model"}:
                return value.strip()
    return platform.processor() or platform.machine()


def has_vnni() -> bool:
    """Whether the processor is known to add up products of 8 bits in one go (VNNI); only Linux tells."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
        flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
        return not _VNNI.isdisjoint(flags)
    return False


def _system() -> str:
    # 6.12 says what runs; what a distribution or an operator adds to it says who runs it.
    release = ".".join(re.findall(r"\d+", platform.release())[:2])
    kernel = f"{platform.system()} {release} {platform.machine()}"
    with contextlib.suppress(OSError):
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {kernel}"
    return kernel


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str:
    """The commit, and whether the source differs from it; what a benchmark writes itself does not count."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!benchmarks/results")
    return f"{commit or 'unknown'}{' with changes' if changed else ''}"


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def processor(pid: int) -> float:
    """What a process took of the processor, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
