"""The header of a JPEG file: as much of it as is needed to decode only the top of a picture.

A decoder reads rows from the top and stops after as many as the header says. So a picture whose header is told a
smaller height is the same picture, cut off below, in less time; what is left over of the data is skipped. This holds
for pictures that are coded from top to bottom in one go (baseline and extended, ITU-T T.81 section B.2), as captures
send them; not for progressive ones.
"""

_IN_ONE_GO = (0xC0, 0xC1)
_START_OF_SCAN = 0xDA
_OTHER_FRAMES = range(0xC2, 0xD0)
_TABLES = (0xC4, 0xCC)


def cut_below(data: bytes, rows: int) -> bytes | None:
    """The top of a JPEG picture.

    Args:
        data: The picture, with its header.
        rows: How many rows are left of it, at least 1.

    Returns:
        The picture with a smaller height in its header; None if it has not more rows than that, or is not coded from
        top to bottom in one go.
    """
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _IN_ONE_GO:
            # FF C0, the segment's length and the precision come before the height.
            height = int.from_bytes(data[place + 5 : place + 7], "big")
            return data[: place + 5] + rows.to_bytes(2, "big") + data[place + 7 :] if rows < height else None
        if marker == _START_OF_SCAN or (marker in _OTHER_FRAMES and marker not in _TABLES):
            return None
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
