"""Check the workspaces that have installed the bot: name, id, and what their tokens lack."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.platforms import Finding
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.checks import (
    COMFORTS,
    FAILURES,
    check_socket_mode,
    describe_missing_comforts,
    describe_token_advice,
    load_needed_scopes,
)
from bot.platforms.slack.errors import DEAD_TOKEN
from bot.platforms.slack.installation_pages import BACK, BEGIN
from bot.settings import SlackSettings as Settings
from storage.directory.installation_stores import WorkspaceInstallation, WorkspaceInstallations
from storage.kit.database import UNAVAILABLE
from storage.kit.token_encryption import CannotDecrypt


async def check_installed_workspaces(
    api: SlackApi, installs: WorkspaceInstallations, settings: Settings
) -> list[Finding]:
    """Check every workspace that has installed the bot; `api` has no token of its own."""
    link = settings.redirect_url.removesuffix(BACK) + BEGIN
    found = [_check_install_address(link)]
    if settings.app_token:
        found.append(await check_socket_mode(api, settings.app_token))
    try:
        ids = await installs.list_installed_workspaces()
        found += [await _check_workspace(api, installs, id) for id in ids]
    except UNAVAILABLE as error:
        return [*found, Finding("Slack workspaces", False, f"the database says {error}")]
    return found if ids else [*found, Finding("Slack workspaces", True, f"none yet: an administrator opens {link}")]


def _check_install_address(link: str) -> Finding:
    """Check that the address begins with https.

    Slack sends installers only to https, and browsers keep the state only there.
    """
    address = urlsplit(link)
    if address.scheme == "https" or address.hostname in ("localhost", "127.0.0.1", "::1"):
        return Finding("Slack installation", True, link)
    return Finding("Slack installation", False, f"{link}: BASE_URL must begin with https.")


async def _check_workspace(api: SlackApi, installs: WorkspaceInstallations, id: str) -> Finding:
    try:
        install = await installs.find_installation(id)
    except CannotDecrypt:
        why = "SECRET_KEY lacks the key that its token is sealed with: put that back, or install it again."
        return Finding("Slack workspace", False, f"{id}: {why}")
    if install is None:
        return Finding("Slack workspace", False, f"{id}: removed meanwhile")
    ok, what = await _check_workspace_token(api.with_token(install.token), install)
    return Finding("Slack workspace", ok, f"{install.name} ({id}): {what}")


async def _check_workspace_token(api: SlackApi, install: WorkspaceInstallation) -> tuple[bool, str]:
    if install.expires_at is not None and install.expires_at <= datetime.now(UTC):
        return bool(install.refresh), "its token has ended, and is renewed when the bot is next used there"
    try:
        _, scopes = await api.load_token_identity()
    except FAILURES as error:
        return False, "install the bot again." if str(error) in DEAD_TOKEN else describe_token_advice(str(error))
    if missing := sorted(load_needed_scopes() - scopes - COMFORTS.keys()):
        return False, f"{', '.join(missing)} missing: install the bot again."
    renewed = ", a token that is renewed by itself" if install.expires_at else ""
    return True, f"{len(scopes)} scopes granted{renewed}{describe_missing_comforts(scopes)}"
