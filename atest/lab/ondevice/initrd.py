"""What the lab machine starts from: kernel and initial file system, made once and kept."""

import fcntl
import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from atest.lab.ondevice import kernel
from atest.lab.ondevice.needs import find_program, require_packages

_INIT = Path(__file__).with_name("init.sh")


@dataclass(frozen=True)
class Boot:
    """What a machine starts from.

    Args:
        kernel: The kernel.
        initrd: The initial file system.
    """

    kernel: Path
    initrd: Path


def cache_folder() -> Path:
    """Where kernels are kept, for all checkouts of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "tinypilotlibrary" / "lab"


def prepare_boot() -> Boot:
    """Makes kernel and initial file system, unless they are there and up to date.

    Returns:
        Where they are.

    Raises:
        LabMissing: If something has to be installed first.
        LabError: If they cannot be made.
    """
    require_packages()
    package = kernel.newest_kernel()
    recipe = hashlib.sha256()
    for part in (_INIT, Path(__file__), Path(kernel.__file__)):
        recipe.update(part.read_bytes())
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        # Two runs at once would build the same.
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = cache / f"{package.release}_{package.version}_{recipe.hexdigest()[:12]}"
        if not place.is_dir():
            _build(package, place)
    return Boot(place / "vmlinuz", place / "initrd")


def _build(package: kernel.KernelPackage, place: Path) -> None:
    print(f"Making the lab machine from {package.name} {package.version}: half a minute, once.", flush=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=place.parent) as name:
        tree = Path(name) / "tree"
        tree.mkdir()
        kernel.unpack_kernel(package, tree)
        made = Path(name) / "made"
        made.mkdir()
        (tree / "vmlinuz").rename(made / "vmlinuz")
        for folder in ("bin", "dev", "proc", "sys"):
            (tree / folder).mkdir()
        shutil.copy(find_program("busybox"), tree / "bin" / "busybox")
        shutil.copy(_INIT, tree / "init")
        (tree / "init").chmod(0o755)
        (tree / "settings").write_text(f"RELEASE={package.release}\nEARLY='{' '.join(kernel.EARLY)}'\n")
        names = "\n".join(sorted(str(path.relative_to(tree)) for path in tree.rglob("*")))
        packed = subprocess.run(
            [find_program("cpio"), "--create", "--format=newc", "--owner=0:0", "--quiet"],
            input=names.encode(),
            cwd=tree,
            capture_output=True,
            check=True,
        ).stdout
        (made / "initrd").write_bytes(gzip.compress(packed, 6))
        made.rename(place)
