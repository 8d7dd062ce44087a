"""VNC passwords: DES, with the password as the key, the bits of each byte reversed."""

from TinyPilotLibrary.errors import ConfigurationError

_LENGTH = 8


def answer_challenge(password: str, challenge: bytes) -> bytes:
    """The answer to a server's VNC password challenge.

    Args:
        password: The password; VNC only uses the first eight characters.
        challenge: The server's challenge.

    Returns:
        The challenge, encrypted.

    Raises:
        ConfigurationError: If the package for it is not installed.
    """
    try:
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES  # noqa: PLC0415 - only who needs it
        from cryptography.hazmat.primitives.ciphers import Cipher, modes  # noqa: PLC0415 - has it
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "VNC passwords need the Python package 'cryptography', which is not installed. Install it with: "
            "pip install 'robotframework-tinypilot[vnc]'"
        ) from error
    secret = password.encode("latin-1", "replace")[:_LENGTH].ljust(_LENGTH, b"\0")
    key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in secret)
    # Three times DES with the same key is DES.
    encryptor = Cipher(TripleDES(key * 3), modes.ECB()).encryptor()  # noqa: S305 - what VNC has
    return encryptor.update(challenge) + encryptor.finalize()
