"""Virtual media and the next start by Redfish."""

import logging
import time
from pathlib import Path
from typing import Any

from TinyPilotLibrary.devices.media.image_server import ImageServer, Offering
from TinyPilotLibrary.devices.media_protocol import BootSource, Medium, MediumKind
from TinyPilotLibrary.devices.options import seconds, whole_number
from TinyPilotLibrary.devices.redfish.redfish_service import RedfishService, service_of
from TinyPilotLibrary.errors import DeviceError, NotSupported

_LOG = logging.getLogger(__name__)
_POLL = 0.5
_TYPES = {
    MediumKind.CD: ("CD", "DVD"),
    MediumKind.USB: ("USBStick",),
    MediumKind.FLOPPY: ("Floppy",),
}
_TARGETS = {
    BootSource.CD: ("Cd", "UsbCd"),
    BootSource.USB: ("Usb",),
    BootSource.FLOPPY: ("Floppy",),
    BootSource.PXE: ("Pxe",),
    BootSource.DISK: ("Hdd",),
    BootSource.SETUP: ("BiosSetup",),
}
_ENABLED, _TARGET = "BootSourceOverrideEnabled", "BootSourceOverrideTarget"
_ALLOWED = f"{_TARGET}@Redfish.AllowableValues"


class RedfishMedia:
    """The virtual media of a system behind a BMC.

    Args:
        service: The BMC.
        timeout: How long it may take until a medium is inserted or ejected, in seconds.
        offering: How files of this machine are offered to the BMC.
    """

    def __init__(self, service: RedfishService, timeout: float, offering: Offering) -> None:
        self.name = service.name
        self._service = service
        self._timeout = timeout
        self._server = ImageServer(offering, (service.endpoint.host, service.endpoint.port))
        #: The files that are served, by the URLs that the BMC was given.
        self._served: dict[str, str] = {}

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium that the BMC fetches, and waits until it says that it is inserted.

        Args:
            image: The URL of its image, or a file of this machine. That is served until it is ejected, or this closed.
            kind: What it is for the system.

        Raises:
            ConfigurationError: If there is no such file.
            NotSupported: If the BMC has no such drive.
            DeviceError: If it refuses it, or has not inserted it in time.
        """
        path, drive = self._drive(kind)
        url = image if "://" in image else self._server.add(image)
        try:
            if drive.get("Inserted"):
                self._empty(path, drive)
            # Some BMCs want to be told how it is inserted, and none minds.
            given = {"Image": url, "Inserted": True, "WriteProtected": True}
            self._service.post(self._action(drive, "Insert"), given)
            self._wait(path, inserted=True)
        except BaseException:
            self._server.remove(url)
            raise
        if url != image:
            self._served[url] = image

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media, and waits until the BMC says that they are."""
        for path, drive in self._drives():
            if drive.get("Inserted") and (kind is None or kind in _kinds(drive)):
                self._empty(path, drive)

    def media(self) -> list[Medium]:
        """The media that are inserted."""
        return [
            Medium(kinds[0], self._served.get(image := _image_of(drive), image))
            for _, drive in self._drives()
            if drive.get("Inserted") and (kinds := _kinds(drive))
        ]

    def boot_once(self, source: BootSource) -> None:
        """The system starts from this the next time.

        Raises:
            NotSupported: If the BMC has no such choice.
        """
        boot = self._service.get(self._service.system_path).get("Boot") or {}
        allowed = boot.get(_ALLOWED)
        target = next((name for name in _TARGETS[source] if allowed is None or name in allowed), None)
        if target is None:
            has = ", ".join(map(str, allowed or ())) or "none"
            raise NotSupported(f"'{self.name}' cannot start its system from '{source.value}'. It has: {has}.")
        # Without both, what was 'Continuous' stays so.
        self._service.patch(self._service.system_path, {"Boot": {_ENABLED: "Once", _TARGET: target}})
        self._warn_if_it_stays(source, target)

    def close(self) -> None:
        """Closes the connection; files of this machine are served no longer."""
        if self._served:
            left = ", ".join(map(repr, self._served.values()))
            _LOG.warning("'%s' can no longer read %s: eject media before the device is closed.", self.name, left)
        self._server.close()
        self._service.close()

    def _empty(self, path: str, drive: dict[str, Any]) -> None:
        self._service.post(self._action(drive, "Eject"), {})
        self._wait(path, inserted=False)
        self._server.remove(_image_of(drive))
        self._served.pop(_image_of(drive), None)

    def _warn_if_it_stays(self, source: BootSource, target: str) -> None:
        """Tells of a BMC that takes 'Once' and makes it 'Continuous': an installed system would be installed again.

        Nothing is told of one that shows another choice: some show the new one only when the system starts.
        """
        told = self._service.get(self._service.system_path).get("Boot") or {}
        if told.get(_TARGET) == target and told.get(_ENABLED) == "Continuous":
            _LOG.warning(
                "'%s' starts its system from '%s' from now on, not only once (%s is 'Continuous'). Eject "
                "the medium, or choose 'disk', before the start that is to be another.",
                self.name,
                source.value,
                _ENABLED,
            )

    def _wait(self, path: str, *, inserted: bool) -> None:
        deadline = time.monotonic() + self._timeout
        while bool(self._service.get(path).get("Inserted")) != inserted:
            if time.monotonic() >= deadline:
                does = "inserted" if inserted else "ejected"
                raise DeviceError(
                    f"'{self.name}' took the order, but the medium is not {does} after {self._timeout:g} s "
                    "(media_timeout=)."
                )
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))

    def _drive(self, kind: MediumKind) -> tuple[str, dict[str, Any]]:
        fitting = [(path, drive) for path, drive in self._drives() if kind in _kinds(drive)]
        if not fitting:
            raise NotSupported(f"'{self.name}' has no virtual medium of the kind '{kind.value}'.")
        # An empty one first, and one for this kind alone before one for everything.
        return min(fitting, key=lambda item: (bool(item[1].get("Inserted")), len(_kinds(item[1]))))

    def _drives(self) -> list[tuple[str, dict[str, Any]]]:
        members = [str(item["@odata.id"]) for item in self._collection().get("Members", []) if "@odata.id" in item]
        return [(path, self._service.get(path)) for path in members]

    def _collection(self) -> dict[str, Any]:
        """The virtual media of the system, or of what manages it: BMCs have them here or there."""
        system = self._service.get(self._service.system_path)
        managers = (system.get("Links") or {}).get("ManagedBy", [])
        owners = [system, *(self._service.get(str(item["@odata.id"])) for item in managers if "@odata.id" in item)]
        for owner in owners:
            link = (owner.get("VirtualMedia") or {}).get("@odata.id")
            if link:
                return self._service.get(str(link))
        raise NotSupported(f"'{self.name}' has no virtual media.")

    def _action(self, drive: dict[str, Any], does: str) -> str:
        target = (drive.get("Actions") or {}).get(f"#VirtualMedia.{does}Media", {}).get("target")
        if not target:
            raise NotSupported(
                f"'{self.name}' has virtual media, but no action to {does.lower()} one. Does that need a license there?"
            )
        return str(target)


