"""A repository of Debian packages in a folder, as debootstrap and apt read one."""

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path

from atest.lab.installation.debian import RELEASE, run


def make_repository(folder: Path, packages: Iterable[Path]) -> None:
    """Makes a repository that is not signed.

    Packages are not compressed in it, since an emulated processor needs longer to unpack one than to read it. Their
    files have no version in their names: debootstrap does not find one with a colon, which apt writes as `%3a`.

    Args:
        folder: The folder to make.
        packages: The files of the packages.
    """
    pool = folder / "pool"
    pool.mkdir(parents=True)
    # debootstrap overlooks an entry without an empty line behind it, also the last one.
    index = "".join(_entry(folder, _repacked(package, pool)) + "\n" for package in packages)
    listed = folder / "dists" / RELEASE / "main" / "binary-amd64" / "Packages"
    listed.parent.mkdir(parents=True)
    listed.write_text(index)
    data = index.encode()
    head = {
        "Origin": "Debian",
        "Suite": RELEASE,
        "Codename": RELEASE,
        "Architectures": "amd64",
        "Components": "main",
        "Date": "Thu, 01 Jan 2026 00:00:00 UTC",
    }
    lines = [f"{name}: {value}" for name, value in head.items()]
    for name, digest in {"MD5Sum": hashlib.md5(data), "SHA256": hashlib.sha256(data)}.items():  # noqa: S324
        lines += [f"{name}:", f" {digest.hexdigest()} {len(data)} main/binary-amd64/Packages"]
    (folder / "dists" / RELEASE / "Release").write_text("\n".join(lines) + "\n")


def _repacked(package: Path, pool: Path) -> Path:
    """The same package without compression."""
    name = f"{package.name.split('_')[0]}.deb"
    with tempfile.TemporaryDirectory(prefix="package-") as unpacked:
        tree = Path(unpacked) / "tree"
        run("dpkg-deb", "--raw-extract", package, tree)
        run("dpkg-deb", "-Znone", "--build", tree, pool / name)
    return pool / name


def _entry(folder: Path, package: Path) -> str:
    """What stands in the index for a package."""
    data = package.read_bytes()
    return (
        run("dpkg-deb", "--field", package)
        + f"Filename: {package.relative_to(folder)}\nSize: {len(data)}\n"
        + f"MD5sum: {hashlib.md5(data).hexdigest()}\n"  # noqa: S324 - what debootstrap asks for
        + f"SHA256: {hashlib.sha256(data).hexdigest()}\n"
    )
