"""VNC's protocol without a socket: what servers say is read, and what no server can mean is refused."""

import hashlib
import struct
import zlib
from collections.abc import Iterable

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from TinyPilotLibrary.devices.vnc.framebuffer import Framebuffer, Picture, Rectangle
from TinyPilotLibrary.devices.vnc.handshake import Credentials, shake_hands
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError, StartTls, Steps
from TinyPilotLibrary.devices.vnc.updates import COPY, LEDS, LONG_SIZE, RAW, SIZE, ZLIB, ZRLE, Seen, ServerMessages
from TinyPilotLibrary.errors import ConfigurationError, NotAuthorized, NotSupported

_GREETING = struct.pack(">HH16sI", 640, 480, bytes(16), 4) + b"name"
_NO_ERROR = bytes(4)


def _told(steps: "Steps[object]", server: bytes) -> tuple[object, bytes, bytes]:
    """Lets a protocol read what a server says; its result, what it said itself, and what is left."""
    said = b""
    try:
        wanted = next(steps)
        while True:
            given = b""
            if isinstance(wanted, bytes):
                said += wanted
            elif isinstance(wanted, StartTls):
                said += b"<TLS>"
            else:
                count = wanted if isinstance(wanted, int) else len(wanted)
                assert count < 1 << 28, "nobody may ask for that much"
                if len(server) < count:
                    raise EOFError
                given, server = server[:count], server[count:]
                if isinstance(wanted, memoryview):
                    wanted[:] = given
            wanted = steps.send(given)
    except StopIteration as done:
        return done.value, said, server


def _greeted(server: bytes, **who: object) -> bytes:
    greeting, said, left = _told(shake_hands(Credentials(**who)), server)  # type: ignore[arg-type]
    assert (greeting.width, greeting.height, greeting.name) == (640, 480, "name")  # type: ignore[attr-defined]
    assert not left
    return said


@pytest.mark.parametrize(
    ("server", "client"),
    [
        (b"RFB 003.003\n" + struct.pack(">I", 1), b"RFB 003.003\n\x01"),
        (b"RFB 003.005\n" + struct.pack(">I", 1), b"RFB 003.003\n\x01"),
        (b"RFB 003.007\n\x01\x01", b"RFB 003.007\n\x01\x01"),
        (b"RFB 003.008\n\x02\x02\x01" + _NO_ERROR, None),
        (b"RFB 003.889\n\x01\x01" + _NO_ERROR, b"RFB 003.008\n\x01\x01"),
        (b"RFB 005.000\n\x01\x01" + _NO_ERROR, b"RFB 003.008\n\x01\x01"),
    ],
)
def test_every_version_is_spoken(server: bytes, client: bytes | None) -> None:
    if client is None:
        with pytest.raises(NotAuthorized, match=r"wants a password \(password=\)"):
            _greeted(server + _GREETING)
        return
    assert _greeted(server + _GREETING) == client


def test_a_password_answers_the_challenge() -> None:
    # As TigerVNC's viewer answers it: DES with the bits of each byte reversed.
    server = b"RFB 003.008\n\x01\x02" + bytes(range(16)) + _NO_ERROR + _GREETING
    said = _greeted(server, password="s3cret")
    assert len(said) == 12 + 1 + 16 + 1
    assert said[13:29] == _greeted(server, password="s3cret")[13:29]
    # Eight characters count.
    assert _greeted(server, password="12345678") == _greeted(server, password="123456789")


def test_a_user_goes_by_vencrypt_over_tls_that_is_verified() -> None:
    ways = struct.pack(">B3I", 3, 256, 259, 262)
    server = b"RFB 003.008\n\x02\x02\x13\x00\x02\x00" + ways + b"\x01" + _NO_ERROR + _GREETING
    said = _greeted(server, username="tester", password="s3cret")
    assert (
        said[12:]
        == b"\x13\x00\x02" + struct.pack(">I", 262) + b"<TLS>" + struct.pack(">II", 6, 6) + b"testers3cret\x01"
    )


