"""What `check` says about the workspaces that have installed the bot: name, id, and what their tokens lack."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.platforms import Finding
from bot.platforms.slack.calls import Api
from bot.platforms.slack.checks import FAILURES, advice, needed_scopes, socket
from bot.platforms.slack.errors import DEAD_TOKEN
from bot.platforms.slack.pages import BACK, BEGIN
from bot.settings import Slack as Settings
from storage.directory.installation_stores import Install, Installs
from storage.kit.database import UNAVAILABLE
from storage.kit.token_encryption import CannotOpen


async def look_everywhere(api: Api, installs: Installs, settings: Settings) -> list[Finding]:
    """Every workspace that has installed the bot; `api` has no token of its own."""
    link = settings.redirect_url.removesuffix(BACK) + BEGIN
    found = [_address(link)]
    if settings.app_token:
        found.append(await socket(api, settings.app_token))
    try:
        ids = await installs.workspaces()
        found += [await _workspace(api, installs, id) for id in ids]
    except UNAVAILABLE as error:
        return [*found, Finding("Slack workspaces", False, f"the database says {error}")]
    return found if ids else [*found, Finding("Slack workspaces", True, f"none yet: an administrator opens {link}")]


def _address(link: str) -> Finding:
    """Slack sends installers only to addresses with https, and browsers keep the state only for those."""
    address = urlsplit(link)
    if address.scheme == "https" or address.hostname in ("localhost", "127.0.0.1", "::1"):
        return Finding("Slack installation", True, link)
    return Finding("Slack installation", False, f"{link}: BASE_URL must begin with https.")


async def _workspace(api: Api, installs: Installs, id: str) -> Finding:
    try:
        install = await installs.of(id)
    except CannotOpen:
        why = "SECRET_KEY lacks the key that its token is sealed with: put that back, or install it again."
        return Finding("Slack workspace", False, f"{id}: {why}")
    if install is None:
        return Finding("Slack workspace", False, f"{id}: removed meanwhile")
    ok, what = await _token(api.with_token(install.token), install)
    return Finding("Slack workspace", ok, f"{install.name} ({id}): {what}")


async def _token(api: Api, install: Install) -> tuple[bool, str]:
    if install.expires_at is not None and install.expires_at <= datetime.now(UTC):
        return bool(install.refresh), "its token has ended, and is renewed when the bot is next used there"
    try:
        _, scopes = await api.whoami()
    except FAILURES as error:
        return False, "install the bot again." if str(error) in DEAD_TOKEN else advice(str(error))
    if missing := sorted(needed_scopes() - scopes):
        return False, f"{', '.join(missing)} missing: install the bot again."
    renewed = ", a token that is renewed by itself" if install.expires_at else ""
    return True, f"{len(scopes)} scopes granted{renewed}"
