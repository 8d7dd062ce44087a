"""What a TinyPilot's refusal of a request means."""

from TinyPilotLibrary.devices.http import RESTARTING, Answer, Request
from TinyPilotLibrary.errors import (
    DeviceError,
    DeviceInUse,
    DeviceUnreachable,
    InputInterrupted,
    InputNotDelivered,
    LicenseMissing,
    NotAuthorized,
    NotSupported,
    RequestRefused,
)

_NOT_AGAIN = " The input may have been delivered, so it was not sent again."


def refusal(url: str, request: Request, answer: Answer, *, has_key: bool) -> DeviceError:
    """What an error answer of a device means.

    Args:
        url: The device's URL.
        request: The request.
        answer: The answer.
        has_key: Whether an API key was sent, and not a token.

    Returns:
        The error to raise, with the device's own message.
    """
    status = answer.status
    prefix = f"The device '{url}' answered {status}: {answer.sentence}"
    if status in {401, 403}:
        what = "the API key (api_key=)" if has_key else "the token"
        return NotAuthorized(f"{prefix} It refused {what}, or its license does not cover the REST API.")
    if status == 404 and request.path.startswith("/api/v1/"):
        return LicenseMissing(f"{prefix} It has no REST API, which requires a TinyPilot Enterprise license.")
    if status == 501:
        return NotSupported(prefix)
    if status == 400:
        return RequestRefused(prefix)
    if status == 423:
        return DeviceInUse(prefix)
    if status == 409:
        return InputInterrupted(prefix)
    if status in RESTARTING:
        sent = _NOT_AGAIN if request.is_input else ""
        return DeviceUnreachable(f"{prefix} Its server is down or restarting.{sent}")
    if request.is_input and status == 500:
        return InputNotDelivered(f"{prefix} Is the USB cable connected and the target on?")
    return DeviceError(prefix)


def foreign(url: str, request: Request, answer: Answer) -> DeviceError:
    """What it means that an answer is none of a device.

    Args:
        url: The device's URL.
        request: The request.
        answer: The answer.

    Returns:
        The error to raise.
    """
    what = " and does not say where to" if 300 <= answer.status < 400 else f" and {answer.told}"
    sent = " The input may not have arrived; it was not sent again." if request.is_input else ""
    return DeviceError(
        f"'{url}' answered {request.path} with the status {answer.status}{what}, "
        "which is not an answer from the device. "
        f"Is it a TinyPilot, or does something on the way ask for a login?{sent}"
    )