def test_a_mac_gets_user_and_password_by_a_key_that_both_have_agreed_on() -> None:
    # RFC 2409's first group, as a Mac's server uses one of its size; the private key is the server's.
    prime = int(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A3620FFFFFFFFFFFFFFFF",
        16,
    )
    private, length = 0xC0FFEE, 96
    numbers = prime.to_bytes(length, "big") + pow(2, private, prime).to_bytes(length, "big")
    server = b"RFB 003.889\n\x02\x02\x1e" + struct.pack(">HH", 2, length) + numbers + _NO_ERROR + _GREETING
    said = _greeted(server, username="tester", password="s3cret")
    assert said[12:13] == b"\x1e"
    encrypted, public = said[13:141], said[141 : 141 + length]
    shared = pow(int.from_bytes(public, "big"), private, prime).to_bytes(length, "big")
    decryptor = Cipher(AES(hashlib.md5(shared, usedforsecurity=False).digest()), ECB()).decryptor()  # noqa: S305
    told = decryptor.update(encrypted)
    assert (told[:7], told[64:71]) == (b"tester\0", b"s3cret\0")
    with pytest.raises(ConfigurationError, match="63 bytes"):
        _greeted(server, username="t" * 64, password="s3cret")
    # Without a user, a password is VNC's.
    assert _greeted(b"RFB 003.889\n\x02\x1e\x02" + bytes(16) + _NO_ERROR + _GREETING, password="s3cret")[12] == 2


def test_tls_without_a_certificate_is_for_who_asks_for_it() -> None:
    server = b"RFB 003.008\n\x01\x13\x00\x02\x00" + struct.pack(">BI", 1, 259) + b"\x01" + _NO_ERROR + _GREETING
    with pytest.raises(ConfigurationError, match="verify=False"):
        _greeted(server, username="tester", password="s3cret")
    assert b"<TLS>" in _greeted(server, username="tester", password="s3cret", unverified=True)


@pytest.mark.parametrize(
    ("server", "kind", "told"),
    [
        (b"HTTP/1.1 400", ProtocolError, "is not a VNC server"),
        (b"RFB 003.008\n\x00" + struct.pack(">I", 8) + b"too many", NotAuthorized, "refuses the connection: too many"),
        (b"RFB 003.003\n" + bytes(4) + struct.pack(">I", 4) + b"busy", NotAuthorized, "refuses the connection: busy"),
        (
            b"RFB 003.008\n\x02\x05\x14",
            NotSupported,
            "demands RA2, SASL; None, VNC password, VeNCrypt and ARD",
        ),
        (
            b"RFB 003.008\n\x01\x01" + struct.pack(">II", 1, 5) + b"locked",
            NotAuthorized,
            "refuses the connection: locke",
        ),
        (b"RFB 003.008\n\x01\x01" + struct.pack(">II", 1, 0), NotAuthorized, "it gives no reason"),
        (b"RFB 003.889\n\x01\x1e" + struct.pack(">HH", 2, 60_000), ProtocolError, "a prime of 60000 bytes"),
        (b"RFB 003.889\n\x01\x1e" + struct.pack(">HH", 2, 4) + bytes(8), ProtocolError, "prime is none"),
        (b"RFB 003.889\n\x01\x1e" + struct.pack(">HH", 2, 4) + b"\1\2\3\5" * 2, NotAuthorized, "a user and a password"),
        (b"RFB 003.008\n\x00" + struct.pack(">I", 1 << 31), ProtocolError, "announces a text of 2147483648 bytes"),
        (b"RFB 003.008\n\x01\x13\x00\x01", NotSupported, "VeNCrypt 0.1"),
        (b"RFB 003.008\n\x01\x13\x00\x02\x00\x01\x00\x00\x01\x09", NotSupported, "265, none of which"),
    ],
)
def test_what_a_server_refuses_or_is_not_is_told(server: bytes, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind, match=told):
        _told(shake_hands(Credentials()), server)


# Updates


def _update(*rectangles: bytes) -> bytes:
    return struct.pack(">BxH", 0, len(rectangles)) + b"".join(rectangles)


def _rectangle(place: tuple[int, int, int, int], encoding: int, data: bytes = b"") -> bytes:
    return struct.pack(">4Hi", *place, encoding) + data


def _after(*said: bytes, width: int = 96, height: int = 80) -> Seen:
    seen = Seen(Framebuffer(width, height))
    says = ServerMessages(seen)
    data = b"".join(said)
    while data:
        _, _, data = _told(says.one(), data)
    return seen


def _noise(height: int, width: int, colours: int) -> Picture:
    random = np.random.default_rng(7)
    palette = random.integers(0, 256, (colours, 4), np.uint8)
    pixels: Picture = palette[random.integers(0, colours, (height, width))]
    pixels[..., 3] = 0
    return pixels


