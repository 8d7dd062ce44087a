"""Values that must be in no text: what was typed as a secret, wherever it is read or quoted afterwards."""

from html import escape

# What is shorter is in many other words; hiding it would tell where it is.
_SHORTEST = 4
_HIDDEN = "***"


class SecretValues:
    """The secrets that were typed."""

    def __init__(self) -> None:
        self._written: dict[str, None] = {}

    def add(self, value: str) -> None:
        """Remembers a secret.

        Args:
            value: Its value.
        """
        for line in value.splitlines():
            plain = line.strip()
            if len(plain) >= _SHORTEST:
                # As it is, as Python quotes it, and as HTML has it; the longest first, as one may be in another.
                ways = {plain, repr(plain)[1:-1], escape(plain), escape(repr(plain)[1:-1])}
                known = {*self._written, *ways}
                self._written = dict.fromkeys(sorted(known, key=lambda way: (-len(way), way)))

    def hide(self, text: str) -> str:
        """A text without any of them.

        Args:
            text: The text.
        """
        for way in self._written:
            if way in text:
                text = text.replace(way, _HIDDEN)
        return text

    def __bool__(self) -> bool:
        return bool(self._written)
