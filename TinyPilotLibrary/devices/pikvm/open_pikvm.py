"""Opens a PiKVM by its address and options."""

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.options import seconds, secret_text
from TinyPilotLibrary.devices.pikvm.api import Api, Credentials
from TinyPilotLibrary.devices.pikvm.one_time_codes import secret_of
from TinyPilotLibrary.devices.pikvm.pikvm_device import PikvmDevice
from TinyPilotLibrary.errors import ConfigurationError

_SCHEMES = ("http://", "https://")


def open_pikvm(
    url: str,
    *,
    username: object = None,
    password: object = None,
    totp_secret: object = None,
    token: object = None,
    ca_certificate: object = None,
    verify: object = True,
    key_hold: object = 0.02,
    key_gap: object = 0.02,
    frozen_after: object = 3.0,
    connect_timeout: object = 5.0,
    read_timeout: object = 15.0,
) -> PikvmDevice:
    """Opens a PiKVM, BliKVM or another device that runs kvmd. It is contacted on first use.

    Args:
        url: `pikvm:` with a host, and a port if it is not that of HTTPS: `pikvm:10.0.0.5`; `pikvm:http://10.0.0.5`
            without TLS.
        username: The user.
        password: The password, also as Robot Framework's `Secret`.
        totp_secret: The secret of two-factor authentication in Base32, if the device uses it.
        token: A token that the device has issued, instead of user and password.
        ca_certificate: Certificate file of the authority that signed the device's certificate, or that certificate
            itself.
        verify: Whether the certificate is verified.
        key_hold: How long a key is held down.
        key_gap: The pause between two keys.
        frozen_after: How old a picture may be before its source is considered frozen.
        connect_timeout: Time limit for connecting.
        read_timeout: Time limit for an answer.

    Returns:
        The device.

    Raises:
        ConfigurationError: If the address or an option is invalid.

    ```python
    device = open_device("pikvm:10.0.0.5", {"username": "admin", "password": password, "ca_certificate": "pikvm.crt"})
    ```
    """
    secret = secret_text(password)
    if bool(username) != bool(secret):
        raise ConfigurationError(f"'{url}' needs both username= and password=, or none of them.")
    if token and secret:
        raise ConfigurationError(f"Give '{url}' either a token= or username= and password=.")
    two_factors = secret_text(totp_secret)
    if two_factors and not secret:
        raise ConfigurationError(f"The option 'totp_secret' of '{url}' needs username= and password=.")
    endpoint = Endpoint.of_options(
        _address(url),
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    credentials = Credentials(
        str(username or ""), secret, secret_of(two_factors) if two_factors else b"", secret_text(token)
    )
    return PikvmDevice(
        Api(url, endpoint, credentials),
        seconds("key_hold", key_hold),
        seconds("key_gap", key_gap),
        seconds("frozen_after", frozen_after),
    )


def _address(url: str) -> str:
    rest = url.partition(":")[2]
    if not rest.strip("/"):
        raise ConfigurationError(f"Write 'pikvm:' with the address of the device, such as pikvm:10.0.0.5; got {url!r}.")
    return rest if rest.lower().startswith(_SCHEMES) else f"https://{rest.removeprefix('//')}"
