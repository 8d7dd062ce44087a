"""User and password for a web server, as it requires: Basic or Digest, RFC 7617 and RFC 7616."""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

_SCHEMES = re.compile(r"(?:^|,)\s*(Basic|Digest)\s+", re.IGNORECASE)
_PARAMETER = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_HASHES = {"md5": "md5", "sha-256": "sha256"}


@dataclass(frozen=True)
class Login:
    """A user and a password.

    Args:
        username: The user.
        password: The password.
    """

    username: str
    password: str = field(repr=False)

    @property
    def basic(self) -> str:
        """The header `Authorization` for Basic."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()

    def answer(self, challenge: str, method: str, uri: str) -> str | None:
        """The answer to a server's challenge.

        Args:
            challenge: The header `WWW-Authenticate`.
            method: The request's method.
            uri: The request's path with its query.

        Returns:
            The header `Authorization`; None if the server requires another scheme.
        """
        asked = _challenges(challenge)
        # Prefer Digest, which does not send the password over the network.
        if "digest" in asked:
            return self._digest(asked["digest"], method, uri)
        return self.basic if "basic" in asked else None

    def _digest(self, asked: Mapping[str, str], method: str, uri: str) -> str | None:
        algorithm = asked.get("algorithm", "MD5")
        function = _HASHES.get(algorithm.lower())
        offered = [item.strip() for item in asked.get("qop", "").split(",") if item.strip()]
        if function is None or (offered and "auth" not in offered):
            return None

        def digest(text: str) -> str:
            return hashlib.new(function, text.encode(), usedforsecurity=False).hexdigest()

        realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
        who = digest(f"{self.username}:{realm}:{self.password}")
        what = digest(f"{method}:{uri}")
        once, count = secrets.token_hex(8), "00000001"
        middle = f"{count}:{once}:auth:" if offered else ""
        fields = {
            "username": self.username,
            "realm": realm,
            "nonce": nonce,
            "uri": uri,
            "response": digest(f"{who}:{nonce}:{middle}{what}"),
            **({"opaque": asked["opaque"]} if "opaque" in asked else {}),
        }
        quoted = ", ".join(f'{name}="{value}"' for name, value in fields.items())
        counted = f', qop=auth, nc={count}, cnonce="{once}"' if offered else ""
        return f"Digest {quoted}, algorithm={algorithm}{counted}"


def _challenges(header: str) -> dict[str, dict[str, str]]:
    """The schemes that a server accepts, with their parameters; of several of one kind, the first supported one."""
    places = list(_SCHEMES.finditer(header))
    found: dict[str, dict[str, str]] = {}
    for place, after in zip_longest(places, places[1:]):
        end = after.start() if after else len(header)
        given = _PARAMETER.findall(header[place.end() : end])
        parameters = {name.lower(): quoted or bare for name, quoted, bare in given}
        if parameters.get("algorithm", "md5").lower() in _HASHES:
            found.setdefault(place[1].lower(), parameters)
    return found
