"""Keywords that open, switch and close devices."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword
from robot.api.types import Secret

from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.protocol import SimulatesFaults
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.ranges import checked_pause


class DeviceKeywords:
    """Opening, switching and closing devices.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Devices"])
    def open_device(
        self,
        url: str,
        *,
        alias: str | None = None,
        api_key: Secret | str | None = None,
        power: object = None,
        media: object = None,
        **options: object,
    ) -> str:
        r"""Opens a device and makes it the current one.

        Args:
            url: The device's URL (`https://tinypilot.local`, `qemu:/run/vm.qmp`, `virtual:`), the name of a stand of
                `devices.toml`, or a pool such as `any of: uefi, rack-2`: the first stand with this name or tag that is
                free.
            alias: A name for switching to it. A device that is already open under that name is closed first.
            api_key: The API key, which TinyPilot 3.2.0 and newer require. Use a secret variable to keep it out of the
                log.
            power: What switches the target's power, where the device cannot, or instead of it: a URL such as
                `command:/opt/lab/pdu 7 {action}`, `wol:00:11:22:33:44:55` or `http://10.0.0.5?preset\=tasmota`, a
                dictionary with a `url` and its options, one with a way for each of `on`, `off`, `reset`, `shutdown` and
                `state`, or a list of outlets.
            media: What inserts media, where the device cannot, or instead of it: a URL such as `redfish://10.0.1.13`,
                or a dictionary with a `url` and its options.
            **options: Other options of that kind of device, for example `ca_certificate`, `verify`, `connect_timeout`
                and `read_timeout` for `https:`, `key_hold` and `key_gap` for `qemu:`, `graphics` for `virtual:`; and
                `power_pause` and `power_timeout` for `power`.

        Returns:
            The alias.

        Raises:
            ConfigurationError: If the URL, the stand or an option is wrong.
            DeviceInUse: If no stand of a pool is free within `wait_for_device`; the message says who has each.

        The device is contacted when it is first used, a stand of a pool at once.

        Example:
        ```robotframework
        *** Test Cases ***
        Two Devices
            Open Device    virtual:    alias=left
            Open Device    virtual:    alias=right    graphics=1920x1080
            Switch Device    left
        ```
        """
        given = dict(options)
        if power is not None:
            given["power"] = power
        if media is not None:
            given["media"] = media
        if api_key is not None:
            given["api_key"] = api_key.value if isinstance(api_key, Secret) else api_key
        item = self._context.session.open(url, given, alias)
        logger.info(f"Opened the device '{item.device.name}' as '{item.alias}'.")
        return item.alias

    @keyword(tags=["Devices"])
    def switch_device(self, alias: str) -> str | None:
        """Makes another open device the current one.

        Args:
            alias: Its alias; case and spaces are ignored.

        Returns:
            The alias of the device that was current before.

        Raises:
            ConfigurationError: If there is no such device.

        Example:
        ```robotframework
        *** Test Cases ***
        Back And Forth
            Open Device    virtual:    alias=left
            Open Device    virtual:    alias=right
            ${before} =    Switch Device    left
            Should Be Equal    ${before}    right
        ```
        """
        old = self._context.session.switch(alias)
        logger.info(f"Switched from '{old}' to '{alias}'." if old else f"Switched to '{alias}'.")
        return old

    @keyword(tags=["Devices"])
    def close_device(self, alias: str | None = None) -> None:
        """Closes a device, releasing all its keys and buttons.

        Args:
            alias: Its alias; the current device if not given. If it was the current one, the most recently opened of
                the others becomes current.

        Raises:
            ConfigurationError: If there is no such device.

        Example:
        ```robotframework
        *** Test Cases ***
        Open And Close
            Open Device    virtual:
            Close Device
        ```
        """
        closed = self._context.session.close(alias)
        logger.info(f"Closed the device '{closed}'." if closed else "No device was open.")

    @keyword(tags=["Devices"])
    def close_all_devices(self) -> None:
        """Closes all devices, releasing all their keys and buttons.

        Example:
        ```robotframework
        *** Settings ***
        Suite Teardown    Close All Devices
        ```
        """
        aliases = self._context.session.aliases
        self._context.session.close_all()
        logger.info(f"Closed the devices {', '.join(aliases)}." if aliases else "No device was open.")

    @keyword(tags=["Devices", "Getter"])
    def get_device_info(self) -> dict[str, object]:
        """Gets information about the current device.

        Returns:
            A dictionary: `alias`, `url`, `abilities` (a list of names such as `power` and `held-keys`), `video`
            (whether the target sends a picture) and `size` (of the screen, or None without video).

        Raises:
            DeviceUnreachable: If the device does not answer.

        Example:
        ```robotframework
        *** Test Cases ***
        What Can It Do
            Open Device    virtual:
            ${info} =    Get Device Info
            Should Contain    ${info}[abilities]    power
        ```
        """
        item = self._context.device
        try:
            size = item.screen.frame().size
        except NoVideoSignal:
            size = None
        info: dict[str, object] = {
            "alias": item.alias,
            "url": item.device.name,
            "abilities": capability_names(item.device),
            "video": size is not None,
            "size": size,
        }
        logger.info(f"Device: {info}")
        return info

    @keyword(tags=["Devices", "Wait"])
    def wait_until_device_is_ready(self, *, timeout: timedelta | None = None) -> None:
        """Waits until the current device answers, for example after a restart.

        Args:
            timeout: How long to wait; the library's timeout if not given.

        Raises:
            DeviceError: The last error, if it did not answer in time. A target without video is not an error.

        Example:
        ```robotframework
        *** Test Cases ***
        Device In The Lab
            Open Device    virtual:
            Wait Until Device Is Ready    timeout=2 min
        ```
        """
        self._context.watcher(timeout).device_answers()
        logger.info(f"The device '{self._context.device.alias}' answers.")

    @keyword(tags=["Devices"])
    def simulate_fault(self, fault: str, *, for_: timedelta = timedelta(seconds=5)) -> None:
        """Makes a virtual computer fail, to test how a suite copes.

        Args:
            fault: `no signal`, `cable unplugged`, `server restart`, `slow`, `corrupt jpeg` or `resolution change`.
            for_: How long it lasts; 0 ends it.

        Raises:
            ConfigurationError: If there is no such fault.
            NotSupported: If the device is not a virtual computer.

        Example:
        ```robotframework
        *** Test Cases ***
        Waits Survive A Lost Signal
            Open Device    virtual:
            Simulate Fault    no signal    for_=2s
            Wait Until Video Signal
        ```
        """
        seconds = checked_pause("for_", for_.total_seconds())
        require(self._context.device.device, SimulatesFaults).simulate_fault(fault, seconds)
        logger.info(f"The virtual computer simulates '{fault}' for {seconds:g} s.")
