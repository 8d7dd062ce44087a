"""Faults of networks and servers for suites: `Library    atest.resources.faults.Faults`."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from robot.api.deco import keyword, library

from atest.lab.fault_proxy import Fault, FaultProxy
from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed

_QUICK = Speed(power_on_test=1.0, boot_line=0.01, network_boot=0.2)
_AT_ONCE = timedelta(0)


@library(scope="SUITE")
class Faults:
    """A virtual computer behind a companion, behind a proxy that breaks what goes over it."""

    def __init__(self) -> None:
        self._served = ExitStack()
        self._proxy: FaultProxy | None = None
        self._computer: VirtualComputer | None = None
        self._timers: list[threading.Timer] = []

    @keyword
    def serve_over_a_bad_network(self, *, is_plain: bool = False) -> str:
        """Serves a virtual computer behind the proxy, and returns the proxy's URL."""
        self._computer = VirtualComputer(speed=_QUICK)
        serving = Serving(port=0, plain=is_plain)
        url = self._served.enter_context(running(VirtualDevice(self._computer), serving))
        self._proxy = self._served.enter_context(FaultProxy(urlsplit(url).port or 80))
        return self.get_url()

    @keyword
    def get_url(self) -> str:
        """The proxy's URL."""
        assert self._proxy is not None
        return f"http://127.0.0.1:{self._proxy.port}"

    @keyword
    def begin_fault(self, fault: Fault, for_: timedelta | None = None, after: timedelta = _AT_ONCE) -> None:
        """Begins a fault, now or after a time, which ends by itself after a time if one is given."""
        assert self._proxy is not None
        if after:
            self._later(after, partial(self._proxy.begin, fault))
        else:
            self._proxy.begin(fault)
        if for_ is not None:
            self._later(after + for_, self._proxy.end)

    @keyword
    def end_fault(self) -> None:
        """All is well again."""
        for timer in self._timers:
            timer.cancel()
            timer.join()
        self._timers.clear()
        if self._proxy is not None:
            self._proxy.end()

    @keyword
    def get_keys_that_arrived(self) -> list[str]:
        """The keys that went down at the target, in order."""
        assert self._computer is not None
        return [key[1:] for key in self._computer.keyboard.received if key.startswith("+")]

    @keyword
    def stop_serving(self) -> None:
        """Ends all of it."""
        self.end_fault()
        self._served.close()

    def _later(self, after: timedelta, act: Callable[[], None]) -> None:
        timer = threading.Timer(after.total_seconds(), act)
        self._timers.append(timer)
        timer.start()
