"""Every error that the library raises, in one tree.

    TinyPilotError
        ConfigurationError          an option, a URL or devices.toml is wrong
        InputError                  refused before the first key went out
            UnknownKey              no such key, with a suggestion
            UntypableText           characters that the layout cannot type, all of them listed
            InvalidPointerEvent     buttons, position or wheel out of range
        LocatorError                a locator that cannot be understood
            TemplateError           a template that cannot be used: missing, flat, tiny, too large
        NotOnScreen                 a wait or an assertion about the screen failed
            SeveralOnScreen         one place was wanted, and there are several
            WrongEcho               the target shows other text than was typed
        DeviceError                 the device could not do it
            DeviceUnreachable       no connection, no answer in time
                CertificateRefused  who answers is not trusted to be the device
            NotAuthorized           token or API key missing, wrong or refused
            LicenseMissing          the device has no REST API: it needs an Enterprise license
            RequestRefused          the device rejected the request as malformed
            InputNotDelivered       the device could not pass the input on to the target
                InputInterrupted    everything was released before all of it was sent
            DeviceInUse             another client has the right to send input
            NotSupported            a capability that this device does not have
            NoVideoSignal           the target sends no picture
                VideoFrozen         a signal is reported, but no new frames come
            CorruptFrame            what arrived is not a complete picture

A message says what was wanted, what was seen and what to do. `ROBOT_SUPPRESS_NAME` keeps class names out of log.html.
"""


class TinyPilotError(Exception):
    """Base of all errors of this library."""

    ROBOT_SUPPRESS_NAME = True


class ConfigurationError(TinyPilotError):
    """A wrong option, device URL or `devices.toml`."""


class InputError(TinyPilotError, ValueError):
    """Input that was refused before anything was sent."""


class UnknownKey(InputError):
    """A key name that does not exist."""


class UntypableText(InputError):
    """Text with characters that the keyboard layout cannot type; nothing was typed."""


class InvalidPointerEvent(InputError):
    """A pointer event with buttons, position or wheel out of range."""


class LocatorError(TinyPilotError, ValueError):
    """A locator that cannot be understood or looked up."""


class TemplateError(LocatorError):
    """A template picture that is missing or cannot be matched."""


class NotOnScreen(TinyPilotError, AssertionError):
    """What a wait or an assertion expected was not on the screen, or what it ruled out was."""


class SeveralOnScreen(NotOnScreen):
    """One place was wanted, and what was looked for is on the screen several times."""


class WrongEcho(NotOnScreen):
    """The target shows other text than was typed."""


class DeviceError(TinyPilotError):
    """The device could not do what it was asked to."""


class DeviceUnreachable(DeviceError):
    """No connection to the device, or no answer in time."""


class CertificateRefused(DeviceUnreachable):
    """Who answers is not trusted to be the device: the TLS certificate is refused."""


class NotAuthorized(DeviceError):
    """The device refused the token or the API key."""


class LicenseMissing(DeviceError):
    """The device has no REST API: that needs an Enterprise license."""


class RequestRefused(DeviceError):
    """The device rejected the request as malformed."""


class InputNotDelivered(DeviceError):
    """The device could not pass the input on to the target."""


class InputInterrupted(InputNotDelivered):
    """Everything was released before all of the input was sent; the rest was not."""


class DeviceInUse(DeviceError):
    """Another client has the right to send input; nothing was sent."""


class NotSupported(DeviceError):
    """The device does not have this capability."""


class NoVideoSignal(DeviceError):
    """The target sends no picture."""


class VideoFrozen(NoVideoSignal):
    """The capture reports a signal, but new frames have stopped: the last one may be out of date."""


class CorruptFrame(DeviceError):
    """What the device sent is not a complete picture.

    Args:
        message: What is wrong with it.
        data: What was sent.
    """

    def __init__(self, message: str, data: bytes = b"") -> None:
        super().__init__(message)
        self.data = data
