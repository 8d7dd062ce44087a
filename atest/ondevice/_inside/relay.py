"""A target that runs elsewhere, behind real devices of this machine, and the companion for them.

Its USB port leads to the host side of this machine's gadget, by usbredir. What its VNC server shows is played to the
HDMI output that the capture looks at.
"""

import io
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from PIL import Image

from atest.ondevice._inside.kernel_rig import load_modules
from atest.ondevice._inside.target import beside
from atest.ondevice._inside.vivid import Vivid
from TinyPilotLibrary import cli
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.devices.vnc import VncDevice, open_vnc
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD
from TinyPilotLibrary.vision.frame import Frame

_GADGET = "1d6b:0104"
# How long the screen may stay as it is until its server is asked anew, in seconds.
_STILL = 5.0


def serve_relayed(arguments: list[str]) -> int:
    """Connects the target to the devices, and serves them until the machine is off.

    Args:
        arguments: Where the target takes its USB device, and its VNC server, both as `host:port`; then the command line
            of `tinypilot`.
    """
    usb, screen, *served = arguments
    load_modules()
    Gadget([KEYBOARD, ABSOLUTE_MOUSE]).up()
    beside(partial(_screen, screen))
    with subprocess.Popen(["usbredirect", "--device", _GADGET, "--to", usb]):
        sys.argv = ["tinypilot", *served]
        cli.main()
    return 1


def _screen(server: str) -> Callable[[], None]:
    """What a VNC server shows, ready to be played."""
    output = Vivid()
    output.plug_in()
    device = open_vnc(f"vnc://{server}", encoding="raw")
    return partial(_play, device, device.frame(), output)


def _play(device: VncDevice, frame: Frame, output: Vivid) -> None:
    while True:
        picture = Image.open(io.BytesIO(frame.data))
        if picture.size == output.screen.size:
            output.show(picture)
        else:
            output.change_resolution(*picture.size, picture)
        frame = device.next_frame(frame, _STILL)
