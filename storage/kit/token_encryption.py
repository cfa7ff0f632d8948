"""Encrypt secrets at rest with the newest key of SECRET_KEY, and decrypt them with any of its keys."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.types import TypeDecorator

#: Purpose in the key derivation. Signed links derive their keys from the same secret in another way.
PURPOSE = b"arena: secrets at rest"


class CannotDecrypt(Exception):
    """Report that no key of SECRET_KEY decrypts the text: the one it was encrypted with has been removed."""


class Keyring:
    """Encrypt and decrypt with the keys of SECRET_KEY, newest first."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_derive_fernet_key(secret)) for secret in secrets])

    def encrypt_text(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt_text(self, sealed: str) -> str:
        """Decrypt the text. Raises CannotDecrypt."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise CannotDecrypt from None

    def reencrypt_text(self, sealed: str) -> str:
        """Encrypt the same text anew with the newest key. Raises CannotDecrypt."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise CannotDecrypt from None


class EncryptedText(TypeDecorator[str]):
    """Encrypt a text on its way into the database, and decrypt it on its way out."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, seals: Keyring) -> None:
        super().__init__()
        self.seals = seals

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.seals.encrypt_text(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.seals.decrypt_text(value)


def _derive_fernet_key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
