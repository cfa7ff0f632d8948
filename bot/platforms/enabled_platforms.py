"""Build the platforms that the settings switch on."""

from __future__ import annotations

from bot.platforms import Platform
from bot.settings import Settings
from storage.kit.database import Database


def build_enabled_platforms(settings: Settings, database: Database, *, playground: bool) -> dict[str, Platform]:
    """Build each platform that is switched on.

    A platform is imported only then: start-up and memory stay small.
    """
    found: list[Platform] = []
    if playground:
        from bot.platforms.playground import PlaygroundPlatform

        found.append(PlaygroundPlatform(database, arena_name=settings.arena_name, language=settings.language))
    if settings.slack is not None:
        from bot.platforms.slack import SlackPlatform

        installs = None
        if settings.slack.client_id:
            from storage.directory.installation_stores import WorkspaceInstallations

            installs = WorkspaceInstallations(database, settings.slack.client_id, settings.secret_keys)
        found.append(
            SlackPlatform(settings.slack, arena_name=settings.arena_name, language=settings.language, installs=installs)
        )
    if settings.teams is not None:
        from bot.platforms.teams import TeamsPlatform
        from storage.directory.tenants import TenantAllowList

        tenants = TenantAllowList(database, "teams", settings.teams.allowed_tenants)
        found.append(TeamsPlatform(settings.teams, tenants, arena_name=settings.arena_name, language=settings.language))
    return {platform.name: platform for platform in found}
