"""Why a server could not be reached, in words."""

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
    """What a kind of device says about being out of reach, beside what can be said of any.

    Args:
        connect: What to look at where there is no connection.
        authority: Where the certificate of its own authority is had.
        time_limit: The option that makes it wait longer.
    """

    connect: str = "Is the device on, and the address right?"
    authority: str = ""
    time_limit: str = ""


def broke(error: HTTPError) -> bool:
    """Whether a connection broke or was refused, which may pass; time limits and refused certificates do not."""
    return isinstance(error, NewConnectionError | ProtocolError) and not isinstance(error, TimedOut)


def timed_out(error: HTTPError) -> bool:
    """Whether no answer came in time."""
    return isinstance(error, TimedOut)


def unreachable(
    endpoint: Endpoint, error: HTTPError, limit: float, hints: Hints, *, is_input: bool
) -> DeviceUnreachable:
    """What it means that a request got no answer.

    Args:
        endpoint: The server.
        error: What was raised.
        limit: The time limit of the answer, in seconds.
        hints: What its kind of device says about it.
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
    """Whether a Unix socket is not there, or nobody listens."""
    return any(isinstance(cause, FileNotFoundError | ConnectionRefusedError) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it was raised for."""
    yield error
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _causes(cause)


def _reason(cause: BaseException) -> str:
    """The last cause, which is what a person understands."""
    return str(getattr(cause, "strerror", None) or cause or type(cause).__name__).rstrip(".")
