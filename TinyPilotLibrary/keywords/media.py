"""Keywords for media and for what the target starts from."""

from datetime import timedelta
from enum import Enum
from pathlib import PurePath

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, MediumKind
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import NotSupported
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.keywords.transfer_progress import progress_on_console
from TinyPilotLibrary.session.asking import ask_person

_PERSON = timedelta(minutes=10)
_DISC = ".iso"


class DoneBy(Enum):
    """Who inserts or ejects a medium.

    `device`: the device, or the `media` part of the stand. `person`: somebody who is asked on the console of the run.
    """

    DEVICE = "device"
    PERSON = "person"


class MediaKeywords:
    """Inserting and ejecting media.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Media"])
    def insert_medium(
        self,
        image: str,
        *,
        as_: MediumKind | None = None,
        by: DoneBy = DoneBy.DEVICE,
        timeout: timedelta = _PERSON,
    ) -> None:
        """Inserts a medium: an installation disc, a USB stick, a floppy. The target can read it.

        Args:
            image: Its image: a file for `qemu:`, a file or a URL for `redfish:`, whatever the lab's command takes. A
                file is sent to a companion, and its progress is shown on the console.
            as_: `cd`, `usb` or `floppy`; if not given, `cd` for `.iso` and `usb` for everything else.
            by: `device`; or where nothing inserts media, a `person` who is asked on the console of the run, and presses
                Enter there.
            timeout: How long a person may take.

        Raises:
            NotSupported: If nothing inserts media, or not of that kind. The message names what can.
            ConfigurationError: If there is no such image.
            DeviceError: If it is refused, or not inserted in time.

        What is in a drive is ejected first. A USB stick is plugged in beside others.

        Example:
        ```robotframework
        *** Test Cases ***
        Install From A Disc
            Open Device    qemu:/run/vm.qmp
            Insert Medium    ${CURDIR}/debian.iso    as_=cd
            Boot Once From    cd
            Reset Target
        ```
        """
        kind = as_ or (MediumKind.CD if PurePath(image).suffix.lower() == _DISC else MediumKind.USB)
        told = f"insert {image} as {kind.value}"
        if by is DoneBy.PERSON:
            self._ask(f"Please insert '{image}' as {kind.value} into the target of '{self._alias}'.", told, timeout)
            return
        able = self._able()
        with self._context.device.sending(told), progress_on_console():
            able.insert_medium(image, kind)
        logger.info(f"Inserted '{image}' as {kind.value}.")

    @keyword(tags=["Media"])
    def eject_medium(
        self, as_: MediumKind | None = None, *, by: DoneBy = DoneBy.DEVICE, timeout: timedelta = _PERSON
    ) -> None:
        """Ejects media, also where the target has locked its drive; does nothing if there is none.

        Args:
            as_: `cd`, `usb` or `floppy`; all media if not given.
            by: `device`; or a `person` who is asked on the console of the run.
            timeout: How long a person may take.

        Raises:
            NotSupported: If nothing ejects media. The message names what can.
            DeviceError: If it is refused, or not ejected in time.

        Example:
        ```robotframework
        *** Test Cases ***
        After The Installation
            Open Device    qemu:/run/vm.qmp
            Eject Medium    cd
        ```
        """
        which = as_.value if as_ else "all media"
        if by is DoneBy.PERSON:
            self._ask(f"Please eject {which} from the target of '{self._alias}'.", f"eject {which}", timeout)
            return
        able = self._able()
        with self._context.device.sending(f"eject {which}"):
            able.eject_medium(as_)
        logger.info(f"Ejected {which}.")

    @keyword(tags=["Media", "Getter"])
    def get_media(self) -> list[dict[str, str]]:
        """Gets the media that are inserted.

        Returns:
            A dictionary for each, with its `kind` (`cd`, `usb` or `floppy`) and its `image`.

        Raises:
            NotSupported: If nothing can tell. The message names what can.

        Example:
        ```robotframework
        *** Test Cases ***
        Nothing Is Left Behind
            Open Device    qemu:/run/vm.qmp
            @{media} =    Get Media
            Should Be Empty    ${media}
        ```
        """
        found = [{"kind": medium.kind.value, "image": medium.image} for medium in self._able().media()]
        listed = ", ".join(f"{medium['image']} as {medium['kind']}" for medium in found)
        logger.info(f"Inserted: {listed}." if listed else "No medium is inserted.")
        return found

    @keyword(tags=["Media"])
    def boot_once_from(self, source: BootSource) -> None:
        """Chooses what the target starts from at its next reset or power on; after that it is as before.

        Args:
            source: `cd`, `usb`, `floppy`, `pxe`, `disk` or `setup`.

        Raises:
            NotSupported: If nothing can choose it, or not that. The message names what can.
            DeviceError: If it is refused.

        Example:
        ```robotframework
        *** Test Cases ***
        Start From The Network
            Open Device    qemu:/run/vm.qmp
            Boot Once From    pxe
            Reset Target
        ```
        """
        require(self._context.device.device, BootsOnce).boot_once(source)
        logger.info(f"The target starts from {source.value} the next time.")

    @property
    def _alias(self) -> str:
        return self._context.device.alias

    def _able(self) -> HasMedia:
        try:
            return require(self._context.device.device, HasMedia)
        except NotSupported as error:
            raise NotSupported(f"{error} With by=person, somebody is asked to do it by hand.") from None

    def _ask(self, request: str, told: str, timeout: timedelta) -> None:
        with self._context.device.sending(f"{told}, by a person"):
            ask_person(request, self._context.seconds(timeout), self._context.session.clock)
        logger.warn(f"A person was asked, and has said that it is done: {request}")
