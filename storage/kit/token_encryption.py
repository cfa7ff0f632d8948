"""Secrets at rest: sealed with the newest key of SECRET_KEY, opened with any of them."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.types import TypeDecorator

#: what the keys are derived for: the same secret signs links, by another way
PURPOSE = b"arena: secrets at rest"


class CannotOpen(Exception):
    """No key of SECRET_KEY opens it: the one it was sealed with has been taken away."""


class Seals:
    """`secrets` are those of SECRET_KEY, newest first."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises CannotOpen."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise CannotOpen from None

    def renew(self, sealed: str) -> str:
        """The same, sealed with the newest key. Raises CannotOpen."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise CannotOpen from None


class Sealed(TypeDecorator[str]):
    """A text that is sealed on its way into the database, and opened on its way out."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, seals: Seals) -> None:
        super().__init__()
        self.seals = seals

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.seals.seal(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.seals.open(value)


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
