"""The open devices by alias, the current one, and when they are closed."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from enum import Enum
from pathlib import Path

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.urls import scheme_of
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.hid.layouts import US, Layout, find_layout
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.session.pools import take_one
from TinyPilotLibrary.session.settings import Scope, Settings
from TinyPilotLibrary.session.stands import Stand, find_stand, is_pool
from TinyPilotLibrary.watching.wait_until import Clock


class AutoClose(Enum):
    """When devices are closed automatically.

    `suite`: at the end of the suite in which they were opened. `test`: at the end of the test in which they were
    opened, or of the suite if no test was running. `manual`: only by keyword, and at the end of the run.
    """

    SUITE = "suite"
    TEST = "test"
    MANUAL = "manual"


class AutoRelease(Enum):
    """When keys and mouse buttons that keywords hold are released automatically.

    `test`: at the end of the test, with a warning that names them. `manual`: only by keyword, and when the device is
    closed.
    """

    TEST = "test"
    MANUAL = "manual"


class Session:
    """The open devices by alias, and which one is current.

    Args:
        settings: The settings.
        default: What to open on first use when no device is open: URL or stand, and options; None for nothing.
        auto_close: When devices are closed automatically.
        stands_file: Finds the `devices.toml` in force.
        clock: The time.
        journal: Records what devices are used; one that nobody reads if not given.
        auto_release: When what keywords hold is released automatically.
        took: Is told which stand of a pool was taken.
    """

    def __init__(
        self,
        settings: Settings,
        default: tuple[str, Mapping[str, object]] | None = None,
        auto_close: AutoClose = AutoClose.SUITE,
        stands_file: Callable[[], Path | None] = lambda: None,
        clock: Clock | None = None,
        journal: Journal | None = None,
        auto_release: AutoRelease = AutoRelease.TEST,
        took: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self._auto_release = auto_release
        self._took = took
        self._journal = journal
        self.clock = clock or Clock()
        self._default = default
        self._auto_close = auto_close
        self._stands_file = stands_file
        self._open: dict[str, OpenDevice] = {}
        self._current: str | None = None
        self._scopes: list[tuple[Scope, set[str]]] = []
        self._opened = 0

    @property
    def current(self) -> OpenDevice:
        """The current device; the default one is opened if no device is open.

        Raises:
            ConfigurationError: If no device is open and there is no default.
        """
        if self._current is None:
            if self._default is None:
                raise ConfigurationError(
                    "No device is open. Open one with the keyword 'Open Device', or give it at import: "
                    "Library    TinyPilotLibrary    url=https://tinypilot.local"
                )
            url, options = self._default
            self.open(url, options)
        return self._open[self._current or ""]

    @property
    def layout(self) -> Layout:
        """The keyboard layout of the current device's target."""
        return find_layout(self.settings.layout.value or self.stand_layout)

    @property
    def stand_layout(self) -> str:
        """The name of the keyboard layout of the current device's stand; the US one if the stand gives none."""
        return (self._current and self._open[self._current].layout) or US.name

    @property
    def current_if_open(self) -> OpenDevice | None:
        """The current device, or None if none is open."""
        return self._open[self._current] if self._current else None

    @property
    def aliases(self) -> list[str]:
        """The aliases of all open devices, in the order in which they were opened."""
        return [item.alias for item in self._open.values()]

    def open(self, url: str, options: Mapping[str, object], alias: str | None = None) -> OpenDevice:
        """Opens a device, which becomes the current one.

        Args:
            url: Its URL, the name of a stand, or a pool such as `any of: uefi, rack-2`.
            options: Its options.
            alias: Its name; a device that is open under that name is closed first.

        Returns:
            The open device.

        Raises:
            ConfigurationError: If it cannot be opened.
            DeviceInUse: If no stand of a pool is free.
        """
        stand, device = self._find(url, options)
        self._opened += 1
        name = alias or (stand.name if scheme_of(url) is None else f"device-{self._opened}")
        if _key(name) in self._open:
            self.close(name)
        self._current = _key(name)
        self._open[self._current] = OpenDevice(name, device, stand.layout, self.clock, self._journal)
        if self._scopes:
            self._scopes[-1][1].add(self._current)
        return self._open[self._current]

    def _find(self, url: str, options: Mapping[str, object]) -> tuple[Stand, Device]:
        file = self._stands_file()
        if not is_pool(url):
            stand = find_stand(url, file)
            return stand, stand.open(options)
        stand, device = take_one(url, file, options, self.clock)
        self._took(stand.name)
        return stand, device

    def switch(self, alias: str) -> str | None:
        """Makes another device the current one.

        Args:
            alias: Its alias.

        Returns:
            The alias of the device that was current, or None.

        Raises:
            ConfigurationError: If there is no such device; the message lists the open ones.
        """
        old = self._current
        self._current = self._known(alias)
        return self._open[old].alias if old else None

    def close(self, alias: str | None = None) -> str | None:
        """Closes a device; the most recently opened of the others becomes current.

        Args:
            alias: Its alias; the current one if None.

        Returns:
            The alias of the device that was closed; None if none was open.

        Raises:
            ConfigurationError: If there is no such device.
        """
        key = self._known(alias) if alias else self._current
        if key is None:
            return None
        item = self._open.pop(key)
        if self._current == key:
            self._current = next(reversed(self._open), None)
        item.device.close()
        return item.alias

    def close_all(self) -> None:
        """Closes all devices, even if closing one of them fails."""
        with ExitStack() as closing:
            for item in self._open.values():
                closing.callback(item.device.close)
            self._open = {}
            self._current = None

    def begin(self, scope: Scope) -> None:
        """A suite or a test begins."""
        self.settings.begin(scope)
        self._scopes.append((scope, set()))

    def end(self) -> None:
        """The suite or test is over: settings are restored, and devices are closed if `auto_close` says so."""
        self.settings.end()
        if not self._scopes:
            return
        scope, opened = self._scopes.pop()
        if self._auto_close is AutoClose.MANUAL:
            return
        if scope is Scope.TEST and self._auto_close is AutoClose.SUITE:
            if self._scopes:
                self._scopes[-1][1].update(opened)
            return
        with ExitStack() as closing:
            for key in opened & self._open.keys():
                closing.callback(self.close, self._open[key].alias)

    def let_go(self) -> list[str]:
        """A test is over: what it still holds is released, if `auto_release` says so.

        Returns:
            A sentence for each device that held something.
        """
        if self._auto_release is AutoRelease.MANUAL:
            return []
        told = []
        for item in self._open.values():
            if held := item.held:
                done = "released" if item.release() else "not released, as the device cannot be reached"
                told.append(
                    f"Still held on '{item.alias}' at the end of the test, and {done}: {', '.join(held)}. Release it "
                    "in the teardown, or import the library with auto_release=manual to hold it over tests."
                )
        return told

    def _known(self, alias: str) -> str:
        if _key(alias) not in self._open:
            raise ConfigurationError(
                f"There is no open device '{alias}'. Open devices: {', '.join(self.aliases) or 'none'}."
            )
        return _key(alias)


def _key(alias: str) -> str:
    return "".join(alias.split()).lower()
