"""What stands before the camera: dialogs of whiptail (newt) and dialog in several colours, on consoles of Linux."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frames.corpus import PROGRAMS
from benchmarks.frames.linux import INIT, LINUX, console_machine, make_initrd
from benchmarks.frames.scenes import before_the_camera

_DARK_NEWT = (
    "root=lightgray,black window=lightgray,black border=gray,black title=brightcyan,black textbox=lightgray,black "
    "button=black,cyan compactbutton=lightgray,black listbox=lightgray,black actlistbox=white,blue "
    "actsellistbox=white,blue sellistbox=lightgray,black checkbox=lightgray,black actcheckbox=black,cyan "
    "entry=white,blue label=lightgray,black shadow=black,black roottext=yellow,black"
)
_WARM_NEWT = (
    "root=white,magenta window=black,white border=magenta,white title=red,white button=white,magenta "
    "actbutton=yellow,red listbox=black,white actlistbox=white,magenta actsellistbox=yellow,magenta "
    "checkbox=black,white actcheckbox=yellow,magenta entry=black,cyan emptyscale=,lightgray fullscale=,magenta"
)
_DARK_DIALOG = """use_shadow = OFF
use_colors = ON
screen_color = (CYAN,BLACK,ON)
dialog_color = (WHITE,BLACK,OFF)
title_color = (GREEN,BLACK,ON)
border_color = (GREEN,BLACK,OFF)
border2_color = (GREEN,BLACK,OFF)
menubox_color = (WHITE,BLACK,OFF)
menubox_border_color = (GREEN,BLACK,OFF)
menubox_border2_color = (GREEN,BLACK,OFF)
item_color = (WHITE,BLACK,OFF)
item_selected_color = (BLACK,GREEN,OFF)
tag_color = (YELLOW,BLACK,ON)
tag_selected_color = (BLACK,GREEN,OFF)
tag_key_color = (YELLOW,BLACK,ON)
tag_key_selected_color = (BLACK,GREEN,OFF)
inputbox_color = (WHITE,BLACK,OFF)
form_active_text_color = (BLACK,CYAN,OFF)
form_text_color = (WHITE,BLUE,ON)
button_active_color = (BLACK,GREEN,OFF)
button_inactive_color = (WHITE,BLACK,OFF)
"""
_BLUE_DIALOG = """use_shadow = ON
use_colors = ON
screen_color = (WHITE,RED,ON)
shadow_color = (BLACK,BLACK,ON)
dialog_color = (WHITE,BLUE,ON)
title_color = (YELLOW,BLUE,ON)
border_color = (CYAN,BLUE,ON)
menubox_color = (WHITE,BLUE,OFF)
menubox_border_color = (CYAN,BLUE,ON)
item_color = (WHITE,BLUE,OFF)
item_selected_color = (BLUE,WHITE,OFF)
tag_color = (YELLOW,BLUE,ON)
tag_selected_color = (RED,WHITE,OFF)
tag_key_color = (YELLOW,BLUE,ON)
tag_key_selected_color = (RED,WHITE,OFF)
check_color = (WHITE,BLUE,ON)
check_selected_color = (BLUE,WHITE,OFF)
"""
_MENU = (
    "--menu 'Where should Debian 12.11 be installed? Disk 2 has 3 partitions.' 16 66 5 "
    "sda '1000.2 GB ATA Samsung SSD 870 (S/N S6PNNS0T617392)' sdb '480.1 GB ATA INTEL SSDSC2KB48' "
    "nvme0n1 '256.0 GB WDC PC SN730' nvme1n1 '2048.4 GB KINGSTON SNV2S2000G' none 'Back to step 4 of 17'"
)
_CHECKLIST = (
    "--checklist 'Packages to install (1,284 of 64,419 chosen)' 17 70 7 "
    "ssh 'OpenSSH server 9.2p1, port 22' on web 'Apache 2.4.65, ports 80 and 443' off "
    "print 'CUPS 2.4.2, port 631' on sql 'PostgreSQL 15.13, port 5432' off "
    "mail 'Exim 4.96, ports 25, 465 and 587' off dns 'BIND 9.18.33, port 53' on ntp 'chrony 4.3, port 123' off"
)
_INPUT = "--inputbox 'Static address of eno1 (52:54:00:a9:6b:38), in 10.64.0.0/18:' 10 62 10.64.17.208/18"
_YES_NO = (
    r"--yesno 'Write the changes to disk?\n\n  sda1  vfat  536 MB\n  sda2  ext4  97.6 GB\n  sda3  swap  8.59 GB' 13 58"
)
_GAUGE = "--gauge 'Retrieving file 1387 of 1905 (2 min 46 s)' 8 60"
_FORM = (
    "--form 'Network: VLAN 3019' 14 60 5 Address 1 2 172.16.98.101 1 18 20 0 Netmask 2 2 255.255.248.0 2 18 20 0 "
    "Gateway 3 2 172.16.103.254 3 18 20 0 'Name server' 4 2 9.9.9.10 4 18 20 0 MTU 5 2 9000 5 18 20 0"
)
_CALENDAR = "--calendar 'Maintenance window' 3 40 17 6 2028"


@dataclass(frozen=True)
class _Dialog:
    """A dialog: its name, its theme, the program and what it is told to show."""

    name: str
    program: str
    shows: str
    theme: str = ""

    @property
    def command(self) -> str:
        """The shell's command."""
        setting = ""
        if self.theme:
            setting = f"NEWT_COLORS='{self.theme}' " if self.program == "whiptail" else f"DIALOGRC={self.theme} "
        if self.shows == _GAUGE:
            return f"(echo 73; sleep 20) | {setting}{self.program} --title 'Step 6/11' {self.shows}"
        title = f"--backtitle 'lab-04: setup 3.7.19' --title 'Step 5/11' {self.shows}"
        return (
            f"{setting}{self.program} {title} 2>/dev/null" if self.program == "whiptail" else f"{setting}dialog {title}"
        )


