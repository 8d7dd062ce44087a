"""Check boxes and radio buttons that are written beside their labels, as on character screens."""

import re

_BOX = r"(?:\[(?P<square>.?)\]|\((?P<round>.?)\)|<(?P<angle>.?)>)"
_SIGNS = {"\u2610": False, "\u2611": True, "\u2612": True}
_BEFORE = re.compile(rf"(?:^|[\s│║┃|]){_BOX}\s*$")
_BEHIND = re.compile(rf"^\s+{_BOX}(?:\s{{2}}|\s*$|\s*[│║┃|])")
_MARKS = frozenset("xX*vV\u2713\u2714\u221a\u25a0\u2022\u25cf\u25c6oO+")


def is_marked(before: str, behind: str) -> bool | None:
    """Whether the check box or radio button beside a label has its mark: `[X]`, `[*]`, `(*)`, `<X>`.

    Args:
        before: What stands before the label in its row.
        behind: What stands behind it.

    Returns:
        None if there is no such box, or none that is known.
    """
    sign = before.rstrip()[-1:]
    if sign in _SIGNS:
        return _SIGNS[sign]
    # Before its label; in setups of firmware it stands behind, in the column of values.
    found = _BEFORE.search(before) or _BEHIND.search(behind)
    if found is None:
        return None
    mark = next(inside for inside in found.groupdict().values() if inside is not None)
    return True if mark in _MARKS and mark else False if not mark.strip() else None
