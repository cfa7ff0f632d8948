"""Show Microsoft who the bot is: by a secret, by a certificate, or by the machine's own identity in Azure."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.platforms.teams.inbound_tokens import TokenIssuer
from bot.teams_settings import TeamsSettings as Settings

#: seconds for which one proof by certificate is good
PROOF = 300
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class UnusableCertificate(Exception):
    """Say what is wrong with the certificate file."""


@dataclass(frozen=True)
class TokenRequest:
    """Describe the request for a token: a form to be posted, or a query."""

    url: str
    form: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class AppCredential(Protocol):
    """Ask for a token of the bot."""

    #: the variables to look at where no token comes
    advice: str

    def build_token_request(self) -> TokenRequest:
        """Return the request. Reads files, so call it in a thread. Raises UnusableCertificate."""
        ...


class ClientSecret:
    """Show the secret of the registration."""

    advice = "look at TEAMS_APP_ID, TEAMS_APP_PASSWORD (is it out of date?) and TEAMS_TENANT_ID"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def build_token_request(self) -> TokenRequest:
        return _request_of_client(self._settings, {"client_secret": self._settings.app_password})


class ClientCertificate:
    """Sign with the private key of a certificate that the registration knows."""

    advice = "look at TEAMS_APP_ID, TEAMS_CERTIFICATE_FILE (is its certificate uploaded?) and TEAMS_TENANT_ID"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def build_token_request(self) -> TokenRequest:
        """Return the request. The file is read anew each time, so a renewed certificate needs no restart."""
        pair, url = read_certificate_file(self._settings.certificate_file), _build_token_url(self._settings)
        now, thumbprint = int(time.time()), pair.certificate.fingerprint(SHA256())
        claims = {
            "aud": url,
            "iss": self._settings.app_id,
            "sub": self._settings.app_id,
            "jti": str(uuid4()),
            "nbf": now,
            "exp": now + PROOF,
        }
        sign = {"x5t#S256": base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()}
        proof = jwt.encode(claims, pair.key, "PS256", headers=sign)
        return _request_of_client(self._settings, {"client_assertion_type": _ASSERTION, "client_assertion": proof})


class ManagedIdentity:
    """Let Azure vouch for the machine: there is no secret to keep or to exchange."""

    advice = "look at TEAMS_APP_ID, and whether that identity is assigned to this machine in Azure"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def build_token_request(self) -> TokenRequest:
        """Return the request as virtual machines ask, or as App Service and Container Apps do."""
        settings = self._settings
        query = {"resource": _find_issuer(settings), "client_id": settings.app_id}
        if settings.identity_header:
            own = {"X-IDENTITY-HEADER": settings.identity_header}
            return TokenRequest(settings.identity_url, query=query | {"api-version": "2019-08-01"}, headers=own)
        return TokenRequest(
            settings.identity_url, query=query | {"api-version": "2018-02-01"}, headers={"Metadata": "true"}
        )


def choose_credential(settings: Settings) -> AppCredential | None:
    """Return by what the bot proves who it is; None for a bot without an identity."""
    if not settings.app_id:
        return None
    if settings.managed_identity:
        return ManagedIdentity(settings)
    if settings.certificate_file:
        return ClientCertificate(settings)
    return ClientSecret(settings) if settings.app_password else None


class CertificatePair(NamedTuple):
    """Hold a private key, and the certificate made for it."""

    key: RSAPrivateKey
    certificate: x509.Certificate


def read_certificate_file(path: str) -> CertificatePair:
    """Read private key and certificate from one PEM file. Raises UnusableCertificate."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnusableCertificate(f"cannot be read: {error.strerror}") from None
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        why = "its private key asks for a password" if isinstance(error, TypeError) else "it holds no private key"
        raise UnusableCertificate(why) from None
    if not isinstance(key, RSAPrivateKey):
        raise UnusableCertificate("its private key is no RSA key")
    try:
        chain = x509.load_pem_x509_certificates(content)
    except ValueError:
        raise UnusableCertificate("it holds no certificate") from None
    own = next((one for one in chain if one.public_key() == key.public_key()), None)
    if own is None:
        raise UnusableCertificate("its certificate was made for another key")
    if own.not_valid_after_utc < datetime.now(UTC):
        raise UnusableCertificate(f"its certificate ended on {own.not_valid_after_utc:%Y-%m-%d}")
    return CertificatePair(key, own)


def _request_of_client(settings: Settings, proof: Mapping[str, str]) -> TokenRequest:
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.app_id,
        "scope": f"{_find_issuer(settings)}/.default",
    }
    return TokenRequest(_build_token_url(settings), form | dict(proof))


def _build_token_url(settings: Settings) -> str:
    return f"{settings.login_url.rstrip('/')}/{settings.tenant_id}/oauth2/v2.0/token"


def _find_issuer(settings: Settings) -> str:
    return TokenIssuer.find_token_issuer(settings).issuer
