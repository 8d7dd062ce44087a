"""A Linux console in a lab machine: a shell on a VGA text screen, with the keymaps of Debian's console-data."""

import gzip
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from robot.api import SkipExecution
from robot.api.deco import keyword, library

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from atest.lab.ondevice.initrd import prepare_boot
from atest.lab.ondevice.needs import LabMissing
from atest.lab.packages import MissingPackages, Need, require

_KEYMAPS = Need("/usr/share/keymaps/i386", ("console-data",))
_LOADKEYS = Need("/bin/loadkeys", ("kbd",))
_BUSYBOX = Need("/bin/busybox", ("busybox-static",))
_CPIO = Need("cpio", ("cpio",))
#: What a console needs.
CONSOLE = (_KEYMAPS, _LOADKEYS, _BUSYBOX, _CPIO)
_PROGRAMS = {"whiptail": Need("/usr/bin/whiptail", ("whiptail",)), "dialog": Need("/usr/bin/dialog", ("dialog",))}
# What programs that draw on the screen want to know: the terminal, and how characters are encoded.
_TERMINAL = ("/lib/terminfo/l/linux", "/usr/lib/locale/C.utf8/LC_CTYPE")
# It has programs show dialogs, and tells their answers.
_ASK = Path(__file__).with_name("ask.sh")
#: What stands before each command.
PROMPT = "console#"
_INIT = f"""#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mkdir /tmp
export PS1='{PROMPT} ' PATH=/bin:/usr/bin HOME=/ LANG=C.UTF-8 TERM=linux
clear
exec setsid cttyhack sh
"""


@library(scope="SUITE")
class ConsoleKeywords:
    """One machine with a Linux console."""

    def __init__(self) -> None:
        self._machine: Machine | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="console-"))

    @keyword
    def start_console(self, *programs: str) -> str:
        """Switches the machine on and returns the URL of its device. Skips if packages are missing."""
        try:
            needed = [_PROGRAMS[name] for name in programs]
            require(*CONSOLE, *needed)
            boot = prepare_boot()
            initrd = make_initrd(self._folder, [need.what for need in needed])
            command_line = "quiet console=tty0 no_timer_check"
            kernel = ("-kernel", str(boot.kernel), "-initrd", str(initrd), "-append", command_line)
            self._machine = Machine(Hardware(extra=kernel))
        except (LabMissing, MissingPackages) as missing:
            raise SkipExecution(str(missing)) from None
        self._machine.switch_on()
        return self._machine.url

    @keyword
    def stop_console(self) -> None:
        """Ends the machine, and forgets it."""
        if self._machine is not None:
            self._machine.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def make_initrd(folder: Path, programs: list[str]) -> Path:
    """Makes the initial file system: a shell, loadkeys and other programs with their libraries, and the keymaps.

    Args:
        folder: Where it is made.
        programs: The other programs, as paths.

    Returns:
        Its file.
    """
    tree = folder / "tree"
    for name in ("dev", "proc", "sys"):
        (tree / name).mkdir(parents=True)
    programs = [_LOADKEYS.what, *programs]
    libraries = subprocess.run(["ldd", *programs], capture_output=True, text=True, check=True).stdout
    for file in (_BUSYBOX.what, *_TERMINAL, *programs, *re.findall(r"(/\S+) \(0x", libraries)):
        place = tree / file.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    shutil.copytree(_KEYMAPS.what, tree / _KEYMAPS.what.lstrip("/"))
    (tree / "bin" / "ask").write_bytes(_ASK.read_bytes())
    (tree / "init").write_text(_INIT)
    for script in (tree / "bin" / "ask", tree / "init"):
        script.chmod(0o755)
    names = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
    command = ["cpio", "--create", "--format=newc", "--owner=0:0", "--quiet"]
    packed = subprocess.run(command, input=names.encode(), cwd=tree, capture_output=True, check=True).stdout
    initrd = folder / "initrd"
    initrd.write_bytes(gzip.compress(packed, 6))
    return initrd
