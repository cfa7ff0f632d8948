"""What `check` asks Microsoft: can the bot get a token, are the keys there, and are the allow-lists sane."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import aiohttp
import jwt

from bot.maintenance.outside_connections import is_public
from bot.platforms import Finding, TemporaryError
from bot.platforms.teams.hosts import ServiceUrls
from bot.platforms.teams.tokens import Keys, Outbound
from bot.settings import Teams as Settings
from storage.directory.tenants import House, Tenants
from storage.kit.database import UNAVAILABLE


async def run(
    settings: Settings, service_urls: ServiceUrls, tenants: Tenants, session: aiohttp.ClientSession
) -> list[Finding]:
    """Every finding names the variable to look at, or who can do something about it."""
    return [
        await _token(settings, session),
        await _keys(settings, session),
        *await _tenants(settings, tenants),
        *await _service_urls(service_urls),
    ]


async def _token(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    what = "Teams: token for sending"
    try:
        token = await Outbound(settings, session).get()
    except TemporaryError as error:
        detail = f"{error}: look at TEAMS_APP_ID, TEAMS_APP_PASSWORD (is it out of date?) and TEAMS_TENANT_ID"
        return Finding(what, False, detail)
    if token:
        return Finding(what, True)
    return Finding(what, settings.anonymous, "none: TEAMS_ANONYMOUS is set, so messages go out without a token")


async def _keys(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    what = "Teams: signing keys for receiving"
    if settings.anonymous:
        return Finding(what, True, "not used: TEAMS_ANONYMOUS accepts unsigned activities")
    try:
        keys = await Keys(session, settings.openid_url).fetch()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, jwt.PyJWTError) as error:
        return Finding(what, False, f"{type(error).__name__}: TEAMS_OPENID_URL cannot be read")
    return Finding(what, bool(keys), f"{len(keys)} keys")


async def _tenants(settings: Settings, tenants: Tenants) -> list[Finding]:
    """One line for each: whose house it is, and what is to be done there."""
    if not settings.allowed_tenants:
        what = "TEAMS_ALLOWED_TENANTS is empty: every tenant is accepted"
        return [Finding("Teams: tenants", settings.anonymous, what)]
    try:
        houses = await tenants.houses()
    except UNAVAILABLE as error:
        return [Finding("Teams: tenants", False, f"the database says {error}")]
    return [Finding("Teams tenant", True, _told(house)) for house in houses]


def _told(house: House) -> str:
    whose = house.organisation or "nobody has said whose house it is (`admin tenants` in chat)"
    if house.blocked:
        return f"{house.tenant}: shut out"
    if not house.accepted:
        return f"{house.tenant}: knocked {house.knocks} times, waits for the secretariat (`admin tenants` in chat)"
    there = f"{house.rooms} rooms, {house.lost} out of reach"
    return f"{house.tenant}: {whose}; {there if house.installed else 'the app is not added there yet'}"


async def _service_urls(service_urls: ServiceUrls) -> list[Finding]:
    what = "Teams: service addresses"
    wrong = [f"{prefix} {why}" for prefix, why in service_urls.unusable.items()]
    wrong += [await _find_way(prefix.hostname or "") for prefix in service_urls.prefixes]
    found = [Finding(what, False, f"TEAMS_SERVICE_URLS: {why}") for why in wrong if why]
    if portless := service_urls.portless():
        why = f"TEAMS_SERVICE_URLS: {', '.join(portless)} has no port: any port of this machine is meant, in and out"
        found.append(Finding(what, True, why))
    return found or [Finding(what, True)]


async def _find_way(host: str) -> str:
    """Return why nothing can be sent to this host; empty if it can."""
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        return f"{host} is not known: {error.strerror}"
    addresses = {str(answer[4][0]) for answer in answers}
    if all(is_public(one) or ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in addresses):
        return ""
    return f"{host} leads into a private network, where nothing is sent"
