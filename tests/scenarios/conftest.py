"""A stage for each platform, with rooms for two topics and a small library."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from storage.rooms import Room
from tests.scenarios.playground_stage import PlaygroundStage
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import DESK, GRID, POWER, Stage
from tests.scenarios.teams_stage import TeamsStage

STAGES = {"slack": SlackStage, "teams": TeamsStage, "playground": PlaygroundStage}


async def furnish(stage: Stage) -> None:
    """Rooms for the grid, for power, and for triage."""
    async with stage.bot.database.begin() as store:
        for name, topic in ((GRID, "nett"), (POWER, "energi"), (DESK, "")):
            platform, workspace, channel = stage.channel(name)
            room = await store.rooms.add(
                Room(
                    platform=platform,
                    workspace=workspace,
                    channel=channel,
                    name=f"#{name}",
                    language="nb",
                    triage=not topic,
                )
            )
            found = await store.topics.by_slug(topic) if topic else None
            await store.rooms.carry(room.id, {found.id} if found else set())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings(database_url=sqlite_url, port=0, grace_seconds=0, semantic="0")


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[Stage]:
    async with STAGES[request.param](settings) as stage:
        await furnish(stage)
        yield stage
