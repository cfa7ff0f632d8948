"""Find settings that are accepted but cannot be meant, such as a token of another kind."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from bot.platforms import Finding
from bot.settings import Settings

#: all variables that the settings are read from
VARIABLES = (
    "ARENA_GRACE_SECONDS", "ARENA_LANGUAGE", "ARENA_NAME", "ARENA_PICTURE_FOLDER", "ARENA_PICTURE_MB", "ARENA_SEMANTIC",
    "ARENA_SOURCES", "ARENA_TIMEZONE",
    "BASE_URL", "DATABASE_URL", "HEALTH_PORT", "HOST", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "LOG_FORMAT",
    "LOG_LEVEL", "PORT", "SECRET_KEY",
    "SLACK_API_URL", "SLACK_APP_TOKEN", "SLACK_AUTHORIZE_URL", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "TEAMS_ALLOWED_TENANTS", "TEAMS_ANONYMOUS", "TEAMS_APP_ID",
    "TEAMS_APP_PASSWORD", "TEAMS_CERTIFICATE_FILE", "TEAMS_LOGIN_URL", "TEAMS_MANAGED_IDENTITY", "TEAMS_OPENID_URL",
    "TEAMS_SERVICE_URLS", "TEAMS_TAB", "TEAMS_TENANT_ID", "TRUSTED_PROXIES",
)  # fmt: skip
#: prefixes of variables for the bot
_OURS = ("ARENA_", "SLACK_", "TEAMS_")
#: shorter names resemble too many others
_LONG_ENOUGH = 7
#: top-level names that exist only in private networks
_PRIVATE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: prefix of a token -> its kind
_KINDS = {
    "xoxb-": "a bot token: it belongs in SLACK_BOT_TOKEN",
    "xoxp-": "the token of a person: copy Bot User OAuth Token",
    "xapp-": "an app-level token: it belongs in SLACK_APP_TOKEN",
    "xoxe": "a token that is renewed, or renews",
}


def list_suspicious_settings(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each setting that cannot be meant. No finding shows a secret."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    found = [Finding(name, False, f"is no setting: {meant} is") for name, meant in list_misspelt_settings(given)]
    found += [Finding(name, True, "is no setting of the bot") for name in _list_unknown_settings(given)]
    if "BASE_URL" in given:
        why = _describe_base_url_fault(given["BASE_URL"])
        found += [Finding("BASE_URL", False, why)] if why else []
    return [*found, *(Finding(name, False, why) for name, why in _list_suspicious_tokens(settings))]


def list_misspelt_settings(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each name that is nearly a variable of the bot, with that variable."""
    for name in sorted(set(environment) - set(VARIABLES)):
        # With one of the bot's prefixes a lower similarity is enough.
        is_ours = name.upper().startswith(_OURS)
        near = [one for one in VARIABLES if is_ours and one.startswith(f"{name.upper()}_")]
        near = near or get_close_matches(name.upper(), VARIABLES, 1, 0.75 if is_ours else 0.88)
        near = near if len(name) >= _LONG_ENOUGH else []
        # A similar name may be set correctly too: SLACK_APP_TOKEN beside SLACK_BOT_TOKEN.
        if near and near[0] not in environment:
            yield name, near[0]


def _list_unknown_settings(environment: Mapping[str, str]) -> list[str]:
    told = {name for name, _ in list_misspelt_settings(environment)}
    return sorted(name for name in environment if name.startswith(_OURS) and name not in {*VARIABLES, *told})


def _describe_base_url_fault(url: str) -> str:
    if "://" not in url:
        return f"{url} has no scheme: write https://{url}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"{url} is no address of a web server: write https://arena.example.org"
    if parts.query or parts.fragment or "@" in parts.netloc:
        return "holds more than a host and a path: links are made by adding to it"
    if parts.scheme == "http" and _is_public_host(parts.hostname):
        return f"{url} is not encrypted: chats and browsers need https at a public name"
    return ""


def _is_public_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE)


def _list_suspicious_tokens(settings: Settings) -> Iterator[tuple[str, str]]:
    slack, teams = settings.slack, settings.teams
    if slack is not None:
        yield from _list_token_faults("SLACK_BOT_TOKEN", slack.bot_token, "xoxb-")
        yield from _list_token_faults("SLACK_APP_TOKEN", slack.app_token, "xapp-")
        yield from _list_token_faults("SLACK_SIGNING_SECRET", slack.signing_secret, "")
        yield from _list_token_faults("SLACK_CLIENT_SECRET", slack.client_secret, "")
        if re.fullmatch(r"A[A-Z0-9]{8,}", slack.client_id):
            yield "SLACK_CLIENT_ID", "is the App ID: copy Client ID from Basic Information"
    if teams is not None and _GUID.fullmatch(teams.app_password):
        yield "TEAMS_APP_PASSWORD", "is the id of a client secret: copy its value, which Entra shows once"
    strange = [one for one in teams.allowed_tenants if not _GUID.fullmatch(one)] if teams is not None else []
    if strange:
        name = "TEAMS_TENANT_ID" if teams is not None and strange == [teams.tenant_id] else "TEAMS_ALLOWED_TENANTS"
        yield name, f"holds {strange[0]!r}, which is no tenant's id: nobody from there would be let in"
    if teams is not None and teams.app_id and not _GUID.fullmatch(teams.app_id):
        yield "TEAMS_APP_ID", "is no id of an application: copy Application (client) ID"
    if teams is not None and teams.app_id and teams.app_id == teams.tenant_id:
        yield "TEAMS_APP_ID", "is the same as TEAMS_TENANT_ID: copy Application (client) ID"


def _list_token_faults(name: str, value: str, begins: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one token.

    Without `begins`, every value is accepted that is no known kind of token.
    """
    kind = next((what for how, what in _KINDS.items() if value.startswith(how)), "")
    if not value or (begins and value.startswith((begins, "xoxe"))) or not (kind or begins):
        return
    yield name, f"is {kind}" if kind else f"does not begin with {begins}"
