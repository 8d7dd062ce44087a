"""Who may use the companion: tokens that anybody on this machine may fetch, or one persistent API key."""

import secrets
import uuid

from starlette.requests import Request

#: What newer TinyPilots say where older ones issue a token.
TOKENS_GONE = "EPHEMERAL_TOKEN_DEPRECATED"


class Access:
    """Issues and checks what comes in the Authorization header.

    Args:
        api_key: The API key that is demanded; None to issue tokens.
    """

    def __init__(self, api_key: str | None = None) -> None:
        self._api_key = api_key
        self._tokens: list[str] = []

    @property
    def issues_tokens(self) -> bool:
        """Whether tokens are issued; with an API key they are not."""
        return self._api_key is None

    def new_token(self) -> str:
        """A new token; those issued before stay valid."""
        token = str(uuid.uuid4())
        self._tokens.append(token)
        return token

    def forget_tokens(self) -> None:
        """Forgets all tokens, as a restart of TinyPilot's server does."""
        self._tokens.clear()

    def grants(self, request: Request) -> bool:
        """Whether a request carries a valid token or the API key; the time taken tells nothing about either."""
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        valid = self._tokens if self._api_key is None else [self._api_key]
        # Every token is compared, so that the time does not tell which one began alike.
        matches = [secrets.compare_digest(credential.strip().encode(), token.encode()) for token in valid]
        return scheme.lower() == "bearer" and any(matches)
