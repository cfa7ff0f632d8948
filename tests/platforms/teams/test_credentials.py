"""The bot proves who it is by a secret, by a certificate, or by the identity of its machine in Azure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bot.platforms import TemporaryError
from bot.platforms.teams import TeamsPlatform
from bot.runtime.setting_values import SettingsError
from bot.settings import read_settings
from bot.teams_settings import AZURE_IDENTITY
from bot.teams_settings import TeamsSettings as Settings
from handlers.chat.places import Place
from storage.directory.tenants import TenantAllowList
from tests.platforms.teams.desk import Desk
from tests.platforms.teams.test_sending import CARD, ROOM
from tests.standins.teams import APP, BOT, TENANT, Key, Microsoft

NAMED = {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": TENANT}
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certify(key: PrivateKey, *, days: int = 365) -> x509.Certificate:
    """A certificate of the key, signed by itself, that ends in so many days."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "arena")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = made.serial_number(1).not_valid_before(now - timedelta(days=900))
    return dated.not_valid_after(now + timedelta(days=days)).sign(key, SHA256())


def spell_key(key: PrivateKey, how: KeySerializationEncryption | None = None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how or NoEncryption())


def spell(key: PrivateKey, *certificates: x509.Certificate) -> bytes:
    return b"".join((spell_key(key), *(one.public_bytes(Encoding.PEM) for one in certificates)))


@asynccontextmanager
async def open_teams(settings: Settings, tenants: TenantAllowList) -> AsyncIterator[TeamsPlatform]:
    """The bot has heard from this tenant before."""
    platform, desk = TeamsPlatform(settings, tenants, arena_name="Arena", language="nb"), Desk()
    desk.memory[Place("teams", TENANT)] = {"service": settings.service_urls[0], "bot": BOT}
    await platform.open_sessions(desk, listen=False)
    try:
        yield platform
    finally:
        await platform.close_sessions()


async def find_faults(platform: TeamsPlatform) -> dict[str, str]:
    return {finding.what: finding.detail for finding in await platform.check_configuration() if not finding.ok}


async def test_a_certificate_signs_each_request_and_a_renewed_one_needs_no_restart(
    settings: Settings, tenants: TenantAllowList, microsoft: Microsoft, tmp_path: Path
) -> None:
    first, second, file = Key().private, Key().private, tmp_path / "arena.pem"
    certificates = certify(first), certify(second)
    file.write_bytes(spell(first, certificates[1], certificates[0]))  # the chain in any order
    microsoft.certificate = certificates[0]
    async with open_teams(replace(settings, app_password="", certificate_file=str(file)), tenants) as platform:
        await platform.send(ROOM, CARD, key="1")
        microsoft.certificate = certificates[1]
        file.write_bytes(spell(second, certificates[1]))
        microsoft.issued.clear()
        await platform.send(ROOM, CARD, key="2")
        assert await find_faults(platform) == {}
    asked = microsoft.token_requests
    assert len({one["client_assertion"] for one in asked}) == len(asked) == 3
    assert {one.get("client_secret") for one in asked} == {None}


async def test_a_certificate_that_ends_soon_is_pointed_out(
    settings: Settings, tenants: TenantAllowList, microsoft: Microsoft, tmp_path: Path
) -> None:
    key, file = Key().private, tmp_path / "arena.pem"
    microsoft.certificate = certify(key, days=20)
    file.write_bytes(spell(key, microsoft.certificate))
    async with open_teams(replace(settings, app_password="", certificate_file=str(file)), tenants) as platform:
        end = microsoft.certificate.not_valid_after_utc
        assert await find_faults(platform) == {"Teams: certificate": f"ends on {end:%Y-%m-%d}"}


async def test_a_certificate_that_cannot_be_used_keeps_messages_for_later_and_check_says_why(
    settings: Settings, tenants: TenantAllowList, microsoft: Microsoft, tmp_path: Path
) -> None:
    key, other, curve, file = Key().private, Key().private, ec.generate_private_key(ec.SECP256R1()), tmp_path / "a.pem"
    contents = {
        "it holds no private key": certify(key).public_bytes(Encoding.PEM),
        "it holds no certificate": spell_key(key),
        "its certificate was made for another key": spell(key, certify(other)),
        "its private key is no RSA key": spell(curve, certify(curve)),
        "its private key asks for a password": spell_key(key, BestAvailableEncryption(b"secret")),
        f"its certificate ended on {datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}": spell(key, certify(key, days=-3)),
    }
    async with open_teams(replace(settings, app_password="", certificate_file=str(file)), tenants) as platform:
        for why, content in contents.items():
            file.write_bytes(content)
            with pytest.raises(TemporaryError) as refused:
                await platform.send(ROOM, CARD, key="k")
            assert str(refused.value) == f"token: certificate: {why}"
            assert (await find_faults(platform))["Teams: certificate"] == f"TEAMS_CERTIFICATE_FILE: {why}"
        file.unlink()
        assert "cannot be read" in (await find_faults(platform))["Teams: certificate"]
    assert microsoft.token_requests == []


