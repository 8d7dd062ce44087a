"""The answer of a server."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_LONGEST_SENTENCE = 500
_LONGEST_QUOTE = 100
# The title is at the beginning of a page.
_LONGEST_PAGE = 20_000
_TITLE = re.compile(r"<title[^<>]*>([^<]*)<", re.IGNORECASE)
# No API sends more at once. Parsed values take many times the memory of their text.
_LARGEST_JSON = 4 << 20


@dataclass(frozen=True)
class Answer:
    """The answer of a server, completely read.

    Args:
        status: The HTTP status.
        reason: The server's phrase for that status.
        headers: The headers; names in lower case.
        body: The body, decoded.
        asked: When the request was sent, in seconds of `time.monotonic()`.
        received: When the answer was complete.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    asked: float
    received: float

    @property
    def ok(self) -> bool:
        """Whether the status means success; that of a redirect does not."""
        return 200 <= self.status < 300

    @property
    def redirects_to(self) -> str | None:
        """The address that it redirects to; None if it is no redirect."""
        return self.headers.get("location") if 300 <= self.status < 400 else None

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The body as JSON, or None if it is not JSON that an API would send."""
        if len(self.body) > _LARGEST_JSON:
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def page(self) -> str | None:
        """The title of the web page, possibly empty; None if the body is not a web page.

        No API answers with a web page: something in between did, such as a login page or an error page of a proxy. The
        content type is ignored, because web frameworks declare everything as HTML.
        """
        text = self.body[:_LONGEST_PAGE].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if not text.startswith("<"):
            return None
        title = _TITLE.search(text)
        return " ".join(title[1].split())[:_LONGEST_SENTENCE] if title else ""

    @property
    def told(self) -> str:
        """A description of the unexpected answer, for messages."""
        if self.page is not None:
            return f"a web page ({self.page!r})" if self.page else "a web page"
        text = " ".join(self.body[:_LONGEST_SENTENCE].decode("utf-8", "replace").split())
        return text[:_LONGEST_QUOTE] or "nothing"

    @property
    def sentence(self) -> str:
        """The server's own message, in one line that ends with a full stop."""
        text = self.body[: 4 * _LONGEST_SENTENCE].decode("utf-8", "replace").strip()
        if "json" in self.headers.get("content-type", ""):
            with suppress(KeyError, TypeError):
                text = str(self.json()["message"])
        if not text or text.startswith("<"):
            text = self.reason or "no reason given"
        text = " ".join(text.split())[:_LONGEST_SENTENCE]
        return text if text.endswith((".", "!", "?")) else f"{text}."
