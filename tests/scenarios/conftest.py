"""A stage for each platform, with rooms for two topics; each suite is played by words, and by meaning too.

What asks, finds, answers and saves is played both ways on every platform, and so are people who belong to one house,
to none, to several, and guests. The other suites are played once on each platform, by meaning on one of them in turn:
what a platform draws does not depend on how a search was made. With `--engines both` everything is played both ways.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from bot.platforms import RateBudget
from bot.platforms.slack import SlackPlatform
from bot.platforms.teams import TeamsPlatform
from bot.runtime.bootstrap_data import open_prepared_database
from bot.settings import Settings
from handlers.chat.places import Place
from storage.directory.rooms import Room
from tests.meanings import Subjects, real
from tests.rehearsals import rehearse_once
from tests.scenarios.playground_stage import PlaygroundStage
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import DESK, GRID, POWER, Stage
from tests.scenarios.teams_stage import TeamsStage

#: how the bot searches, and the suites that are played each way on every platform
WAYS = ("words", "meaning")
EVERYWHERE = {"test_whole_way", "test_searches", "test_each_belonging"}
#: how many times as fast the bot may write elsewhere than on the whole way by words
FASTER = 20
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
            found = await store.topics.find_topic_by_slug(topic) if topic else None
            await store.rooms.set_room_topics(room.id, {found.id} if found else set())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _is_played(item)] if config.getoption("engines") != "both" else []
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _is_played(item)]


def _is_played(item: pytest.Item) -> bool:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if not {"way", "stage"} <= params.keys():
        return True
    assert isinstance(item, pytest.Function)
    if item.path.stem in EVERYWHERE and params.keys() == {"way", "stage"}:
        return True
    turn = crc32(f"{item.path.stem} {item.originalname}".encode()) % len(STAGES)
    return params["way"] == ("meaning" if list(STAGES)[turn] == params["stage"] else "words")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the bot searches. The model is loaded once for all tests of a worker, and never too late."""
    if request.param == "meaning":
        monkeypatch.setattr("bot.runtime.bootstrap_data.load_e5_embedder", lambda: real() or Subjects())
        monkeypatch.setattr("bot.intake.query_meaning.PATIENCE", 60.0)
        monkeypatch.setattr("bot.maintenance.embedding_worker.COMPANY", 0.05)
    return str(request.param)


@pytest.fixture(scope="session")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which a bot has begun: it holds the topics, which each would write row by row."""
    path = tmp_path_factory.mktemp("begun") / "template.db"
    shutil.copyfile(sqlite_template, path)

    async def begin() -> None:
        await (await open_prepared_database(Settings(database_url=f"sqlite:///{path}"))).close()

    asyncio.run(begin())
    return path


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    rehearse_once(monkeypatch, way)


@pytest.fixture
def paced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Each person hears of one thing a second on Slack: a life would wait for its messages most of the time.

    The pace is the real one where the whole way is gone by words.
    """
    if request.path.stem == "test_whole_way" and way == "words":
        return
    for platform in (SlackPlatform, TeamsPlatform):
        real = platform.list_budgets

        def budgets(self: Any, place: Place, real: Any = real) -> dict[str, RateBudget]:
            found = real(self, place).items()
            return {name: replace(budget, step=budget.step / FASTER) for name, budget in found}

        monkeypatch.setattr(platform, "list_budgets", budgets)


@pytest.fixture
def settings(begun: Path, tmp_path: Path, way: str, rehearsed: None, paced: None) -> Settings:
    path = tmp_path / "arena.db"
    shutil.copyfile(begun, path)
    semantic = "1" if way == "meaning" else "0"
    return Settings(database_url=f"sqlite:///{path}", port=0, grace_seconds=0, semantic=semantic)


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[Stage]:
    async with STAGES[request.param](settings) as stage:
        await furnish(stage)
        yield stage
