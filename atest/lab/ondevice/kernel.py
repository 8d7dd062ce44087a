"""Debian's kernel and those of its modules that the lab machine needs, out of the package; nothing is installed."""

import lzma
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from atest.lab.ondevice.needs import LabError, LabMissing, find_program

#: What the machine boots with, in this order: its disk, its network, and what gadgets are made through.
EARLY = ("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio_net", "configfs")
#: What its users load: gadget and host, media too, the capture, and the power button.
LATER = (
    *("libcomposite", "usb_f_hid", "dummy_hcd", "usbhid", "hid-generic", "evdev", "input-leds", "vivid"),
    *("xhci-pci", "uhci-hcd"),
    *("usb_f_mass_storage", "usb-storage", "sd_mod", "sr_mod", "button"),
)
_META_PACKAGE = "linux-image-amd64"


@dataclass(frozen=True)
class KernelPackage:
    """A kernel package as Debian has it now.

    Args:
        name: For example `linux-image-6.1.0-56-amd64`.
        version: For example `6.1.192-2`.
    """

    name: str
    version: str

    @property
    def release(self) -> str:
        """What `uname -r` says in it."""
        return self.name.removeprefix("linux-image-")


def newest_kernel() -> KernelPackage:
    """The kernel package that Debian's `linux-image-amd64` stands for.

    Raises:
        LabMissing: If apt does not know it.
    """
    apt = find_program("apt-get").replace("apt-get", "apt-cache")
    depends = subprocess.run([apt, "depends", _META_PACKAGE], capture_output=True, text=True, check=False)
    found = re.search(r"Depends: (linux-image-\S+)", depends.stdout)
    if found is None:
        raise LabMissing(f"The lab machine needs Debian's {_META_PACKAGE}, which apt does not know: apt-get update")
    shown = subprocess.run([apt, "show", found[1]], capture_output=True, text=True, check=True).stdout
    version = re.search(r"^Version: (\S+)", shown, re.MULTILINE)
    return KernelPackage(found[1], version[1] if version else "unknown")


def unpack_kernel(package: KernelPackage, into: Path) -> None:
    """Downloads a kernel package and keeps its kernel and the modules that are needed.

    Args:
        package: The package.
        into: An empty folder. It gets `vmlinuz` and `lib/modules`.

    Raises:
        LabError: If it cannot be downloaded.
    """
    with tempfile.TemporaryDirectory(prefix="tinypilot-lab-") as name:
        folder = Path(name)
        # Apt's own user may not write here, nor need it.
        options = ["-o", "APT::Sandbox::User=root"]
        got = subprocess.run(
            [find_program("apt-get"), *options, "download", f"{package.name}={package.version}"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        archive = next(folder.glob("*.deb"), None)
        if archive is None:
            raise LabError(f"{package.name} could not be downloaded: {got.stderr.strip()}")
        subprocess.run([find_program("dpkg-deb"), "-x", archive, folder / "root"], check=True)
        root = folder / "root"
        subprocess.run([find_program("depmod"), "-b", root, package.release], check=True)
        for module in _closure(root, package.release):
            _keep(module, into / module.relative_to(root))
        for listing in root.glob(f"lib/modules/{package.release}/modules.[bo]*"):
            shutil.copy(listing, into / listing.relative_to(root))
        subprocess.run([find_program("depmod"), "-b", into, package.release], check=True)
        shutil.copy(root / "boot" / f"vmlinuz-{package.release}", into / "vmlinuz")


def _closure(root: Path, release: str) -> list[Path]:
    """The files of all modules that the wanted ones depend on, and their own."""
    options = ["--show-depends", "--ignore-install", "--all"]
    told = subprocess.run(
        [find_program("modprobe"), "-d", root, "-S", release, *options, *EARLY, *LATER],
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line.split()[1]) for line in dict.fromkeys(told.stdout.splitlines()) if line.startswith("insmod ")]


def _keep(module: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if module.suffix == ".xz":
        # The loader in the initial file system reads no compressed modules.
        place.with_suffix("").write_bytes(lzma.decompress(module.read_bytes()))
    else:
        shutil.copy(module, place)
