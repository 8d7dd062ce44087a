"""What a server answered."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_LONGEST_SENTENCE = 500
_LONGEST_QUOTE = 100
# The title of a page stands at its beginning.
_LONGEST_PAGE = 20_000
_TITLE = re.compile(r"<title[^<>]*>([^<]*)<", re.IGNORECASE)
# No API says more at once. In memory values are many times as large as their text.
_LARGEST_JSON = 4 << 20


@dataclass(frozen=True)
class Answer:
    """What a server answered, read to its end.

    Args:
        status: The HTTP status.
        reason: What the server calls that status.
        headers: The headers; names in small letters.
        body: The body, decoded.
        asked: When it was asked for, in seconds of `time.monotonic()`.
        received: When it was here.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    asked: float
    received: float

    @property
    def ok(self) -> bool:
        """Whether the status is one of success; those of redirects are not."""
        return 200 <= self.status < 300

    @property
    def redirects_to(self) -> str | None:
        """The address that is to be asked instead; None if it is no redirect."""
        return self.headers.get("location") if 300 <= self.status < 400 else None

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The body as JSON, or None if it is none that an API would send."""
        if len(self.body) > _LARGEST_JSON:
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def page(self) -> str | None:
        """The title of the web page that it is, perhaps an empty one; None if it is none.

        No API answers with one: somebody on the way did, who wants a login or tells of a fault. What type it is said to
        be does not count: web frameworks call everything HTML.
        """
        text = self.body[:_LONGEST_PAGE].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if not text.startswith("<"):
            return None
        title = _TITLE.search(text)
        return " ".join(title[1].split())[:_LONGEST_SENTENCE] if title else ""

    @property
    def told(self) -> str:
        """What came in place of what was expected, in words."""
        if self.page is not None:
            return f"a web page ({self.page!r})" if self.page else "a web page"
        text = " ".join(self.body[:_LONGEST_SENTENCE].decode("utf-8", "replace").split())
        return text[:_LONGEST_QUOTE] or "nothing"

    @property
    def sentence(self) -> str:
        """What the server says for itself, in one line that ends with a full stop."""
        text = self.body[: 4 * _LONGEST_SENTENCE].decode("utf-8", "replace").strip()
        if "json" in self.headers.get("content-type", ""):
            with suppress(KeyError, TypeError):
                text = str(self.json()["message"])
        if not text or text.startswith("<"):
            text = self.reason or "no reason given"
        text = " ".join(text.split())[:_LONGEST_SENTENCE]
        return text if text.endswith((".", "!", "?")) else f"{text}."
