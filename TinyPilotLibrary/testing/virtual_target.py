"""The virtual computer as a target: for devices that can be put in front of it."""

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.testing.bench import Target
from TinyPilotLibrary.vision.geometry import Size

# The power-on test never ends: a screen that changes only when a key is pressed.
_STILL = Speed(power_on_test=100_000.0)


class VirtualTarget(Target):
    """The virtual computer, which can tell and be told everything that the contract asks.

    Args:
        device: The virtual computer that your device passes its input to; one that keeps still if not given.

    ```python
    target = VirtualTarget()
    server = serve(target.device)
    ```
    """

    size = Size(720, 400)

    def __init__(self, device: VirtualDevice | None = None) -> None:
        #: The virtual computer as a device of its own: what your device is given is passed on to it.
        self.device = device or VirtualDevice(VirtualComputer(speed=_STILL))

    def start_over(self) -> None:
        """Resets it."""
        self.device.reset()

    def received(self) -> list[str]:
        """What its keyboard got."""
        return list(self.device.computer.keyboard.received)

    def down(self) -> set[str]:
        """The keys that are down."""
        return set(self.device.computer.keyboard.down)

    def pointer(self) -> tuple[float, float, int]:
        """Where its pointer is."""
        at = self.device.computer.pointer
        return at.x, at.y, at.buttons

    def refuse_input(self) -> None:
        """Pulls its cable."""
        self.device.simulate_fault("cable unplugged", 1000)

    def go_dark(self, device: Device) -> None:
        """Stops its picture."""
        self.device.simulate_fault("no signal", 1000)

    def mend(self) -> None:
        """Ends its faults, and switches it off and on."""
        for fault in ("cable unplugged", "no signal"):
            self.device.simulate_fault(fault, 0)
        self.device.release()
        self.device.power_off()
        self.device.power_on()
        self.device.computer.keyboard.received.clear()
