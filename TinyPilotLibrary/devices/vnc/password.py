"""Passwords as servers want them: VNC's, which are a DES key with reversed bits, and those of Apple Remote Desktop."""

import hashlib
import secrets

from TinyPilotLibrary.errors import ConfigurationError

_LENGTH = 8
_ARD_LENGTH = 64


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
        raise _lacking() from error
    secret = password.encode("latin-1", "replace")[:_LENGTH].ljust(_LENGTH, b"\0")
    key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in secret)
    # Three times DES with the same key is DES.
    encryptor = Cipher(TripleDES(key * 3), modes.ECB()).encryptor()  # noqa: S305 - what VNC has
    return encryptor.update(challenge) + encryptor.finalize()


def answer_key_exchange(username: str, password: str, generator: int, prime: bytes, public: bytes) -> bytes:
    """The answer to Apple Remote Desktop: user and password, encrypted with a key of Diffie and Hellman's.

    Args:
        username: The user.
        password: The password.
        generator: The server's generator.
        prime: The server's prime.
        public: The server's public key, as long as the prime.

    Returns:
        The encrypted credentials, and the client's public key.

    Raises:
        ConfigurationError: If user or password are too long, or the package for it is not installed.
    """
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - only who needs it
    except ModuleNotFoundError as error:
        raise _lacking() from error
    modulus, length = int.from_bytes(prime, "big"), len(prime)
    private = secrets.randbelow(modulus - 2) + 1
    shared = pow(int.from_bytes(public, "big"), private, modulus).to_bytes(length, "big")
    key = hashlib.md5(shared, usedforsecurity=False).digest()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - what the server wants
    told = b"".join(_field(text) for text in (username, password))
    return encryptor.update(told) + encryptor.finalize() + pow(generator, private, modulus).to_bytes(length, "big")


def _field(text: str) -> bytes:
    data = text.encode() + b"\0"
    if len(data) > _ARD_LENGTH:
        raise ConfigurationError(f"user and password may have {_ARD_LENGTH - 1} bytes each with Apple Remote Desktop")
    return data + secrets.token_bytes(_ARD_LENGTH - len(data))


def _lacking() -> ConfigurationError:
    return ConfigurationError(
        "VNC passwords need the Python package 'cryptography', which is not installed. Install it with: "
        "pip install 'robotframework-tinypilot[vnc]'"
    )
