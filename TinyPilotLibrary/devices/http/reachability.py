"""Messages about servers that cannot be reached."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ProtocolError,
)
from urllib3.exceptions import (
    TimeoutError as TimedOut,
)

from TinyPilotLibrary.devices.http.endpoint import Endpoint
from TinyPilotLibrary.errors import CertificateRefused, DeviceUnreachable

_NOT_AGAIN = " The input may have been delivered, so it was not sent again."


@dataclass(frozen=True)
class Hints:
    """What messages about an unreachable device say for its kind.

    Args:
        connect: What to check if there is no connection.
        authority: Where to get the certificate of its own authority.
        time_limit: The option with the time limit.
    """

    connect: str = "Is the device on, and the address right?"
    authority: str = ""
    time_limit: str = ""


def broke(error: HTTPError) -> bool:
    """Whether a connection broke or was refused, which may be temporary; timeouts and refused certificates are not."""
    return isinstance(error, NewConnectionError | ProtocolError) and not isinstance(error, TimedOut)


def timed_out(error: HTTPError) -> bool:
    """Whether there was no answer in time."""
    return isinstance(error, TimedOut)


def unreachable(
    endpoint: Endpoint, error: HTTPError, limit: float, hints: Hints, *, is_input: bool
) -> DeviceUnreachable:
    """The error for a request without an answer.

    Args:
        endpoint: The server.
        error: The exception that was raised.
        limit: The time limit of the answer, in seconds.
        hints: What messages say for its kind of device.
        is_input: Whether input was sent.

    Returns:
        The error to raise.
    """
    name = endpoint.name
    causes = list(_causes(error))
    reason = _reason(causes[-1])
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        where = f" ({hints.authority})" if hints.authority else ""
        return CertificateRefused(
            f"The certificate of '{name}' is not trusted: {reason}. Give the device's own authority as "
            f"ca_certificate={where}, or verify=False in a network that you trust."
        )
    if any(isinstance(cause, PermissionError) for cause in causes):
        return DeviceUnreachable(f"The socket '{name}' may not be opened by this user: add the user to its group.")
    if isinstance(error, ConnectTimeoutError | NewConnectionError | LocationValueError) or _not_connected(causes):
        return DeviceUnreachable(f"There is no connection to '{name}': {reason}. {hints.connect}")
    sent = _NOT_AGAIN if is_input else ""
    if timed_out(error):
        option = f" ({hints.time_limit})" if hints.time_limit else ""
        return DeviceUnreachable(f"'{name}' gave no answer within {limit:g} s{option}.{sent}")
    if isinstance(error, DecodeError):
        return DeviceUnreachable(f"The answer of '{name}' cannot be decoded: {reason}.{sent}")
    return DeviceUnreachable(f"The connection to '{name}' broke: {reason}.{sent}")


def _not_connected(causes: list[BaseException]) -> bool:
    """Whether a Unix socket is missing, or nothing listens on it."""
    return any(isinstance(cause, FileNotFoundError | ConnectionRefusedError) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes."""
    yield error
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _causes(cause)


def _reason(cause: BaseException) -> str:
    """The last cause, which is the one that people understand."""
    return str(getattr(cause, "strerror", None) or cause or type(cause).__name__).rstrip(".")
