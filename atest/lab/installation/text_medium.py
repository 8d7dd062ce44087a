"""A medium whose live system installs Debian by dialogs in text mode: grml-debootstrap, with packages on the medium."""

import sys
from pathlib import Path

from atest.lab import kernel_options
from atest.lab.installation import debian, repository
from atest.lab.installation.kept_medium import kept_medium
from atest.lab.kernel_options import EMULATED

#: Root's password in the live system.
PASSWORD = "live"
#: Where packages are in the live system.
REPOSITORY = "/srv/debian"

# What is installed beside the smallest system: what it needs to start from its disk, to a login.
_INSTALLED = ("linux-image-cloud-amd64", "initramfs-tools", "lz4", "grub-pc", "systemd-sysv", "udev", "usr-is-merged")
_INSTALLERS = ("grml-debootstrap", "debootstrap", "dialog", "gawk", "fdisk", "e2fsprogs", "debian-archive-keyring")
_LIST = "linux-image-cloud-amd64\ninitramfs-tools\nlz4\ngrub-pc\nsystemd-sysv\nudev\n"
# Its own settings: neither network nor locales, and packages that nobody has signed.
_SETTINGS = """\
DEBOOTSTRAP_OPT='--variant=minbase --no-check-gpg'
KEEP_SRC_LIST='yes'
UPGRADE_SYSTEM='no'
LOCALES=''
DEFAULT_LOCALES='C.UTF-8'
NOKERNEL='yes'
TIMEZONE='UTC'
"""
_FILES = {
    "etc/debootstrap/config": _SETTINGS,
    "etc/debootstrap/packages": _LIST,
    "etc/debootstrap/etc/apt/sources.list": f"deb [trusted=yes] file:{REPOSITORY} {debian.RELEASE} main\n",
    "etc/debootstrap/etc/initramfs-tools/conf.d/lab": "MODULES=list\nCOMPRESS=lz4\n",
    "etc/debootstrap/etc/initramfs-tools/modules": "ext4\nvirtio_pci\nvirtio_blk\n",
    # The smallest kernel shows nothing in the graphical mode that GRUB would leave to it.
    "etc/debootstrap/etc/default/grub.d/lab.cfg": "GRUB_TERMINAL=console\nGRUB_TIMEOUT=30\n"
    f"GRUB_CMDLINE_LINUX='{EMULATED}'\n",
    "etc/network/interfaces": "auto lo\niface lo inet loopback\n",
    "etc/hosts": "127.0.0.1 localhost\n127.0.1.1 live\n",
}
_MENU = f"""\
set timeout=60
set default=0
menuentry "Lab Linux: look at this computer" {{
  linux /live/vmlinuz boot=live noeject nopersistence nomodeset {EMULATED} systemd.unit=rescue.target
  initrd /live/initrd
}}
menuentry "Lab Linux: install" {{
  linux /live/vmlinuz boot=live noeject nopersistence nomodeset {EMULATED} quiet
  initrd /live/initrd
}}
"""


def text_medium() -> Path:
    """Makes the medium, unless it is there; it takes some minutes, once.

    Returns:
        Its image.

    Raises:
        MissingPackages: If something is not installed.
        CannotBeMade: If it cannot be made.
    """
    recipe = (sys.modules[__name__], debian, repository, kernel_options)
    return kept_medium("text-installation", recipe, _MENU, _fill)


def _fill(folder: Path, medium: Path) -> None:
    root = folder / "root"
    (folder / "downloads").mkdir()
    repository.make_repository(medium / "debian", debian.download(_INSTALLED, folder / "downloads"))
    debian.make_live_root(root, _INSTALLERS, _FILES, PASSWORD)
    (root / REPOSITORY.lstrip("/")).symlink_to("/run/live/medium/debian")
    debian.pack_live_system(root, medium)


if __name__ == "__main__":
    try:
        print(text_medium())
    except (debian.CannotBeMade, debian.MissingPackages) as error:
        sys.exit(str(error))
