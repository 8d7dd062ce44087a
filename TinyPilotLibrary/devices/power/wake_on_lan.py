"""`wol:` wakes a target over the network."""

import re
import socket

from TinyPilotLibrary.devices.options import secret_text, whole_number
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable

_MAC = re.compile(r"[0-9a-f]{2}([:-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}", re.IGNORECASE)
_PASSWORDS = (4, 6)
# UDP packets may be lost; a target that is awake ignores them.
_TIMES = 3


def magic_packet(mac: bytes, password: bytes = b"") -> bytes:
    """The packet that wakes a network card: six times 0xff, sixteen times its address, and its password, if any.

    Args:
        mac: Its address, six bytes.
        password: Its SecureOn password, four or six bytes.

    Returns:
        The packet.
    """
    return b"\xff" * 6 + mac * 16 + password


def open_wake_on_lan(
    url: str, *, broadcast: object = "255.255.255.255", port: object = 9, password: object = None
) -> PowerControl:
    """Wakes a target with a packet to its network card. It supports no other action.

    Args:
        url: `wol:` and the address of the network card: `wol:00:11:22:33:44:55`.
        broadcast: The broadcast address of the target's network, to which the packet is sent.
        port: The UDP port, usually 9 or 7.
        password: The card's SecureOn password, of four or six bytes in hexadecimal, as `00-11-22-33-44-55`; also as
            Robot Framework's `Secret`.

    Returns:
        The control.

    Raises:
        ConfigurationError: If the address or an option is invalid.
    """
    address = url.removeprefix("wol:").strip()
    if not _MAC.fullmatch(address):
        raise ConfigurationError(
            f"Write 'wol:' and the address of a network card, 'wol:00:11:22:33:44:55'; got {url!r}."
        )
    packet = magic_packet(_bytes(address), _password(password))
    place = (str(broadcast), whole_number("port", port, 1, 65535))
    return PowerControl(url, on=lambda: _send(packet, place, url))


def _send(packet: bytes, place: tuple[str, int], name: str) -> None:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            for _ in range(_TIMES):
                sender.sendto(packet, place)
    except OSError as error:
        raise DeviceUnreachable(
            f"'{name}' cannot be woken: nothing can be sent to {place[0]} ({error.strerror or error}). Is broadcast= "
            "the broadcast address of its network, such as 10.0.0.255?"
        ) from error


def _password(given: object) -> bytes:
    text = secret_text(given)
    try:
        password = _bytes(text)
    except ValueError:
        password = b"?"
    if text and len(password) not in _PASSWORDS:
        raise ConfigurationError("The option 'password' of wol: must be four or six bytes, such as 00-11-22-33-44-55.")
    return password if text else b""


def _bytes(text: str) -> bytes:
    return bytes.fromhex(re.sub("[:.-]", "", text))
