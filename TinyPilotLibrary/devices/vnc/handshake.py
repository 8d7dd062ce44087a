"""The handshake: versions, authentication, the size of the screen. RFC 6143, 7.1 to 7.3; VeNCrypt 0.2; Apple's ARD."""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from TinyPilotLibrary.devices.vnc.password import answer_challenge, answer_key_exchange
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError, StartTls, Steps, checked, text, unpack
from TinyPilotLibrary.errors import ConfigurationError, NotAuthorized, NotSupported

_BANNER = re.compile(rb"RFB (\d{3})\.(\d{3})\n")
_NONE, _PASSWORD, _VENCRYPT, _ARD = 1, 2, 19, 30
_NAMES = {1: "None", 2: "VNC password", 5: "RA2", 16: "Tight", 18: "TLS", 19: "VeNCrypt", 20: "SASL", 30: "ARD"}
_LONGEST_TEXT = 1 << 16
_CHALLENGE = 16
# The longest prime of Apple Remote Desktop, in bytes: a longer one takes a second to answer.
_LONGEST_PRIME = 1024
_LEAST_PRIME = 5
# VeNCrypt's subtypes: the encryption, and the authentication after it.
_WAYS = {
    256: ("", "plain"),
    257: ("tls", "none"),
    258: ("tls", "password"),
    259: ("tls", "plain"),
    260: ("x509", "none"),
    261: ("x509", "password"),
    262: ("x509", "plain"),
}


@dataclass(frozen=True)
class Credentials:
    """The credentials, and the trust in the server.

    Args:
        username: The user, for VeNCrypt's Plain and Apple Remote Desktop; empty if there is none.
        password: The password; empty if there is none.
        unverified: Whether to accept a server without a certificate.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    unverified: bool = False


@dataclass(frozen=True)
class Greeting:
    """The server's description of its screen.

    Args:
        width: Its width in pixels.
        height: Its height.
        name: Its name.
    """

    width: int
    height: int
    name: str


def shake_hands(who: Credentials) -> Steps[Greeting]:
    """Performs the handshake.

    Args:
        who: The credentials.

    Returns:
        The server's description of its screen.

    Raises:
        NotAuthorized: If user or password are missing or wrong.
        NotSupported: If the server requires something that this client does not support.
        ProtocolError: If it is not a VNC server.
    """
    banner = yield 12
    version = _BANNER.fullmatch(banner)
    if version is None:
        raise ProtocolError(f"the server is not a VNC server: it begins with {banner!r}")
    # macOS announces 3.8 as 3.889; for any other higher version, 3.8 is the newest one that both know.
    minor = min(int(version[2]), 8) if int(version[1]) == 3 else 8
    minor = minor if minor in {7, 8} else 3
    yield b"RFB 003.%03d\n" % minor
    if minor == 3:
        (kind,) = yield from unpack("I")
        if kind == 0:
            yield from _refused()
        offered = [kind]
    else:
        (count,) = yield from unpack("B")
        if count == 0:
            yield from _refused()
        offered = list((yield count))
    kind = _choice(offered, who)
    if minor > 3:
        yield bytes([kind])
    if kind == _PASSWORD:
        yield from _password(who)
    elif kind == _VENCRYPT:
        yield from _vencrypt(who)
    elif kind == _ARD:
        yield from _ard(who)
    # Before 3.8, a server that needs no password sends no result.
    if kind != _NONE or minor == 8:
        yield from _result(minor, who)
    yield b"\x01"
    width, height, _ = yield from unpack("HH16s")
    return Greeting(width, height, (yield from text(_LONGEST_TEXT)))


def _choice(offered: Sequence[int], who: Credentials) -> int:
    # Prefer encryption; if a password was given, prefer a type that uses it.
    wanted = [_VENCRYPT, _ARD, _PASSWORD, _NONE] if who.username else [_VENCRYPT, _PASSWORD, _NONE, _ARD]
    found = next((kind for kind in wanted if kind in offered), None)
    if found is None:
        names = ", ".join(_NAMES.get(kind, str(kind)) for kind in offered)
        raise NotSupported(f"the server demands {names}; None, VNC password, VeNCrypt and ARD can be had")
    if found == _VENCRYPT and len(offered) > 1 and not who.username and not who.password and _NONE in offered:
        return _NONE
    return found


def _password(who: Credentials) -> Steps[None]:
    if not who.password:
        raise NotAuthorized("the server wants a password (password=)")
    challenge = yield _CHALLENGE
    yield answer_challenge(who.password, challenge)


def _ard(who: Credentials) -> Steps[None]:
    generator, length = yield from unpack("HH")
    prime = yield checked(length, _LONGEST_PRIME, "a prime")
    public = yield length
    if int.from_bytes(prime, "big") < _LEAST_PRIME:
        raise ProtocolError("the server's prime is none")
    if not (who.username and who.password):
        raise NotAuthorized("the server wants a user and a password (username=, password=)")
    yield answer_key_exchange(who.username, who.password, generator, prime, public)


def _vencrypt(who: Credentials) -> Steps[None]:
    version = yield from unpack("BB")
    if version < (0, 2):
        raise NotSupported(f"the server speaks VeNCrypt {version[0]}.{version[1]}; 0.2 can be had")
    yield b"\x00\x02"
    (refused,) = yield from unpack("B")
    if refused:
        raise ProtocolError("the server refuses VeNCrypt 0.2, which it offered")
    (count,) = yield from unpack("B")
    offered = yield from unpack(f"{count}I")
    way = _way(offered, who)
    yield struct.pack(">I", way)
    encryption, then = _WAYS[way]
    if encryption:
        (accepted,) = yield from unpack("B")
        if not accepted:
            raise ProtocolError("the server refuses to begin TLS")
        yield StartTls(verified=encryption == "x509")
    if then == "password":
        yield from _password(who)
    elif then == "plain":
        if not who.password:
            raise NotAuthorized("the server wants a user and a password (username=, password=)")
        user, password = who.username.encode(), who.password.encode()
        yield struct.pack(">II", len(user), len(password)) + user + password


def _way(offered: Sequence[int], who: Credentials) -> int:
    """The best subtype offered: with a certificate before without, with a user before a password alone."""
    thens = ("plain", "password", "none") if who.username else ("password", "plain", "none")
    if not who.password:
        thens = ("none", *thens[:2])
    known = {_WAYS[way]: way for way in offered if way in _WAYS}
    # Without a certificate, a man in the middle is possible; without encryption, anyone can read the password.
    encryptions = ("x509", "tls", "") if who.unverified else ("x509",)
    for encryption in encryptions:
        for then in thens:
            if (encryption, then) in known:
                return known[encryption, then]
    if known:
        raise ConfigurationError(
            "the server has no certificate to be verified by (VeNCrypt without X509): give verify=False in a network "
            "that you trust"
        )
    raise NotSupported(f"the server offers VeNCrypt's ways {', '.join(map(str, offered))}, none of which can be had")


def _refused() -> Steps[None]:
    reason = yield from text(_LONGEST_TEXT)
    raise NotAuthorized(f"the server refuses the connection: {reason}")


def _result(minor: int, who: Credentials) -> Steps[None]:
    (failed,) = yield from unpack("I")
    if not failed:
        return
    reason = ""
    if minor == 8:
        reason = yield from text(_LONGEST_TEXT)
    given = "the password" if who.password else "the connection"
    what = "the user or the password" if who.username else given
    raise NotAuthorized(f"the server refuses {what}: {reason or 'it gives no reason'}")
