"""Trust in the certificates of devices, which are rarely signed by a public authority."""

import ssl

from TinyPilotLibrary.errors import ConfigurationError


def check_authority(file: str) -> None:
    """Checks that a file contains the certificate of an authority.

    Raises:
        ConfigurationError: If it contains none, or cannot be read.
    """
    tls_context(file)


def tls_context(verify: bool | str) -> ssl.SSLContext:  # noqa: FBT001 - as requests and httpx have it
    """The TLS settings for connections to a server.

    Args:
        verify: Whether its certificate is verified by the authorities of this system, or the certificate file of the
            authority that must have signed it.

    Returns:
        The context of its connections.

    Raises:
        ConfigurationError: If the file contains no certificate, or cannot be read.
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
        raise ConfigurationError(
            f"The file '{verify}' (ca_certificate=) contains no certificate in PEM format."
        ) from None
    except OSError as error:
        raise ConfigurationError(f"The file '{verify}' (ca_certificate=) cannot be read: {error.strerror}.") from error
    # Devices create their own certificates: without the extensions required of public ones, and often without an
    # authority. A certificate that was given explicitly is trusted all the same.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
