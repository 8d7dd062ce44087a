"""What a machine of QEMU's can start from: its drives and network cards, found over QMP."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import DeviceError

_PLACES = ("/machine/peripheral", "/machine/peripheral-anon", "/machine/unattached")
_CHILD = "child<"
_INDEX = "bootindex"


class DriveKind(Enum):
    """What a drive is for the machine."""

    CD = "cd"
    USB = "usb"
    FLOPPY = "floppy"
    DISK = "disk"


_OF_TYPE = {"ide-cd": DriveKind.CD, "scsi-cd": DriveKind.CD, "floppy": DriveKind.FLOPPY}


@dataclass(frozen=True)
class Drive:
    """A drive of the machine.

    Args:
        path: Where it is among QEMU's objects, or its identifier.
        kind: What it is for the machine.
        image: The file in it; None if it is empty.
        node: The name of the block node of that file.
    """

    path: str
    kind: DriveKind
    image: str | None
    node: str


def drives_of(session: QmpSession) -> list[Drive]:
    """The drives of a machine, in QEMU's order.

    Args:
        session: The session with QEMU.
    """
    found = [block for block in session.command("query-block") if block.get("qdev")]
    return [
        Drive(
            block["qdev"],
            _kind(session, block["qdev"]),
            _file(block.get("inserted")),
            (block.get("inserted") or {}).get("node-name", ""),
        )
        for block in found
    ]


def network_cards_of(session: QmpSession) -> list[str]:
    """The network cards of a machine: where they are among QEMU's objects.

    Args:
        session: The session with QEMU.
    """
    return [path for path in _devices(session) if {"mac", _INDEX} <= _properties(session, path)]


def boot_indexes(session: QmpSession, drives: list[Drive]) -> dict[str, int]:
    """In which order a machine starts from what it has: the places that have an index, with it.

    Args:
        session: The session with QEMU.
        drives: The drives.
    """
    places = [*filter(None, (boot_place(session, drive.path) for drive in drives)), *network_cards_of(session)]
    indexes = {place: session.command("qom-get", path=place, property=_INDEX) for place in dict.fromkeys(places)}
    return {place: index for place, index in indexes.items() if index >= 0}


def boot_place(session: QmpSession, path: str) -> str | None:
    """What has the boot index of a drive: itself, or the controller that it is a part of; None if nothing has.

    Args:
        session: The session with QEMU.
        path: The drive.
    """
    for place in (path, path.rpartition("/")[0]):
        if place and _INDEX in _properties(session, place):
            return place
    return None


def set_boot_index(session: QmpSession, place: str, index: int) -> None:
    """Gives something its place in the order of starting, from the next reset on.

    Args:
        session: The session with QEMU.
        place: What has the index.
        index: The index; -1 for none.
    """
    session.command("qom-set", path=place, property=_INDEX, value=index)


def _kind(session: QmpSession, path: str) -> DriveKind:
    # What is behind a USB drive is a disk, two steps below it.
    for place in (path, "/".join(path.split("/")[:-2])):
        told = _type(session, place)
        if told == "usb-storage":
            return DriveKind.USB
        if told in _OF_TYPE:
            return _OF_TYPE[told]
    return DriveKind.DISK


def _type(session: QmpSession, path: str) -> str:
    try:
        return str(session.command("qom-get", path=path, property="type")) if path else ""
    except DeviceError:
        return ""


def _file(inserted: dict[str, Any] | None) -> str | None:
    return str(inserted["file"]) if inserted else None


def _properties(session: QmpSession, path: str) -> set[str]:
    try:
        return {item["name"] for item in session.command("qom-list", path=path)}
    except DeviceError:
        return set()


def _devices(session: QmpSession) -> Iterator[str]:
    for place in _PLACES:
        for item in session.command("qom-list", path=place):
            if item["type"].startswith(_CHILD):
                yield f"{place}/{item['name']}"
