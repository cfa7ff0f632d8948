"""Read what the bot is told of Teams: its registration, and by what it proves who it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.address_ranges import is_loopback_host
from bot.runtime.setting_values import SettingsError, read_choice_setting, split_list_setting

#: Microsoft's public cloud: metadata for inbound tokens, and base address for outbound ones
MICROSOFT_OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
MICROSOFT_LOGIN = "https://login.microsoftonline.com"
#: where a machine in Azure asks for a token of its managed identity, unless its service names another address
AZURE_IDENTITY = "http://169.254.169.254/metadata/identity/oauth2/token"
#: by what the bot proves who it is: one of these
CREDENTIALS = ("TEAMS_APP_PASSWORD", "TEAMS_CERTIFICATE_FILE", "TEAMS_MANAGED_IDENTITY")


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    #: empty only with `anonymous`
    app_id: str
    app_password: str
    tenant_id: str
    allowed_tenants: tuple[str, ...]
    openid_url: str = MICROSOFT_OPENID
    login_url: str = MICROSOFT_LOGIN
    #: prefixes allowed in an activity's serviceUrl, beside Microsoft's hosts
    service_urls: tuple[str, ...] = ()
    #: accepts unsigned activities; only on loopback
    anonymous: bool = False
    #: shows the pages inside Teams as a personal tab
    tab: bool = False
    #: private key and certificate in one PEM file, in place of a password; read anew for each token
    certificate_file: str = ""
    #: Azure vouches for the machine, in place of a password
    managed_identity: bool = False
    identity_url: str = AZURE_IDENTITY
    #: what Azure's services want to be shown at their own address; empty on a plain machine
    identity_header: str = ""


def read_teams_settings(env: Mapping[str, str], host: str) -> TeamsSettings | None:
    """Return the settings of Teams, None where there are none. Raise SettingsError if they are half of it."""
    anonymous = read_choice_setting(env, "TEAMS_ANONYMOUS", ("0", "1")) == "1"
    if anonymous and not is_loopback_host(host):
        raise SettingsError("TEAMS_ANONYMOUS=1 accepts unsigned activities and is refused unless HOST is loopback.")
    managed = read_choice_setting(env, "TEAMS_MANAGED_IDENTITY", ("0", "1")) == "1"
    proofs = [name for name in CREDENTIALS if name in env and (managed or name != "TEAMS_MANAGED_IDENTITY")]
    given = [*proofs, *(name for name in ("TEAMS_APP_ID", "TEAMS_TENANT_ID") if name in env)]
    if not given and not anonymous:
        return None
    if not anonymous:
        _refuse_half_settings(env, proofs)
    if len(proofs) > 1:
        raise SettingsError(f"{proofs[0]} and {proofs[1]} are both set: choose by which the bot proves who it is.")
    tenant = env.get("TEAMS_TENANT_ID", "")
    return TeamsSettings(
        app_id=env.get("TEAMS_APP_ID", ""),
        app_password=env.get("TEAMS_APP_PASSWORD", ""),
        tenant_id=tenant,
        allowed_tenants=split_list_setting(env.get("TEAMS_ALLOWED_TENANTS", tenant)),
        openid_url=env.get("TEAMS_OPENID_URL", MICROSOFT_OPENID),
        login_url=env.get("TEAMS_LOGIN_URL", MICROSOFT_LOGIN).rstrip("/"),
        service_urls=split_list_setting(env.get("TEAMS_SERVICE_URLS", "")),
        anonymous=anonymous,
        tab=read_choice_setting(env, "TEAMS_TAB", ("0", "1")) == "1",
        certificate_file=_read_certificate_path(env),
        managed_identity=managed,
        identity_url=env.get("IDENTITY_ENDPOINT", AZURE_IDENTITY),
        identity_header=env.get("IDENTITY_HEADER", ""),
    )


def _refuse_half_settings(env: Mapping[str, str], proofs: list[str]) -> None:
    missing = [name for name in ("TEAMS_APP_ID", "TEAMS_TENANT_ID") if name not in env]
    if missing:
        raise SettingsError(f"{missing[0]} is missing: Teams is half configured.")
    if not proofs:
        one_of = f"{CREDENTIALS[0]} is missing (or {' or '.join(CREDENTIALS[1:])})"
        raise SettingsError(f"{one_of}: Teams is half configured.")


def _read_certificate_path(env: Mapping[str, str]) -> str:
    """Return the path. Raise SettingsError where no file can be read there."""
    path = env.get("TEAMS_CERTIFICATE_FILE", "")
    if path:
        try:
            Path(path).read_bytes()
        except OSError as error:
            raise SettingsError(f"TEAMS_CERTIFICATE_FILE cannot be read: {error.strerror}.") from None
    return path
