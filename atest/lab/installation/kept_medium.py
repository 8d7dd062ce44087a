"""Media that are made once: an image with GRUB's menu and a live system, kept until its recipe changes."""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from atest.lab.installation import debian
from atest.lab.ondevice.initrd import cache_folder
from atest.lab.packages import GRUB_IMAGES


def kept_medium(name: str, recipe: Sequence[ModuleType], menu: str, fill: Callable[[Path, Path], None]) -> Path:
    """Makes a medium, unless it is there; it takes some minutes, once.

    Args:
        name: Its name, `text-installation`.
        recipe: The modules that it is made by; when they change, it is made anew.
        menu: The configuration of GRUB.
        fill: Puts the live system into the folder of the medium, which is its second argument; the first is an empty
            folder to work in.

    Returns:
        Its image.

    Raises:
        MissingPackages: If something is not installed.
        CannotBeMade: If it cannot be made.
    """
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for part in recipe:
        digest.update(Path(str(part.__file__)).read_bytes())
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    image = cache / f"{name}-{digest.hexdigest()[:12]}.iso"
    with (cache / f"lock-{name}").open("w") as lock:
        # Two runs at once would make the same.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not image.is_file():
            debian.require_root(*GRUB_IMAGES)
            print(f"Making the medium '{name}': some minutes, once.", flush=True)
            _make(image, name, menu, fill)
    return image


def _make(image: Path, name: str, menu: str, fill: Callable[[Path, Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="making-", dir=image.parent) as made_in:
        folder = Path(made_in)
        medium = folder / "medium"
        fill(folder, medium)
        grub = medium / "boot" / "grub"
        grub.mkdir(parents=True)
        (grub / "grub.cfg").write_text(menu)
        made = folder / "made.iso"
        debian.run("grub-mkrescue", "--output", made, medium, "-volid", "LABLINUX")
        for old in image.parent.glob(f"{name}-*.iso"):
            old.unlink()
        shutil.move(made, image)