def test_raw_pixels_and_copies_make_the_screen() -> None:
    pixels = _noise(80, 96, 999)
    seen = _after(
        _update(_rectangle((0, 0, 96, 80), RAW, pixels.tobytes())),
        # Over itself, to the right and down.
        _update(_rectangle((10, 20, 50, 40), COPY, struct.pack(">HH", 5, 15))),
    )
    wanted = pixels.copy()
    wanted[20:60, 10:60] = pixels[15:55, 5:55]
    assert np.array_equal(seen.screen.pixels, wanted)
    assert (seen.changes, seen.updates) == (2, 2)


def test_rows_that_one_update_sends_twice_are_copied_in_between_as_they_were() -> None:
    first, second, third = (_noise(40, 96, 999) ^ value for value in (0, 1, 2))
    rows = (0, 0, 96, 40)
    seen = _after(
        _update(
            _rectangle(rows, RAW, first.tobytes()),
            _rectangle((0, 40, 96, 40), COPY, struct.pack(">HH", 0, 0)),
            _rectangle(rows, RAW, second.tobytes()),
        )
    )
    assert np.array_equal(seen.screen.pixels, np.vstack([second, first]))
    seen = _after(
        _update(_rectangle((0, 40, 96, 40), RAW, first.tobytes())), _update(_rectangle(rows, RAW, third.tobytes()))
    )
    assert np.array_equal(seen.screen.pixels, np.vstack([third, first]))


def test_what_is_the_same_is_no_change() -> None:
    same = _update(_rectangle((0, 0, 96, 80), RAW, _noise(80, 96, 9).tobytes()))
    assert _after(same, same).changes == 1


def _zrle(pixels: Picture, kind: str) -> bytes:
    return b"".join(
        _tile(pixels[top : top + 64, left : left + 64], kind)
        for top in range(0, pixels.shape[0], 64)
        for left in range(0, pixels.shape[1], 64)
    )


