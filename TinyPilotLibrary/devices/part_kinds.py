"""Kinds of parts that need not be devices, such as what switches power; devices that can do the same will do too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any

from TinyPilotLibrary.devices.kinds import kinds
from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.registry import check_kind, open_kind, options_of
from TinyPilotLibrary.devices.urls import scheme_of, split_options
from TinyPilotLibrary.errors import ConfigurationError


@dataclass(frozen=True)
class PartKinds:
    """The kinds of one part.

    Args:
        group: The group of entry points of those that are no devices.
        what: What they are, for messages: `is not a ...`.
    """

    group: str
    what: str

    def open(self, url: str, options: Mapping[str, object], context: Mapping[str, object]) -> Any:  # noqa: ANN401
        """Opens what a URL names; nothing is contacted.

        Args:
            url: The URL.
            options: Its options.
            context: What is known around it, such as the name of the stand; it is given to kinds that ask for it.

        Returns:
            What the kind makes, or a device.

        Raises:
            ConfigurationError: If there is no such kind or option, or one is wrong.
        """
        address, in_url = split_options(url)
        given = {**in_url, **options}
        kind = self._kind_for(address, given)
        asked = set(options_of(kind)) if kind.group == self.group else set()
        around = {name: value for name, value in context.items() if name in asked}
        return open_kind(kind, address, {**around, **given})

    def check(self, url: str, names: Iterable[str]) -> None:
        """Refuses options that there are not, without opening anything.

        Args:
            url: The URL.
            names: The options' names.

        Raises:
            ConfigurationError: If the kind or an option is not known.
        """
        address, in_url = split_options(url)
        given = [*in_url, *names]
        check_kind(self._kind_for(address, given), address, given)

    def _kind_for(self, address: str, names: Iterable[str]) -> EntryPoint:
        own, devices = kinds(self.group), kinds()
        scheme = scheme_of(address) or ""
        if scheme not in own and scheme not in devices:
            listed = ", ".join(f"{name}:" for name in sorted({*own, *devices}))
            raise ConfigurationError(
                f"{address!r} is not a {self.what}.{did_you_mean([scheme], {*own, *devices})} Known: {listed}."
            )
        # http: is an outlet where there is something that only an outlet has; without it is a device, such as a
        # companion.
        if scheme in devices and not set(names) & (set(options_of(own[scheme])) if scheme in own else set()) - set(
            options_of(devices[scheme])
        ):
            return devices[scheme]
        return own[scheme]
