"""Graphical pages whose text is known: drawn by a browser as desktops and graphical setups draw theirs.

Each is drawn with letters of 11 and of 13 pixels, light and dark.
"""

import html
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frames.studio import HERE, save_picture
from TinyPilotLibrary.vision.frame import Frame

_SIZE = "1024,768"


@dataclass(frozen=True)
class Theme:
    """The colours of a page."""

    ground: str
    panel: str
    ink: str
    faint: str
    chosen: str
    chosen_ink: str = "#ffffff"


THEMES = {
    "light": Theme("#d6d6d6", "#f6f5f4", "#2e3436", "#77767b", "#3584e4"),
    "dark": Theme("#1e1e1e", "#353535", "#eeeeec", "#a0a0a0", "#15539e"),
}
# Rows of cells; a row that begins with "*" is selected, with "#" is a heading, with "-" is faint, with "!" buttons.
PAGES: dict[str, list[str]] = {
    "settings": [
        "#Network Settings",
        "Wired connection|Connected - 1000 Mb/s",
        "IPv4 Address|192.168.10.105",
        "IPv6 Address|fe80::5054:ff:fe12:3456",
        "Hardware Address|52:54:00:12:34:56",
        "*Default Route|192.168.10.1",
        "DNS|192.168.10.1, 9.9.9.9",
        "-Last used 2 minutes ago",
        "Connect automatically|On",
        "Make available to other users|Off",
        "Metered connection: has data limits or can incur charges|Off",
        "MTU|1500 bytes",
        "Security|WPA2 & WPA3 Personal",
        "-Changes take effect when the connection is opened again.",
        "!Forget Connection...|Cancel|Apply",
    ],
    "firmware": [
        "#UEFI Firmware Settings - Version 2.10.1208",
        "Main|Advanced|Security|Boot|Save & Exit",
        "Processor Type|Quad Core i5-8500T CPU @ 2.10GHz",
        "System Memory Speed|2667 MHz",
        "L2 Cache RAM|4 x 256 kB",
        "Memory Channel A Slot 0|8192 MB DDR4",
        "Memory Channel B Slot 0|Not Installed",
        "*Intel (VMX) Virtualization|[Enabled]",
        "Trusted Platform Module (TPM 2.0)|[Enabled]",
        "Wake on LAN from S4/S5|[Disabled]",
        "SATA Mode Selection|[AHCI]",
        "Boot Option #1|debian (SSD 0: S0lO5B8)",
        "Boot Option #2|PXE IPv4 Intel(R) I219-LM",
        "-F1: Help  F5/F6: Change Values  F9: Setup Defaults  F10: Save and Exit",
        "!OK|Cancel",
    ],
    "files": [
        "#Files - Home / Documents / 2026",
        "Name|Size|Modified",
        "annual-report.odt|148.3 kB|12 Mar",
        "backup_2026-01-31.tar.gz|2.7 GB|1 Feb",
        "*boot.iso|655.4 MB|Yesterday",
        "checksums.sha256|1.1 kB|08:15",
        "invoice_0017.pdf|93.0 kB|30 Jan",
        "kernel-6.1.192-2-amd64.deb|70.5 MB|14 Nov",
        "notes (copy).txt|812 bytes|23:59",
        "O0l1I-names.csv|5.5 kB|3 Dec",
        "photo-IMG_8036.jpg|3.9 MB|Friday",
        "-11 items, 3.4 GB free: 1 item selected (655.4 MB)",
        "!Open With...|Move to Trash",
    ],
}


def draw() -> None:
    """Draws all pages in all themes and sizes of letters."""
    for page, rows in PAGES.items():
        for theme, colours in THEMES.items():
            for size in (11, 13):
                name = f"page-{page}-{theme}-{size}px"
                _photograph(_source(rows, colours, size), HERE / f"{name}.png")
                facts = {
                    "source": f"drawn by Chromium, DejaVu Sans {size} px",
                    "kind": "graphical",
                    "truth": "the page's source",
                    "lines": [" ".join(row.lstrip("*#-!").split("|")) for row in rows],
                }
                (HERE / f"{name}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
                print(name, flush=True)


def _source(rows: list[str], theme: Theme, size: int) -> str:
    drawn = []
    for row in rows:
        kind = {"*": "chosen", "#": "head", "-": "faint", "!": "buttons"}.get(row[0], "row")
        cells = row.lstrip("*#-!").split("|")
        drawn.append(
            f'<div class="{kind}">' + "".join(f"<span>{html.escape(cell)}</span>" for cell in cells) + "</div>"
        )
    return f"""<!DOCTYPE html><meta charset="utf-8"><style>
    body {{ margin: 0; background: {theme.ground}; color: {theme.ink}; font: {size}px "DejaVu Sans"; }}
    main {{ margin: 60px 110px; background: {theme.panel}; border: 1px solid {theme.faint}; border-radius: 8px; }}
    div {{ display: flex; padding: 8px 18px; border-bottom: 1px solid {theme.ground}; white-space: pre; }}
    .row span, .chosen span {{ flex: 1; }}
    .head {{ font-weight: bold; justify-content: center; }}
    .faint {{ color: {theme.faint}; }}
    .chosen {{ background: {theme.chosen}; color: {theme.chosen_ink}; }}
    .buttons {{ justify-content: flex-end; gap: 12px; }}
    .buttons span {{ border: 1px solid {theme.faint}; border-radius: 5px; padding: 5px 16px; }}
    </style><main>{"".join(drawn)}</main>"""


def _photograph(source: str, to: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        page, picture = Path(folder) / "page.html", Path(folder) / "page.png"
        page.write_text(source, "utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={_SIZE}", f"--screenshot={picture}", str(page)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        save_picture(Frame.read(picture.read_bytes()), to)
