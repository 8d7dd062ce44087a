"""What goes wrong with an HTTP request, as errors in words."""

import ssl
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import requests
import urllib3

from TinyPilotLibrary.errors import (
    DeviceError,
    DeviceUnreachable,
    InputNotDelivered,
    LicenseMissing,
    NotAuthorized,
    NotSupported,
    RequestRefused,
)

#: What a device's web server answers while the server behind it restarts.
RESTARTING = frozenset({502, 503, 504})
_LONGEST_SENTENCE = 500
_NOT_AGAIN = " The input may have been delivered, so it was not sent again."


def broke(error: requests.RequestException) -> bool:
    """Whether a connection broke or was refused, which may pass; time limits and refused certificates do not."""
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return True
    return isinstance(error, requests.ConnectionError) and not (_timed_out(error) or _untrusted(error))


def unreachable(
    url: str, error: requests.RequestException, read_timeout: float, *, is_input: bool
) -> DeviceUnreachable:
    """What it means that a request got no answer.

    Args:
        url: The device's URL.
        error: What was raised.
        read_timeout: The time limit of the answer, in seconds.
        is_input: Whether input was sent.

    Returns:
        The error to raise.
    """
    if _untrusted(error):
        return DeviceUnreachable(
            f"The certificate of '{url}' is not trusted: {_innermost(error)}. Give the device's own authority "
            "as ca_certificate= (TinyPilot serves it at /ca.crt), or verify=False in a network that you trust."
        )
    if isinstance(error, requests.exceptions.ConnectTimeout) or _caused_by(
        error, urllib3.exceptions.NewConnectionError
    ):
        return DeviceUnreachable(
            f"There is no connection to '{url}': {_innermost(error)}. Is the device on, and the address right?"
        )
    sent = _NOT_AGAIN if is_input else ""
    if _timed_out(error):
        return DeviceUnreachable(f"'{url}' gave no answer within {read_timeout:g} s (read_timeout=).{sent}")
    return DeviceUnreachable(f"The connection to '{url}' broke: {_innermost(error)}.{sent}")


def refusal(url: str, response: requests.Response, *, is_input: bool, has_key: bool) -> DeviceError:
    """What it means that a device answered with an error.

    Args:
        url: The device's URL.
        response: The answer.
        is_input: Whether input was sent.
        has_key: Whether an API key was sent, and not a token.

    Returns:
        The error to raise, with what the device says for itself.
    """
    status = response.status_code
    prefix = f"The device '{url}' answered {status}: {sentence(response)}"
    if status in {401, 403}:
        what = "the API key (api_key=)" if has_key else "the token"
        return NotAuthorized(f"{prefix} It refused {what}, or its license does not cover the REST API.")
    if status == requests.codes.not_found and "/api/v1/" in urlsplit(response.url).path:
        return LicenseMissing(f"{prefix} It has no REST API: that needs a TinyPilot Enterprise license.")
    if status == requests.codes.not_implemented:
        return NotSupported(prefix)
    if status == requests.codes.bad_request:
        return RequestRefused(prefix)
    if status in RESTARTING:
        return DeviceUnreachable(f"{prefix} Its server is down or restarting.{_NOT_AGAIN if is_input else ''}")
    if is_input and status == requests.codes.internal_server_error:
        return InputNotDelivered(f"{prefix} Is the USB cable connected, and the target on?")
    return DeviceError(prefix)


def sentence(response: requests.Response) -> str:
    """What the device says for itself, ended by a full stop."""
    text = response.text.strip()
    if "json" in response.headers.get("Content-Type", ""):
        with suppress(ValueError, KeyError, TypeError):
            text = str(response.json()["message"])
    if not text or text.startswith("<"):
        text = response.reason or "no reason given"
    text = " ".join(text.split())[:_LONGEST_SENTENCE]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _untrusted(error: BaseException) -> bool:
    return _caused_by(error, ssl.SSLCertVerificationError)


def _timed_out(error: BaseException) -> bool:
    # A time limit that passes while the body is read comes as a ConnectionError.
    return isinstance(error, requests.Timeout) or _caused_by(error, urllib3.exceptions.ReadTimeoutError)


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it was raised for."""
    yield error
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _causes(cause)


def _innermost(error: BaseException) -> str:
    """The last cause, which is what a person understands."""
    *_, last = _causes(error)
    return str(getattr(last, "strerror", None) or last).rstrip(".")
