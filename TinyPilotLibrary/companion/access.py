"""Access to the companion: by tokens that anyone on this machine may fetch, or by one permanent API key."""

import secrets
import uuid
from collections import OrderedDict

from starlette.requests import Request

#: What newer TinyPilots answer where older ones issue a token.
TOKENS_GONE = "EPHEMERAL_TOKEN_DEPRECATED"
# All are compared with each request. A client whose token was dropped fetches a new one.
_MOST_TOKENS = 256


class Access:
    """Issues tokens and checks the Authorization header.

    Args:
        api_key: The required API key; None to issue tokens.
    """

    def __init__(self, api_key: str | None = None) -> None:
        self._api_key = api_key
        self._tokens: OrderedDict[str, None] = OrderedDict()

    @property
    def issues_tokens(self) -> bool:
        """Whether tokens are issued; with an API key they are not."""
        return self._api_key is None

    def new_token(self) -> str:
        """A new token. Earlier ones stay valid, except the one that was unused for the longest time of too many."""
        token = str(uuid.uuid4())
        self._tokens[token] = None
        if len(self._tokens) > _MOST_TOKENS:
            self._tokens.popitem(last=False)
        return token

    def forget_tokens(self) -> None:
        """Forgets all tokens, as TinyPilot's server does when it restarts."""
        self._tokens.clear()

    def grants(self, request: Request) -> bool:
        """Whether a request carries a valid token or the API key; the check takes constant time."""
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        valid = list(self._tokens) if self._api_key is None else [self._api_key]
        # Every token is compared, so the time taken reveals nothing about them.
        matches = [token for token in valid if secrets.compare_digest(credential.strip().encode(), token.encode())]
        for token in matches:
            if token in self._tokens:
                self._tokens.move_to_end(token)
        return scheme.lower() == "bearer" and bool(matches)
