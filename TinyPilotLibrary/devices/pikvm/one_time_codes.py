"""Codes of two-factor authentication, RFC 6238, as authenticator apps show them."""

import base64
import binascii
import hashlib
import hmac

from TinyPilotLibrary.errors import ConfigurationError

_SECONDS = 30
_DIGITS = 6


def secret_of(text: str) -> bytes:
    """The secret of a device, which apps read as a QR code.

    Args:
        text: The secret in Base32; spaces and case do not matter.

    Returns:
        The secret.

    Raises:
        ConfigurationError: If it is no Base32. The message does not show it.
    """
    letters = "".join(text.split()).upper()
    try:
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        raise ConfigurationError(
            "The option 'totp_secret' must be the secret in Base32, as the QR code has it."
        ) from None


def code_at(secret: bytes, instant: float) -> str:
    """The code at a time.

    Args:
        secret: The secret.
        instant: The time, in seconds since 1970.

    Returns:
        Six digits.

    ```python
    assert code_at(b"12345678901234567890", 59) == "287082"
    ```
    """
    digest = hmac.digest(secret, int(instant // _SECONDS).to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"
