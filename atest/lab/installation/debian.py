"""Debian's packages and systems, from the mirrors that apt of this machine uses."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from atest.lab.packages import MissingPackages, Need, require

#: The release that media are made of.
RELEASE = "bookworm"
#: What makes a live system and packs it.
LIVE = (Need("mmdebstrap", ("mmdebstrap",)), Need("mksquashfs", ("squashfs-tools",)))

# Drivers that no virtual machine needs; without them the first file system is a quarter as large.
_OTHER_HARDWARE = (
    *("media", "net/wireless", "net/ethernet", "infiniband", "staging", "iio", "isdn", "comedi"),
    *(f"gpu/drm/{name}" for name in ("amd", "i915", "nouveau", "radeon", "vmwgfx")),
)
_NOT_UNPACKED = (
    *(f"/usr/share/{name}/*" for name in ("doc", "man", "info", "locale", "lintian", "linda")),
    *(f"/lib/modules/*/kernel/drivers/{name}/*" for name in _OTHER_HARDWARE),
    "/lib/modules/*/kernel/sound/*",
)
# What the live system's kernel needs to find its medium, and to show and be operated.
_EARLY_MODULES = (
    *("ext4", "virtio_pci", "virtio_blk", "sd_mod", "sr_mod", "cdrom", "ahci", "ata_piix", "ata_generic"),
    *("isofs", "squashfs", "overlay", "loop", "xhci_pci", "usbhid", "hid_generic", "nls_utf8"),
)
# Units that only take time.
_MASKED = ("apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_reap.service", "fstrim.timer")


class CannotBeMade(Exception):
    """A medium could not be made; the message ends with what the program has said."""


def require_root(*needs: Need) -> None:
    """Checks that a live system can be made here.

    Args:
        needs: What is needed besides.

    Raises:
        MissingPackages: If something is not installed.
        CannotBeMade: If root's rights are missing.
    """
    require(*LIVE, *needs)
    if os.geteuid() != 0:
        raise CannotBeMade("A live system belongs to root, and so does who makes one: run it with sudo.")


def run(*command: str | Path, where: Path | None = None) -> str:
    """Runs a program.

    Args:
        command: The program and its arguments.
        where: The folder in which it runs.

    Returns:
        Its output.

    Raises:
        CannotBeMade: If it fails.
    """
    done = subprocess.run([*command], cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise CannotBeMade(f"{command[0]} failed with status {done.returncode}:\n{said}")
    return done.stdout


def mirrors() -> list[str]:
    """The lines of a sources.list with Debian's mirrors of this machine.

    Raises:
        CannotBeMade: If apt knows none.
    """
    wanted = "$(ORIGIN) $(RELEASE) $(COMPONENT) $(REPO_URI)"
    told = run("apt-get", "indextargets", "--format", wanted, "Created-By: Packages")
    rows = [line.split() for line in told.splitlines()]
    found = [
        f"deb {row[3]} {row[1]} main"
        for row in rows
        if len(row) == 4 and row[0] == "Debian" and row[2] == "main" and row[1].startswith(RELEASE)
    ]
    if not found:
        raise CannotBeMade(f"apt knows no mirror of Debian's {RELEASE}: name one in sources.list, then: apt-get update")
    return list(dict.fromkeys(found))


def download(packages: Sequence[str], folder: Path) -> list[Path]:
    """Downloads packages with all that they and the smallest Debian system need, whatever is installed here.

    Args:
        packages: The names of the packages.
        folder: An empty folder.

    Returns:
        The files.

    Raises:
        CannotBeMade: If they cannot be downloaded.
    """
    for name in ("state/lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text("\n".join(mirrors()) + "\n")
    places = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "APT::Sandbox::User": "root",
        "APT::Install-Recommends": "false",
    }
    options = [word for name, value in places.items() for word in ("-o", f"{name}={value}")]
    run("apt-get", *options, "update")
    smallest = [
        fields["Package"]
        for fields in map(_fields, run("apt-cache", *options, "dumpavail").split("\n\n"))
        if fields.get("Priority") == "required" or fields.get("Essential") == "yes"
    ]
    wanted = dict.fromkeys([*smallest, "apt", *packages])
    run("apt-get", *options, "install", "--download-only", "--yes", *wanted)
    return sorted((folder / "cache" / "archives").glob("*.deb"))


def make_live_root(root: Path, packages: Sequence[str], files: Mapping[str, str], password: str) -> None:
    """Makes a file system that starts from a medium: systemd, a login on the text console, and packages.

    Args:
        root: The folder to make.
        packages: Its packages, besides those that a live system needs.
        files: Text files of its own, by their paths in it.
        password: The password of root.

    Raises:
        CannotBeMade: If that fails.
    """
    sources = root.with_suffix(".list")
    sources.write_text("\n".join(mirrors()) + "\n")
    include = (
        *("systemd-sysv", "udev", "kmod", "linux-image-amd64", "initramfs-tools", "lz4"),
        *("live-boot", "live-boot-initramfs-tools", *packages),
    )
    settings = 'mkdir -p "$1/etc/initramfs-tools/conf.d"; cd "$1/etc/initramfs-tools"; '
    settings += r'printf "MODULES=list\nCOMPRESS=lz4\n" > conf.d/live; '
    settings += rf'printf "%s\n" {" ".join(_EARLY_MODULES)} > modules'
    left_out = [f"--dpkgopt=path-exclude={pattern}" for pattern in _NOT_UNPACKED]
    run(
        *("mmdebstrap", "--mode=root", "--variant=minbase", f"--include={','.join(include)}"),
        *('--aptopt=APT::Install-Recommends "false"', "--dpkgopt=force-unsafe-io", *left_out),
        *(f"--essential-hook={settings}", RELEASE, root, sources),
    )
    for name, text in {"etc/hostname": "live\n", "etc/machine-id": "", **files}.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    subprocess.run(["chroot", root, "chpasswd"], input=f"root:{password}", text=True, check=True)
    run("chroot", root, "systemctl", "mask", *_MASKED)
    run("chroot", root, "update-initramfs", "-u", "-k", "all")


def pack_live_system(
    root: Path, medium: Path, without: Sequence[str] = ("boot", "var/cache/apt", "var/lib/apt/lists")
) -> None:
    """Puts a live system into the folder of a medium: kernel, first file system, and all of it as a squashfs.

    Args:
        root: Its file system.
        medium: The folder that becomes the medium.
        without: What of it is not needed in the live system; its kernel is started from the medium.

    Raises:
        CannotBeMade: If that fails.
    """
    live = medium / "live"
    live.mkdir(parents=True)
    for name, pattern in {"vmlinuz": "vmlinuz-*", "initrd": "initrd.img-*"}.items():
        [source] = (root / "boot").glob(pattern)
        (live / name).write_bytes(source.read_bytes())
    # It is unpacked by an emulated processor: fast to unpack is better than small.
    packed = ("-comp", "lz4", "-noappend", "-no-progress", "-quiet", "-e", *without)
    run("mksquashfs", root, live / "filesystem.squashfs", *packed)


def _fields(paragraph: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and not line.startswith(" "))


__all__ = ["LIVE", "RELEASE", "CannotBeMade", "MissingPackages", "download", "make_live_root", "pack_live_system"]
