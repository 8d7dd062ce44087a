"""A CD with a small Linux that says that it runs, and shuts down when its power button is pressed."""

import gzip
import subprocess
import tempfile
from pathlib import Path

from atest.lab.media import make_grub_image
from atest.lab.ondevice.initrd import prepare_boot
from atest.lab.packages import GRUB_IMAGES, Need, require

#: What has to be installed, beside what the kernel is made with.
LIVE_MEDIUM = (*GRUB_IMAGES, Need("cpio", ("cpio",)))
#: What stands on the screen when the power button is heeded.
SAYS = "This is the medium"
_MENU = """\
linux /boot/vmlinuz quiet no_timer_check
initrd /boot/initrd /boot/init
boot
"""
# It takes the place of the one before it. The button is held open before anybody can know that it is there.
_INIT = f"""\
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
modprobe evdev
modprobe button
for device in /sys/class/input/event*; do
    grep -q 'Power Button' "$device/device/name" && exec 3< "/dev/input/${{device##*/}}"
done
clear
echo '{SAYS}'
head -c 1 <&3
poweroff -f
"""


def make_live_medium(image: Path) -> Path:
    """Makes the CD.

    Args:
        image: The file to make.

    Returns:
        The image.

    Raises:
        MissingPackages: If something is not installed.
        LabMissing: If something for its kernel is not installed.
    """
    require(*LIVE_MEDIUM)
    boot = prepare_boot()
    with tempfile.TemporaryDirectory(prefix="medium-") as name:
        folder = Path(name)
        (folder / "grub.cfg").write_text(_MENU)
        (folder / "init").write_text(_INIT)
        (folder / "init").chmod(0o755)
        command = ["cpio", "--create", "--format=newc", "--owner=0:0", "--quiet"]
        packed = subprocess.run(command, input=b"init", cwd=folder, capture_output=True, check=True).stdout
        (folder / "more").write_bytes(gzip.compress(packed))
        files = {"boot/vmlinuz": boot.kernel, "boot/initrd": boot.initrd, "boot/init": folder / "more"}
        return make_grub_image(image, folder / "grub.cfg", files)