def _tile(tile: Picture, kind: str) -> bytes:
    flat = [bytes(pixel[:3]) for pixel in tile.reshape(-1, 4)]
    palette = list(dict.fromkeys(flat))
    if kind == "raw":
        return b"\0" + b"".join(flat)
    if kind == "solid":
        return b"\1" + flat[0]
    if kind == "packed":
        bits = 1 if len(palette) <= 2 else 2 if len(palette) <= 4 else 4
        rows = ["".join(f"{palette.index(bytes(pixel[:3])):0{bits}b}" for pixel in row) for row in tile]
        padded = [row.ljust(-(-len(row) // 8) * 8, "0") for row in rows]
        bytes_of_rows = b"".join(int(row, 2).to_bytes(len(row) // 8, "big") for row in padded)
        return bytes([len(palette)]) + b"".join(palette) + bytes_of_rows
    runs: list[tuple[bytes, int]] = []
    for pixel in flat:
        if runs and runs[-1][0] == pixel:
            runs[-1] = pixel, runs[-1][1] + 1
        else:
            runs.append((pixel, 1))
    if kind == "runs":
        return b"\x80" + b"".join(pixel + _run(length) for pixel, length in runs)
    return (
        bytes([128 + len(palette)])
        + b"".join(palette)
        + b"".join(
            bytes([palette.index(pixel)]) if length == 1 else bytes([palette.index(pixel) | 128]) + _run(length)
            for pixel, length in runs
        )
    )


def _run(length: int) -> bytes:
    return b"\xff" * ((length - 1) // 255) + bytes([(length - 1) % 255])


def _packed(*rectangles: tuple[tuple[int, int, int, int], bytes], encoding: int) -> Iterable[bytes]:
    """Rectangles of one zlib stream."""
    stream = zlib.compressobj()
    for place, plain in rectangles:
        data = stream.compress(plain) + stream.flush(zlib.Z_SYNC_FLUSH)
        yield _rectangle(place, encoding, struct.pack(">I", len(data)) + data)


@pytest.mark.parametrize(
    ("kind", "colours"),
    [
        ("raw", 500),
        ("packed", 2),
        ("packed", 3),
        ("packed", 11),
        ("runs", 3),
        ("palette runs", 2),
        ("palette runs", 90),
    ],
)
def test_each_kind_of_tile_is_read(kind: str, colours: int) -> None:
    pixels = _noise(80, 96, colours)
    # Long runs too.
    pixels[10:50, 3:] = pixels[0, 0]
    whole = (0, 0, 96, 80), _zrle(pixels, kind)
    corner = pixels[:7, :70]
    seen = _after(_update(*_packed(whole, ((20, 30, 70, 7), _zrle(corner, kind)), encoding=ZRLE)))
    wanted = pixels.copy()
    wanted[30:37, 20:90] = corner
    assert np.array_equal(seen.screen.pixels, wanted)


def test_tiles_of_one_colour_and_zlib_are_read() -> None:
    one = np.broadcast_to(_noise(1, 1, 1), (80, 96, 4))
    assert np.array_equal(
        _after(_update(*_packed(((0, 0, 96, 80), _zrle(one, "solid")), encoding=ZRLE))).screen.pixels, one
    )
    noise = _noise(80, 96, 999)
    packed = _packed(((0, 0, 96, 80), noise.tobytes()), encoding=ZLIB)
    assert np.array_equal(_after(_update(*packed)).screen.pixels, noise)


def test_another_size_and_lights_are_told() -> None:
    seen = _after(
        _update(_rectangle((0, 0, 800, 600), SIZE), _rectangle((700, 500, 100, 100), RAW, bytes(40000))),
        _update(_rectangle((0, 0, 320, 200), LONG_SIZE, b"\1\0\0\0" + bytes(16))),
        _update(_rectangle((0, 0, 0, 0), LEDS, b"\4")),
    )
    assert seen.screen.whole == Rectangle(0, 0, 320, 200)
    assert (seen.sizes, seen.marks) == (2, 1)
    assert seen.leds is not None
    assert (seen.leds.caps_lock, seen.leds.num_lock, seen.leds.scroll_lock) == (True, False, False)


def test_what_nobody_needs_is_passed_over() -> None:
    colours = struct.pack(">BxHH", 1, 0, 2) + bytes(12)
    clipboard = struct.pack(">B3xI", 3, 100_000) + bytes(100_000)
    until_last = (
        struct.pack(">BxH", 0, 0xFFFF) + _rectangle((0, 0, 1, 1), RAW, b"abcd") + _rectangle((0, 0, 0, 0), -224)
    )
    assert _after(colours, b"\2", clipboard, until_last).updates == 1


_BOMB = zlib.compress(bytes(50 << 20))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"\x63", "unknown kind 99"),
        (_update(_rectangle((90, 0, 10, 10), RAW)), "not within its screen"),
        (_update(_rectangle((0, 0, 65535, 65535), RAW)), "not within its screen"),
        (_update(_rectangle((0, 0, 10, 10), COPY, struct.pack(">HH", 90, 0))), "not within its screen"),
        (_update(_rectangle((0, 0, 65535, 65535), SIZE)), "a screen of 65535 x 65535"),
        (_update(_rectangle((0, 0, 16384, 16384), SIZE)), "a screen of 16384 x 16384"),
        (_update(_rectangle((0, 0, 9, 9), 7)), "encoding 7, which was not asked for"),
        (_update(_rectangle((0, 0, 9, 9), ZRLE, struct.pack(">I", 1 << 31))), "a compressed rectangle of 2147483648"),
        (_update(_rectangle((0, 0, 96, 80), ZRLE, struct.pack(">I", len(_BOMB)) + _BOMB)), "announces a comp"),
        (_update(_rectangle((0, 0, 9, 9), ZRLE, struct.pack(">I", 4) + b"abcd")), "cannot be decompressed"),
    ],
)
def test_what_no_server_can_mean_is_refused(said: bytes, told: str) -> None:
    with pytest.raises(ProtocolError, match=told):
        _after(said)


@pytest.mark.parametrize("plain", [b"", b"\x80abc\xff\xff", b"\x11", b"\0abc", b"\x82abcdef\x7f", b"\xff" * 400])
def test_tiles_that_are_none_are_refused(plain: bytes) -> None:
    with pytest.raises(ProtocolError, match="ZRLE"):
        _after(_update(*_packed(((0, 0, 9, 9), plain), encoding=ZRLE)))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(4 << 20), 9)
    with pytest.raises(ProtocolError, match="sends more than"):
        _after(_update(_rectangle((0, 0, 96, 80), ZLIB, struct.pack(">I", len(bomb)) + bomb)))
