"""Firmware behind a lab machine's devices: `Library    atest.lab.ondevice.firmware.FirmwareKeywords`."""

from contextlib import ExitStack
from pathlib import Path

from robot.api import SkipExecution
from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from atest.lab.ondevice import LabMachine, LabMissing
from atest.lab.ondevice.jobs import started
from atest.lab.ondevice.machine import free_port
from atest.lab.ondevice.outside import PORT, serve_command, way_to_companion
from atest.lab.packages import MissingPackages, Need, require

_REDIRECT = Need("usbredirect", ("usbredirect",))
_LIFETIME = 1800.0
# The host, as a lab machine sees it.
_HOST = "10.0.2.2"
_FIRST_DISPLAY = 5900


@library(scope="SUITE")
class FirmwareKeywords:
    """A computer with UEFI firmware, and the lab machine that is its KVM device."""

    def __init__(self) -> None:
        self._running = ExitStack()

    @keyword
    def start_firmware_behind_a_gadget(self) -> tuple[str, dict[str, str]]:
        """Starts both; the computer is off. Skips if packages are missing.

        Its USB port is the host side of the lab machine's gadget, and its screen is what the capture there sees.

        Returns:
            The URL of the companion in the lab machine, and the options for it. The computer's power comes from QEMU.
        """
        try:
            require(_REDIRECT)
            lab = LabMachine.prepared()
            usb, screen = free_port(), free_port()
            computer = self._running.enter_context(Machine(_computer(usb, screen)))
        except (LabMissing, MissingPackages) as missing:
            raise SkipExecution(str(missing)) from None
        computer.switch_on(paused=True)
        folder = Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}"))) / "ondevice" / "firmware"
        served = serve_command(folder, "gadget:", {"video": "v4l2:/dev/video0"})
        relay = ["relay", f"{_HOST}:{usb}", f"{_HOST}:{screen}", *served]
        job = self._running.enter_context(started(lab, folder, {"relay": relay}, _LIFETIME, [PORT]))["relay"]
        url, options = way_to_companion(job.machine)
        return url, {**options, "power": computer.url}

    @keyword
    def stop_firmware_behind_a_gadget(self) -> None:
        """Ends both."""
        self._running.close()


def _computer(usb: int, screen: int) -> Hardware:
    redirected = ("-chardev", f"socket,id=usb,host=127.0.0.1,port={usb},server=on,wait=off")
    devices = ("-device", "qemu-xhci", *redirected, "-device", "usb-redir,chardev=usb")
    display = ("-vnc", f"127.0.0.1:{screen - _FIRST_DISPLAY}")
    return Hardware(Firmware.OVMF, boot_menu=5, extra=(*devices, *display))
