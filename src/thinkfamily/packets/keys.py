"""The operator's key: Ed25519, in a file that only the operator can read. What it signs is known by its public half."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from thinkfamily.packets.problems import bad_key, unwritable

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
_LONGEST_FILE = 10_000


def key_id_of(public: bytes) -> str:
    """The number by which people compare a key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the holder of a public key's other half has signed a message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class OperatorKey:
    """A private key. Nothing prints it: its own words are its public number."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes that others trust."""
        return self._private.public_key().public_bytes(*_RAW)

    @property
    def key_id(self) -> str:
        """The key's number."""
        return key_id_of(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        return self._private.sign(message)

    def secret_for(self, use: str) -> bytes:
        """32 bytes that only this key can make again, for one stated use: what they open, no other use opens."""
        private = self._private.private_bytes_raw()
        return HKDF(hashes.SHA256(), 32, salt=None, info=f"thinkfamily {use}".encode()).derive(private)

    def __repr__(self) -> str:
        return f"OperatorKey({self.key_id})"

    @classmethod
    def generate(cls) -> OperatorKey:
        """A new key."""
        return cls(Ed25519PrivateKey.generate())


def load_or_make_key(path: Path, *, make: bool = True) -> tuple[OperatorKey, bool]:
    """Read the operator's key; make it, and its public half beside it (``.pub``), where there is none.

    Args:
        path: the private key file, PEM.
        make: whether to make one.

    Returns:
        the key, and whether it was made now.

    Raises:
        PacketError: it is no such key, others can read it, or it cannot be written.
    """
    where = str(path)
    try:
        if not os.path.lexists(path):
            if not make:
                raise bad_key(where, "Found no key there.", "Name the key file with which the handles were written.")
            return _make(path), True
        about = path.stat()
        if about.st_mode & 0o077:
            raise bad_key(where, "Found a private key that others can read.", "Make it yours alone: chmod 600.")
        data = path.read_bytes() if about.st_size <= _LONGEST_FILE else b""
    except OSError as error:
        raise unwritable(
            where, f"Found that the key cannot be read or made: {error.strerror}.", "Name another --key."
        ) from None
    try:
        private = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise bad_key(where, "Found a file that is no Ed25519 private key.", "Name the file that this program made.")
    return OperatorKey(private), False


def _make(path: Path) -> OperatorKey:
    key = OperatorKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key._private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Never over a file that is there, and private from its first byte.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    path.with_name(path.name + ".pub").write_text(key.public.hex() + "\n", encoding="ascii")
    return key


def read_public_key(path: Path) -> bytes:
    """The public half of a key, from the ``.pub`` file that was made with it.

    Raises:
        PacketError: there is no such file, or it holds no public key.
    """
    try:
        data = path.read_bytes()[:_LONGEST_FILE]
    except OSError as error:
        raise bad_key(str(path), f"Found that it cannot be read: {error.strerror}.", "Name the .pub file.") from None
    try:
        public = bytes.fromhex(data.decode("ascii").strip())
    except ValueError:
        public = b""
    if len(public) != 32:
        raise bad_key(str(path), "Found a file that is no public key.", "Name the .pub file, not the private key.")
    return public
