"""Build the platforms that the settings switch on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chore_scheduler import ChoreScheduler
from bot.delivery.courier import Courier
from bot.platforms import Platform
from bot.settings import Settings
from storage.kit.clocks import MovableClock
from storage.kit.database import Database


def build_enabled_platforms(settings: Settings, database: Database, *, playground: bool) -> dict[str, Platform]:
    """Build each platform that is switched on.

    A platform is imported only then: start-up and memory stay small.
    """
    found: list[Platform] = []
    if playground:
        from bot.platforms.playground import PlaygroundPlatform

        found.append(
            PlaygroundPlatform(database, arena_name=settings.arena_name, language=settings.language, zone=settings.zone)
        )
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


def connect_next_day(
    platforms: Mapping[str, Platform], database: Database, chores: ChoreScheduler, courier: Courier
) -> None:
    """Let the playground's page move the clock that everything there goes by, where it can be moved."""
    from bot.platforms.playground import PlaygroundPlatform
    from bot.platforms.playground.next_day import DayMover

    playground, clock = platforms[PlaygroundPlatform.name], database.clock
    assert isinstance(playground, PlaygroundPlatform)
    if isinstance(clock, MovableClock):
        playground.days = DayMover(database, clock, chores, courier)
