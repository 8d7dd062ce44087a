"""The target of `soak.py`, in a process of its own: the virtual computer behind the companion.

It prints the companion's address. For each line that it reads it prints one of JSON: what the target has received since
the line before, and what is down. It ends when there is nothing more to read.
"""

import json
import sys

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed


def main() -> None:
    """Serves until there is nothing more to read."""
    still = "still" in sys.argv
    computer = VirtualComputer(speed=Speed(power_on_test=100_000.0 if still else 0.0))
    with running(VirtualDevice(computer)) as url:
        print(url, flush=True)
        for _ in sys.stdin:
            keyboard = computer.keyboard
            # Taken from the front: more may come meanwhile.
            count = len(keyboard.received)
            told = keyboard.received[:count]
            del keyboard.received[:count]
            down = [*sorted(keyboard.down), *(["mouse"] if computer.pointer.buttons else [])]
            print(json.dumps({"received": told, "down": down}), flush=True)


if __name__ == "__main__":
    main()
