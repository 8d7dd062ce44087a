"""Whom to trust: the certificates of devices, which are seldom signed by an authority that everybody knows."""

import ssl

from TinyPilotLibrary.errors import ConfigurationError


def check_authority(file: str) -> None:
    """Looks whether a file has the certificate of an authority.

    Raises:
        ConfigurationError: If it has none, or cannot be read.
    """
    tls_context(file)


def tls_context(verify: bool | str) -> ssl.SSLContext:  # noqa: FBT001 - as requests and httpx have it
    """How a server is trusted.

    Args:
        verify: Whether its certificate is verified, by the authorities of this system; or the file of the authority
            that it must be signed by.

    Returns:
        The context of its connections.

    Raises:
        ConfigurationError: If the file has no certificate, or cannot be read.
    """
    if not isinstance(verify, str):
        context = ssl.create_default_context()
        if not verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context
    try:
        context = ssl.create_default_context(cafile=verify)
    except ssl.SSLError:
        raise ConfigurationError(f"The file '{verify}' (ca_certificate=) has no certificate: PEM is wanted.") from None
    except OSError as error:
        raise ConfigurationError(f"The file '{verify}' (ca_certificate=) cannot be read: {error.strerror}.") from error
    # Devices make their own certificates: without the extensions that the rules for public ones demand, and often
    # without an authority. Who was given by name is trusted all the same.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
