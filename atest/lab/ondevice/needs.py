"""What has to be installed before there can be a lab machine."""

import importlib.util
import shutil
import sysconfig
from pathlib import Path

#: What the machine and its tests run, and the Debian package that it comes from.
_PROGRAMS = {
    "qemu-system-x86_64": "qemu-system-x86",
    "busybox": "busybox-static",
    "cpio": "cpio",
    "depmod": "kmod",
    "modprobe": "kmod",
    "apt-get": "apt",
    "dpkg-deb": "dpkg",
    "ustreamer": "ustreamer",
    "v4l2-ctl": "v4l-utils",
    "gcc": "gcc",
}
_FILES = {
    "/usr/share/seabios/bios-256k.bin": "seabios",
    f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}/libxkbcommon.so.0": "libxkbcommon0",
    "/usr/share/X11/locale/en_US.UTF-8/Compose": "libx11-data",
    "/usr/include/linux/input.h": "linux-libc-dev",
    "/usr/share/X11/xkb": "xkb-data",
    f"{sysconfig.get_path('include')}/Python.h": "python3-dev",
}
# These stand where only root looks.
_SYSTEM_PATH = "/usr/sbin:/sbin"


class LabError(Exception):
    """The lab machine did not do what was asked; the message says what it said."""


class LabMissing(LabError):
    """Something has to be installed first; the message is one line that says what."""


def find_program(name: str) -> str:
    """The path of a program.

    Raises:
        LabMissing: If it is not installed.
    """
    path = shutil.which(name) or shutil.which(name, path=_SYSTEM_PATH)
    if path is None:
        raise LabMissing(f"The lab machine needs '{name}': apt install {_PROGRAMS[name]}")
    return path


def require_packages() -> None:
    """Looks whether all Debian packages are there.

    Raises:
        LabMissing: If not; one line names them all.
    """
    missing = {
        package
        for name, package in _PROGRAMS.items()
        if not (shutil.which(name) or shutil.which(name, path=_SYSTEM_PATH))
    }
    missing |= {package for path, package in _FILES.items() if not Path(path).exists()}
    if missing:
        raise LabMissing(f"The lab machine needs Debian packages: apt install {' '.join(sorted(missing))}")


def has_modules(*names: str) -> bool:
    """Whether Python modules can be imported."""
    return all(importlib.util.find_spec(name) is not None for name in names)
