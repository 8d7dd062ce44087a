"""What switches power in the suites beside: `Library    atest.power.power_keywords.PowerThings`."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from robot.api import SkipExecution
from robot.api.deco import keyword, library

from atest.lab.ondevice.needs import LabMissing
from atest.lab.packages import MissingPackages
from atest.power.bmcs import (
    PASSWORD,
    USER,
    in_front,
    ipmi_simulator,
    missing_ipmi,
    redfish_emulator,
    redfish_server,
    system_of,
)
from atest.power.live_medium import make_live_medium
from atest.power.outlets import Outlet, serving_outlet
from atest.power.server import server_of

_ACTIONS = {"on": "on", "off": "off", "reset": "reset", "shutdown": "soft", "state": "status"}


@library(scope="SUITE")
class PowerThings:
    """BMCs and outlets, which are ended by `Stop Serving Power`."""

    def __init__(self) -> None:
        self._served = ExitStack()
        self._outlets: dict[str, Outlet] = {}

    @keyword
    def stop_serving_power(self) -> None:
        """Ends everything."""
        self._served.close()

    @keyword
    def commands_of_an_ipmi_bmc(self, password: str = PASSWORD) -> dict[str, object]:
        """Starts OpenIPMI's simulator, and returns a `power` of ipmitool's commands for it."""
        missing = missing_ipmi()
        if missing:
            raise SkipExecution(f"{missing} is not installed.")
        folder = self._folder()
        tool = self._served.enter_context(ipmi_simulator(folder))
        (folder / "password").write_text(password)
        return {"url": "command:", **{action: [*tool, word] for action, word in _ACTIONS.items()}}

    @keyword
    def start_redfish_bmc(self, *, protected: bool = False) -> tuple[str, Path]:
        """Starts sushy-tools' emulator, protected by TLS, user and password or not; its URL and the authority."""
        folder = self._folder()
        url = self._served.enter_context(redfish_emulator(folder, tls=protected, locked=protected))
        return f"redfish:{url[6:]}" if protected else f"redfish+{url}", folder / "ca.pem"

    @keyword
    def start_server(self, disk: Path) -> tuple[str, str]:
        """Makes a server that is off, and returns the URLs of its BMC and its screen. Skips if packages are missing."""
        folder = self._folder()
        try:
            server = self._served.enter_context(server_of(folder, disk))
        except MissingPackages as missing:
            raise SkipExecution(str(missing)) from missing
        url = self._served.enter_context(redfish_server(self._folder(), server))
        return f"redfish+{url}", f"vnc:{server.screen}"

    @keyword
    def make_live_medium(self) -> Path:
        """Makes a CD with a small Linux that heeds its power button. Skips if packages are missing."""
        try:
            return make_live_medium(self._folder() / "live.iso")
        except (LabMissing, MissingPackages) as missing:
            raise SkipExecution(str(missing)) from missing

    @keyword
    def put_in_front(self, url: str, *, lag: float | None = None) -> str:
        """Puts a server in front of a BMC that answers 204 at once, and passes orders on late or never."""
        front = self._served.enter_context(in_front(url.removeprefix("redfish+"), lag=lag))
        return f"redfish+{front}"

    @keyword
    def power_of_the_bmc(self, url: str) -> str:
        """What a BMC says of its system, asked past the library."""
        return str(system_of(url.removeprefix("redfish+"))["PowerState"]).lower()

    @keyword
    def start_outlet(self, make: str, password: str = "", relays: int = 1) -> str:
        """Starts an outlet and returns its URL."""
        outlet = self._served.enter_context(serving_outlet(make, password, relays))
        self._outlets[outlet.url] = outlet
        return outlet.url

    @keyword
    def relays_should_be(self, url: str, *states: str) -> None:
        """Looks at the relays of an outlet."""
        found = ["on" if on else "off" for on in self._outlets[url].relays]
        assert found == list(states), f"The relays are {found}."

    @keyword
    def user_and_password(self) -> tuple[str, str]:
        """Those of a protected BMC."""
        return USER, PASSWORD

    def _folder(self) -> Path:
        return Path(self._served.enter_context(tempfile.TemporaryDirectory()))
