"""Processes that use a device: another process is another client."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CLIENT = """
import sys
from pathlib import Path
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.claims import name_suite
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import TinyPilotError
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.session.pools import take_one
from TinyPilotLibrary.session.stands import find_file, is_pool
from TinyPilotLibrary.watching.wait_until import Clock

name_suite("Boot")
options = dict(option.split("=") for option in sys.argv[2:])
if is_pool(sys.argv[1]):
    device = take_one(sys.argv[1], find_file(Path.cwd()), options, Clock())[1]
else:
    device = open_device(sys.argv[1], options)
print("open", flush=True)
for line in sys.stdin:
    what, code = line.split()
    try:
        if what == "hold":
            require(device, HoldsKeys).key_down([code])
        elif what == "press":
            device.type([Keystroke(code)])
        else:
            device.close()
        print("done", flush=True)
    except TinyPilotError as error:
        print(f"{type(error).__name__}: {error}", flush=True)
"""


class Client:
    """A process with a device, which does what it is told."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def tell(self, what: str, code: str = "-") -> None:
        assert self.process.stdin
        print(what, code, file=self.process.stdin, flush=True)

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def does(self, what: str, code: str = "-") -> str:
        self.tell(what, code)
        return self.answer()


@contextmanager
def client(url: str, *options: str, folder: Path | None = None) -> Iterator[Client]:
    command = [sys.executable, "-c", _CLIENT, url, *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        started = Client(process)
        try:
            assert started.answer() == "open"
            yield started
        finally:
            process.kill()