def _image_of(drive: dict[str, Any]) -> str:
    return str(drive.get("Image") or drive.get("ImageName") or "")


def _kinds(drive: dict[str, Any]) -> list[MediumKind]:
    types = set(map(str, drive.get("MediaTypes") or []))
    return [kind for kind, names in _TYPES.items() if types & set(names)]


def open_redfish_media(
    url: str,
    *,
    username: object = None,
    password: object = None,
    system: object = None,
    ca_certificate: object = None,
    verify: object = True,
    connect_timeout: object = 5.0,
    read_timeout: object = 60.0,
    media_timeout: object = "2m",
    image_host: object = None,
    image_port: object = 0,
    image_certificate: object = None,
    image_key: object = None,
) -> RedfishMedia:
    """The virtual media of a system, by its BMC. It is contacted on first use.

    Args:
        url: `redfish://host`, over TLS, or `redfish+http://host` without; the path of a system may follow.
        username: The user.
        password: The password, also as Robot Framework's `Secret`.
        system: The system's identifier or name, if there are several.
        ca_certificate: The file of the authority that signed the BMC's certificate, or that certificate itself.
        verify: Whether its certificate is verified.
        connect_timeout: How long to wait for a connection.
        read_timeout: How long to wait for an answer; some BMCs answer when they have fetched the image.
        media_timeout: How long it may take until a medium is inserted or ejected.
        image_host: By which name or address the BMC reaches this machine, to fetch files of it.
        image_port: The port for that; 0 for a free one.
        image_certificate: The certificate for serving them over TLS.
        image_key: Its private key.

    Returns:
        The media.

    Raises:
        ConfigurationError: If the URL or an option is wrong.
    """
    service = service_of(
        url,
        username=username,
        password=password,
        system=system,
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    offering = Offering(
        str(image_host) if image_host else None,
        whole_number("image_port", image_port, 0, 65535),
        Path(str(image_certificate)) if image_certificate else None,
        Path(str(image_key)) if image_key else None,
    )
    return RedfishMedia(service, seconds("media_timeout", media_timeout), offering)
