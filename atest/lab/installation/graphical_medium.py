"""A medium whose live system installs itself by Calamares, the graphical installer."""

import shutil
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from atest.lab import kernel_options
from atest.lab.installation import calamares_settings, debian
from atest.lab.installation.calamares_settings import BRANDING, FILES
from atest.lab.installation.kept_medium import kept_medium
from atest.lab.kernel_options import EMULATED

#: Root's password in the live system.
PASSWORD = "live"

_PACKAGES = (
    *("calamares", "rsync", "squashfs-tools", "fdisk", "gdisk", "parted", "e2fsprogs", "dosfstools", "zstd"),
    *("xserver-xorg-core", "xserver-xorg-input-libinput", "xinit", "x11-xkb-utils", "x11-xserver-utils", "xkb-data"),
    *("openbox", "fonts-dejavu-core", "dbus", "polkitd", "pkexec", "grub-pc-bin", "grub2-common", "grub-common"),
    *("locales", "console-setup", "keyboard-configuration", "kbd", "sudo", "procps", "tzdata", "iproute2"),
)
# Drivers that draw by a graphics card, a compiler for them, and icons for dark desktops: a third of all.
_NOT_NEEDED = ("usr/lib/x86_64-linux-gnu/libLLVM*", "usr/lib/x86_64-linux-gnu/dri/*", "usr/share/icons/breeze-dark")
_SCRIPTS = ("usr/local/bin/live-session",)
_SESSION = "live-session.service"
_MENU = f"""\
set timeout=60
set default=0
insmod all_video
menuentry "Lab Linux: look at this computer" {{
  linux /live/vmlinuz boot=live noeject nopersistence {EMULATED} systemd.unit=rescue.target
  initrd /live/initrd
}}
menuentry "Lab Linux: install" {{
  linux /live/vmlinuz boot=live noeject nopersistence {EMULATED} quiet lab.install
  initrd /live/initrd
}}
"""


def graphical_medium() -> Path:
    """Makes the medium, unless it is there; it takes some minutes, once.

    Returns:
        Its image.

    Raises:
        MissingPackages: If something is not installed.
        CannotBeMade: If it cannot be made.
    """
    recipe = (sys.modules[__name__], calamares_settings, debian, kernel_options)
    return kept_medium("graphical-installation", recipe, _MENU, _fill)


def _fill(folder: Path, medium: Path) -> None:
    root = folder / "root"
    debian.make_live_root(root, _PACKAGES, FILES, PASSWORD)
    _make_session(root)
    _draw_branding(root / BRANDING)
    debian.run("chroot", root, "locale-gen")
    for path in (path for pattern in _NOT_NEEDED for path in root.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    # What is installed starts from its own disk: the kernel is a part of it.
    debian.pack_live_system(root, medium, without=("var/cache/apt", "var/lib/apt/lists"))


def _make_session(root: Path) -> None:
    """The installer is started by systemd, without anybody logging in."""
    for script in _SCRIPTS:
        (root / script).chmod(0o755)
    wanted = root / "etc/systemd/system/multi-user.target.wants"
    wanted.mkdir(parents=True, exist_ok=True)
    (wanted / _SESSION).symlink_to(f"/etc/systemd/system/{_SESSION}")
    (root / "etc/systemd/system/default.target").symlink_to("/lib/systemd/system/multi-user.target")


def _draw_branding(folder: Path) -> None:
    """The pictures that Calamares wants of a distribution."""
    logo = Image.new("RGB", (96, 96), "#292f34")
    ImageDraw.Draw(logo).ellipse((6, 6, 90, 90), fill="#e65a1e")
    logo.save(folder / "logo.png")
    Image.linear_gradient("L").resize((320, 160)).save(folder / "welcome.png")
    for number, colour in enumerate(("#1e5a3c", "#5a2850", "#3c3c6e"), 1):
        Image.new("RGB", (600, 340), colour).save(folder / f"slide{number}.png")


if __name__ == "__main__":
    try:
        print(graphical_medium())
    except (debian.CannotBeMade, debian.MissingPackages) as error:
        sys.exit(str(error))