_DIALOGS = (
    _Dialog("newt-menu", "whiptail", _MENU),
    _Dialog("newt-checklist", "whiptail", _CHECKLIST),
    _Dialog("newt-input-dark", "whiptail", _INPUT, _DARK_NEWT),
    _Dialog("newt-checklist-dark", "whiptail", _CHECKLIST, _DARK_NEWT),
    _Dialog("newt-menu-warm", "whiptail", _MENU, _WARM_NEWT),
    _Dialog("newt-input-warm", "whiptail", _INPUT, _WARM_NEWT),
    _Dialog("newt-question-warm", "whiptail", _YES_NO, _WARM_NEWT),
    _Dialog("dialog-menu", "dialog", _MENU),
    _Dialog("dialog-calendar", "dialog", _CALENDAR),
    _Dialog("dialog-gauge", "dialog", _GAUGE),
    _Dialog("dialog-form-dark", "dialog", _FORM, "/screens/dark"),
    _Dialog("dialog-menu-dark", "dialog", _MENU, "/screens/dark"),
    _Dialog("dialog-checklist-blue", "dialog", _CHECKLIST, "/screens/blue"),
    _Dialog("dialog-question-blue", "dialog", _YES_NO, "/screens/blue"),
)


def dialogs() -> None:
    """All of them in VGA text mode and on two framebuffers, in the kernel's font and in a large one."""
    _photograph("text", "", "", (9, 16), "vga")
    _photograph("fb", "1024x768", "", (8, 16), "kernel")
    _photograph("large", "1280x1024", "Uni2-Terminus24x12", (12, 24), "terminus24")


def _photograph(screen: str, mode: str, load: str, cell: tuple[int, int], font: str) -> None:
    # Enter ends each of them, but a gauge, which ends itself; what is on the console is told while it waits for that.
    commands = "".join(f"clear; scene={number}; (sleep 4; told) & {dialog.command}\n" for number, dialog in _numbered())
    start = "[ -f /font.psf ] && /bin/setfont /font.psf\nsleep 3\nstty echo\n"
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        initrd = Path(folder) / "initrd"
        screens = {"dark": _DARK_DIALOG, "blue": _BLUE_DIALOG}
        make_initrd(initrd, INIT + start + commands + "sleep 1000\n", screens, load, ("whiptail", "dialog"))
        source = f"whiptail (newt) 0.52.23, dialog 1.3-20230209, {LINUX}"
        with before_the_camera(console_machine(initrd, mode), source, PROGRAMS) as studio:
            for number, dialog in _numbered():
                studio.wait_for_scene(number, 300)
                studio.rest()
                if mode:
                    studio.kernel_console(f"{dialog.name}-{screen}", number, font, cell)
                else:
                    studio.text_mode(f"{dialog.name}-{screen}")
                if dialog.shows != _GAUGE:
                    studio.type("\n")


def _numbered() -> list[tuple[int, _Dialog]]:
    return [*enumerate(_DIALOGS, start=1)]
