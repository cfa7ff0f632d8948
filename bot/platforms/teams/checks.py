"""Check Teams for the command `check`.

Can the bot get a token, are the signing keys there, and are the allow-lists sane?
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from datetime import UTC, datetime, timedelta

import aiohttp
import jwt

from bot.maintenance.outside_connections import is_public_address
from bot.platforms import Finding, TemporaryError
from bot.platforms.teams.allowed_hosts import AllowedServiceUrls
from bot.platforms.teams.app_credentials import UnusableCertificate, read_certificate_file
from bot.platforms.teams.inbound_tokens import SigningKeys
from bot.platforms.teams.outbound_tokens import OutboundTokenSource
from bot.runtime.counted_words import count_things
from bot.teams_settings import TeamsSettings as Settings
from storage.directory.tenants import TenantAllowList, TenantSummary
from storage.kit.database import UNAVAILABLE

#: how long before its end a certificate is pointed out
CERTIFICATE_NOTICE = timedelta(days=30)


async def check_teams_settings(
    settings: Settings, service_urls: AllowedServiceUrls, tenants: TenantAllowList, session: aiohttp.ClientSession
) -> list[Finding]:
    """Return findings that name the variable to look at, or who can act."""
    return [
        await _check_sending_token(settings, session),
        *await _check_certificate(settings),
        await _check_signing_keys(settings, session),
        *await _check_tenants(settings, tenants),
        *await _check_service_urls(service_urls),
    ]


async def _check_sending_token(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    what, source = "Teams: token for sending", OutboundTokenSource(settings, session)
    try:
        token = await source.load_bot_token()
    except TemporaryError as error:
        return Finding(what, False, f"{error}: {_advise_on_token(error, settings, source)}")
    if token:
        return Finding(what, True)
    return Finding(what, settings.anonymous, "none: TEAMS_ANONYMOUS is set, so messages go out without a token")


def _advise_on_token(error: TemporaryError, settings: Settings, source: OutboundTokenSource) -> str:
    """Return the variable to look at: that of the address where nothing answered, else those of the bot's proof."""
    if error.__cause__ is not None:
        return f"{'IDENTITY_ENDPOINT' if settings.managed_identity else 'TEAMS_LOGIN_URL'} cannot be read"
    return source.credential.advice if source.credential else ""


async def _check_certificate(settings: Settings) -> list[Finding]:
    """Say when the certificate ends, in time for a new one."""
    if not settings.certificate_file:
        return []
    what = "Teams: certificate"
    try:
        end = (
            await asyncio.to_thread(read_certificate_file, settings.certificate_file)
        ).certificate.not_valid_after_utc
    except UnusableCertificate as error:
        return [Finding(what, False, f"TEAMS_CERTIFICATE_FILE: {error}")]
    return [Finding(what, end - datetime.now(UTC) > CERTIFICATE_NOTICE, f"ends on {end:%Y-%m-%d}")]


async def _check_signing_keys(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    what = "Teams: signing keys for receiving"
    if settings.anonymous:
        return Finding(what, True, "not used: TEAMS_ANONYMOUS accepts unsigned activities")
    try:
        keys = await SigningKeys(session, settings.openid_url).fetch_signing_keys()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, jwt.PyJWTError) as error:
        return Finding(what, False, f"{type(error).__name__}: TEAMS_OPENID_URL cannot be read")
    return Finding(what, bool(keys), count_things(len(keys), "keys"))


async def _check_tenants(settings: Settings, tenants: TenantAllowList) -> list[Finding]:
    """Return one line for each tenant: its organisation, and what is to be done there."""
    if not settings.allowed_tenants:
        what = "TEAMS_ALLOWED_TENANTS is empty: every tenant is accepted"
        return [Finding("Teams: tenants", settings.anonymous, what)]
    try:
        workspaces = await tenants.list_tenant_summaries()
    except UNAVAILABLE as error:
        return [Finding("Teams: tenants", False, f"the database says {error}")]
    return [Finding("Teams tenant", True, _describe_tenant(workspace)) for workspace in workspaces]


def _describe_tenant(workspace: TenantSummary) -> str:
    whose = workspace.organisation or "nobody has said whose workspace it is (`admin tenants` in chat)"
    if workspace.blocked:
        return f"{workspace.tenant}: shut out"
    if not workspace.accepted:
        return (
            f"{workspace.tenant}: knocked {workspace.knocks} times, waits for the secretariat (`admin tenants` in chat)"
        )
    there = f"{workspace.rooms} rooms, {workspace.lost} out of reach"
    return f"{workspace.tenant}: {whose}; {there if workspace.installed else 'the app is not added there yet'}"


async def _check_service_urls(service_urls: AllowedServiceUrls) -> list[Finding]:
    what = "Teams: service addresses"
    wrong = [f"{prefix} {why}" for prefix, why in service_urls.unusable.items()]
    wrong += [await _find_blocked_reason(prefix.hostname or "") for prefix in service_urls.prefixes]
    found = [Finding(what, False, f"TEAMS_SERVICE_URLS: {why}") for why in wrong if why]
    if portless := service_urls.list_portless_prefixes():
        why = f"TEAMS_SERVICE_URLS: {', '.join(portless)} has no port: any port of this machine is meant, in and out"
        found.append(Finding(what, True, why))
    return found or [Finding(what, True)]


async def _find_blocked_reason(host: str) -> str:
    """Return why nothing can be sent to this host; empty if it can."""
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        return f"{host} is not known: {error.strerror}"
    addresses = {str(answer[4][0]) for answer in answers}
    if all(is_public_address(one) or ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in addresses):
        return ""
    return f"{host} leads into a private network, where nothing is sent"
