"""Read the settings once from the environment; they are frozen and passed in.

Nothing else reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.runtime.address_ranges import Network, build_http_address, parse_networks
from bot.runtime.setting_values import SettingsError, read_choice_setting, read_number_setting, split_list_setting
from bot.teams_settings import TeamsSettings, read_teams_settings
from handlers.chat.say import LANGUAGES
from storage.kit.database_urls import DatabaseUrlError, parse_database_url

#: letters of the shortest secret
_LEAST_SECRET = 8
SLACK_AUTHORIZE = "https://slack.com/oauth/v2/authorize"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    #: token of the only workspace; empty with a client id
    bot_token: str
    signing_secret: str = ""
    #: with it, Socket Mode is used
    app_token: str = ""
    api_url: str = "https://slack.com/api/"
    #: with client id and secret, workspaces can install the bot themselves
    client_id: str = ""
    client_secret: str = ""
    authorize_url: str = SLACK_AUTHORIZE
    #: redirect URL of the OAuth flow
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold every variable of docs/reference/settings.md, with its default."""

    database_url: str = "sqlite:///arena.db"
    host: str = "127.0.0.1"
    port: int = 3000
    #: additional port for health and metrics; 0: only the web's own port
    health_port: int = 0
    base_url: str = "http://127.0.0.1:3000"
    #: proxies whose X-Forwarded-For is trusted
    trusted_proxies: tuple[Network, ...] = ()
    secret_keys: tuple[str, ...] = ()
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    arena_name: str = "Arena"
    language: str = "nb"
    #: Created on access, because the source of time zones must be pinned first.
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Oslo"))
    grace_seconds: int = 20
    #: search by meaning: "auto" if the optional package is installed, "1" required, "0" off
    semantic: str = "auto"
    #: addresses polled for new consultations
    sources: tuple[str, ...] = ()
    #: copies of pictures: the folder of those that the database has no room for, and its room in MB
    picture_folder: str = ""
    picture_megabytes: int = 200
    log_level: str = "INFO"
    #: "json" or "text"; empty: text on a terminal, otherwise json
    log_format: str = ""

    def list_secrets(self) -> list[str]:
        """Return what no log may show. A shorter text is hardly secret, and would be hidden in every word."""
        slack, teams = self.slack, self.teams
        database = parse_database_url(self.database_url).password
        secrets = [*self.secret_keys, str(database or "")]
        if slack is not None:
            secrets += [slack.bot_token, slack.signing_secret, slack.app_token, slack.client_secret]
        if teams is not None:
            secrets += [teams.app_password, teams.identity_header]
        return [secret for secret in secrets if len(secret) >= _LEAST_SECRET]


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from the environment. Raise SettingsError."""
    env = {name: value.strip() for name, value in environment.items() if value.strip()}
    host, port = env.get("HOST", "127.0.0.1"), read_number_setting(env, "PORT", 3000, 0, 65535)
    base_url = env.get("BASE_URL", build_http_address(host, port)).rstrip("/")
    return Settings(
        database_url=validate_database_url(env.get("DATABASE_URL", "sqlite:///arena.db"), "DATABASE_URL"),
        host=host,
        port=port,
        health_port=read_number_setting(env, "HEALTH_PORT", 0, 0, 65535),
        base_url=base_url,
        trusted_proxies=_read_trusted_proxies(env),
        secret_keys=_read_secret_keys(env),
        slack=_read_slack_settings(env, base_url),
        teams=read_teams_settings(env, host),
        arena_name=env.get("ARENA_NAME", "Arena"),
        language=read_choice_setting(env, "ARENA_LANGUAGE", LANGUAGES),
        zone=_read_time_zone(env),
        grace_seconds=read_number_setting(env, "ARENA_GRACE_SECONDS", 20, 0, 3600),
        semantic=read_choice_setting(env, "ARENA_SEMANTIC", ("auto", "0", "1")),
        sources=_read_source_urls(env),
        picture_folder=env.get("ARENA_PICTURE_FOLDER", ""),
        picture_megabytes=read_number_setting(env, "ARENA_PICTURE_MB", 200, 0, 100_000),
        log_level=read_choice_setting(env, "LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        log_format=read_choice_setting(env, "LOG_FORMAT", ("", "json", "text")),
    )


def validate_database_url(url: str, name: str) -> str:
    """Return the address unchanged. Raise SettingsError if the bot cannot use it.

    `name` says where the address was written.
    """
    try:
        parse_database_url(url)
    except DatabaseUrlError as error:
        raise SettingsError(f"{name} {error}") from None
    return url


def _read_source_urls(env: Mapping[str, str]) -> tuple[str, ...]:
    found = split_list_setting(env.get("ARENA_SOURCES", ""))
    for link in found:
        if not link.startswith(("https://", "http://")):
            raise SettingsError(f"ARENA_SOURCES holds {link!r}: each must be a whole address, beginning with https://.")
    return found


def _read_slack_settings(env: Mapping[str, str], base_url: str) -> SlackSettings | None:
    names = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
    if not any(name in env for name in names):
        return None
    if "SLACK_CLIENT_ID" in env or "SLACK_CLIENT_SECRET" in env:
        return _read_slack_oauth_settings(env, base_url)
    if "SLACK_BOT_TOKEN" not in env:
        raise SettingsError(
            "SLACK_BOT_TOKEN is missing: Slack is half configured. Copy it from OAuth & Permissions,"
            " or set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to have it installed in many workspaces."
        )
    if "SLACK_SIGNING_SECRET" not in env and "SLACK_APP_TOKEN" not in env:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is missing: Slack is half configured. Copy it from Basic Information,"
            " or set SLACK_APP_TOKEN for Socket Mode."
        )
    return SlackSettings(
        bot_token=env["SLACK_BOT_TOKEN"],
        signing_secret=env.get("SLACK_SIGNING_SECRET", ""),
        app_token=env.get("SLACK_APP_TOKEN", ""),
        api_url=_read_slack_api_url(env),
    )


def _read_slack_oauth_settings(env: Mapping[str, str], base_url: str) -> SlackSettings:
    """Read the settings of an app for many workspaces, which hand out their tokens themselves."""
    if "SLACK_BOT_TOKEN" in env:
        given = " and ".join(name for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if name in env)
        raise SettingsError(
            f"SLACK_BOT_TOKEN and {given} are both set: Slack is either one workspace by token, or many that install"
            " the bot themselves. Remove the one or the other."
        )
    for name, where in (
        ("SLACK_CLIENT_ID", "Copy it from Basic Information."),
        ("SLACK_CLIENT_SECRET", "Copy it from Basic Information."),
        ("SLACK_SIGNING_SECRET", "Copy it from Basic Information."),
        ("SECRET_KEY", "The tokens of workspaces are encrypted with it."),
    ):
        if name not in env:
            raise SettingsError(f"{name} is missing: Slack is half configured. {where}")
    return SlackSettings(
        bot_token="",
        signing_secret=env["SLACK_SIGNING_SECRET"],
        app_token=env.get("SLACK_APP_TOKEN", ""),
        api_url=_read_slack_api_url(env),
        client_id=env["SLACK_CLIENT_ID"],
        client_secret=env["SLACK_CLIENT_SECRET"],
        authorize_url=env.get("SLACK_AUTHORIZE_URL", SLACK_AUTHORIZE),
        redirect_url=f"{base_url}/slack/oauth_redirect",
    )


def _read_slack_api_url(env: Mapping[str, str]) -> str:
    return env.get("SLACK_API_URL", "https://slack.com/api/").rstrip("/") + "/"


def _read_secret_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    keys = split_list_setting(env.get("SECRET_KEY", ""))
    if any(len(key.encode()) < 32 for key in keys):
        raise SettingsError("SECRET_KEY must be at least 32 bytes (several: newest first, comma separated).")
    return keys


def _read_time_zone(env: Mapping[str, str]) -> ZoneInfo:
    name = env.get("ARENA_TIMEZONE", "Europe/Oslo")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is no zone
        raise SettingsError(f"ARENA_TIMEZONE: there is no zone {name!r}; write it like Europe/Oslo.") from error


def _read_trusted_proxies(env: Mapping[str, str]) -> tuple[Network, ...]:
    try:
        return parse_networks(split_list_setting(env.get("TRUSTED_PROXIES", "")))
    except ValueError as error:
        raise SettingsError(f"TRUSTED_PROXIES: {error}; write addresses or networks, like 10.0.0.0/8.") from error