async def test_one_that_was_not_uploaded_is_refused(
    settings: Settings, tenants: TenantAllowList, microsoft: Microsoft, tmp_path: Path
) -> None:
    key, file = Key().private, tmp_path / "arena.pem"
    microsoft.certificate = certify(Key().private)
    file.write_bytes(spell(key, certify(key)))
    async with open_teams(replace(settings, app_password="", certificate_file=str(file)), tenants) as platform:
        assert "is its certificate uploaded?" in (await find_faults(platform))["Teams: token for sending"]


@pytest.mark.parametrize("header", ["", "shown-to-the-service"])
async def test_azure_vouches_for_its_machines_and_services(
    settings: Settings, tenants: TenantAllowList, microsoft: Microsoft, header: str
) -> None:
    managed = replace(
        settings,
        app_password="",
        managed_identity=True,
        identity_url=f"{microsoft.url}/identity",
        identity_header=header,
    )
    async with open_teams(managed, tenants) as platform:
        for key in ("1", "2"):
            await platform.send(ROOM, CARD, key=key)
    (asked,) = microsoft.token_requests  # it lasts
    assert asked.get("X-IDENTITY-HEADER", "") == header
    async with open_teams(replace(managed, app_id="another"), tenants) as platform:
        assert "is assigned to this machine" in (await find_faults(platform))["Teams: token for sending"]


@pytest.mark.parametrize(
    ("unreachable", "named"),
    [
        ({"login_url": "login"}, "TEAMS_LOGIN_URL cannot be read"),
        (
            {"managed_identity": True, "app_password": "", "identity_url": "identity"},
            "IDENTITY_ENDPOINT cannot be read",
        ),
    ],
)
async def test_an_address_where_nobody_answers_is_named_and_no_secret_suspected(
    settings: Settings, tenants: TenantAllowList, unreachable: dict[str, Any], named: str
) -> None:
    async with open_teams(replace(settings, **unreachable), tenants) as platform:
        assert (await find_faults(platform))["Teams: token for sending"] == f"token: InvalidUrlClientError: {named}"


def test_one_of_the_three_is_chosen(tmp_path: Path) -> None:
    file = tmp_path / "arena.pem"
    file.write_text("")
    certified = read_settings(NAMED | {"TEAMS_CERTIFICATE_FILE": str(file)}).teams
    assert certified is not None
    assert (certified.certificate_file, certified.app_password, certified.managed_identity) == (str(file), "", False)
    azure = {"IDENTITY_ENDPOINT": "http://10.0.0.1/token", "IDENTITY_HEADER": "h"}
    service = read_settings(NAMED | {"TEAMS_MANAGED_IDENTITY": "1"} | azure).teams
    assert service is not None
    assert (service.managed_identity, service.identity_url, service.identity_header) == (True, *azure.values())
    machine = read_settings(NAMED | {"TEAMS_MANAGED_IDENTITY": "1"}).teams
    assert machine is not None
    assert machine.identity_url == AZURE_IDENTITY


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "TEAMS_APP_PASSWORD is missing (or TEAMS_CERTIFICATE_FILE or TEAMS_MANAGED_IDENTITY)"),
        ({"TEAMS_MANAGED_IDENTITY": "0"}, "TEAMS_APP_PASSWORD is missing"),
        ({"TEAMS_MANAGED_IDENTITY": "yes"}, "TEAMS_MANAGED_IDENTITY"),
        ({"TEAMS_APP_PASSWORD": "p", "TEAMS_MANAGED_IDENTITY": "1"}, "are both set"),
        ({"TEAMS_CERTIFICATE_FILE": "/nowhere/arena.pem"}, "TEAMS_CERTIFICATE_FILE cannot be read: No such file"),
    ],
)
def test_half_of_it_is_refused_at_the_start(given: dict[str, str], why: str) -> None:
    with pytest.raises(SettingsError, match=why.replace("(", r"\(").replace(")", r"\)")):
        read_settings(NAMED | given)
