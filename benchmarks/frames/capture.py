"""Takes the pictures of this folder again: `python -m benchmarks.frames.capture [scene…]`.

Each scene is a machine that is switched on, operated and photographed. See README.md for what has to be installed.
"""

import sys
from collections.abc import Callable

from benchmarks.frames import dialogs, linux, loaders, pages, plymouth, scenes, windows

SCENES: dict[str, Callable[[], None]] = {
    "characters": scenes.characters,
    "seabios": scenes.seabios,
    "memtest": scenes.memtest,
    "grub": scenes.grub,
    "ovmf-splash": scenes.ovmf_splash,
    "ovmf-setup": scenes.ovmf_setup,
    "ovmf-shell": scenes.ovmf_shell,
    "consoles": linux.consoles,
    "fonts": linux.fonts,
    "installer-text": linux.text_installer,
    "installer-gtk": linux.graphical_installer,
    "pages": pages.draw,
    "dialogs": dialogs.dialogs,
    "uefi-shell": loaders.uefi_shell,
    "systemd-boot": loaders.systemd_boot,
    "grub-theme": loaders.grub_theme,
    "refind": loaders.refind,
    "ipxe-menu": loaders.ipxe,
    "memtest-efi": loaders.memtest,
    "windows": windows.draw,
    "plymouth": plymouth.draw,
}


def main() -> None:
    """Takes the pictures of the scenes named, or of all."""
    for name in sys.argv[1:] or SCENES:
        if name not in SCENES:
            sys.exit(f"There is no scene '{name}'. Known: {', '.join(SCENES)}.")
        SCENES[name]()


if __name__ == "__main__":
    main()
