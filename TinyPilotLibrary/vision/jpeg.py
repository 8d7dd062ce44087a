"""The markers of a JPEG file: as much of them as is needed to decode only the top of a picture, and to find its end.

A decoder reads rows from the top and stops after as many as the header says. So a picture whose header is told a
smaller height is the same picture, cut off below, in less time; what is left over of the data is skipped. This holds
for pictures that are coded from top to bottom in one go (baseline and extended, ITU-T T.81 section B.2), as captures
send them; not for progressive ones.
"""

from collections.abc import Iterator

_IN_ONE_GO = (0xC0, 0xC1)
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = b"\xff\xd9"
_OTHER_FRAMES = range(0xC2, 0xD0)
_TABLES = (0xC4, 0xCC)
_FILL = 0xFF
# Markers without a segment (T.81, table B.1): decoders step over restarts. At a start or an end of a picture, at the
# arithmetic coder's own and at a zero, which makes no marker, the header is given up.
_RESTARTS = range(0xD0, 0xD8)
_STRAY = (0x00, 0x01, 0xD8, 0xD9)


def has_end(data: bytes) -> bool:
    """Whether a JPEG has its end marker; what comes behind it, such as a vendor's trailer, does not matter.

    Args:
        data: The picture, with its header.
    """
    # Most pictures end with it. Elsewhere only one behind the header counts: a thumbnail in there has its own.
    if data.rstrip(b"\0").endswith(_END_OF_IMAGE):
        return True
    scans = (place for marker, place in _segments(data) if marker == _START_OF_SCAN)
    return any(data.find(_END_OF_IMAGE, place) >= 0 for place in scans)


def count_scans(data: bytes) -> int:
    """How often a JPEG's decoder goes over the whole picture; with several scans its rows come out last of all.

    Args:
        data: The picture, with its header.
    """
    components = b""
    for marker, place in _segments(data):
        if marker in _IN_ONE_GO:
            # FF C0, the segment's length, the precision, the height and the width come before their number.
            components = data[place + 9 : place + 10]
        elif marker == _START_OF_SCAN and components and data[place + 4 : place + 5] == components:
            # All of them are in the first scan, behind which a decoder takes no other one.
            return 1
    return max(1, data.count(bytes((0xFF, _START_OF_SCAN))))


def cut_below(data: bytes, rows: int) -> bytes | None:
    """The top of a JPEG picture.

    Args:
        data: The picture, with its header.
        rows: How many rows are left of it, at least 1.

    Returns:
        The picture with a smaller height in its header; None if it has not more rows than that, or is not coded from
        top to bottom in one go.
    """
    for marker, place in _segments(data):
        if marker in _IN_ONE_GO:
            # FF C0, the segment's length and the precision come before the height.
            height = int.from_bytes(data[place + 5 : place + 7], "big")
            return data[: place + 5] + rows.to_bytes(2, "big") + data[place + 7 :] if rows < height else None
        if marker == _START_OF_SCAN or (marker in _OTHER_FRAMES and marker not in _TABLES):
            return None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The marker and the place of each segment of the header, up to the first scan; as decoders go through them."""
    place, marker = 2, 0
    while marker != _START_OF_SCAN and place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _STRAY:
            return
        if marker == _FILL:
            place += 1
        elif marker in _RESTARTS:
            place += 2
        else:
            yield marker, place
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
