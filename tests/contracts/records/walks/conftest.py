"""A network for each file and engine, with a record of each kind whose tests run there: they look at the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from handlers.chat.record_kinds import RecordKind, list_record_kinds
from storage.kit import record_ids
from storage.kit.database import Database
from tests.conftest import Clock
from tests.contracts.records.scenes import PLATFORM, Scene
from tests.contracts.records.shared_scenes import SharedScene
from tests.conversation import Conversation
from tests.one_database import clock, database, database_url, sqlite_url

__all__ = ["clock", "database", "database_url", "sqlite_url"]
#: opens the scene of a file, with what its records are like
Share = Callable[..., Awaitable[SharedScene]]


class Numbers:
    """Records of each kind are numbered from one in a file of tests, so that few ids are those of all kinds."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()

    def __call__(self, table: str) -> int:
        self.given[table] += 1
        return self.given[table]


@pytest.fixture(scope="module")
def numbers(database_url: str) -> Numbers:
    return Numbers()


@pytest.fixture(autouse=True)
def ids(numbers: Numbers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_ids, "make_id", numbers)


@pytest.fixture(scope="module")
def opened(database_url: str) -> list[SharedScene]:
    """The scene of this file and engine, once a test has asked for it."""
    return []


@pytest.fixture
async def share(
    request: pytest.FixtureRequest, database: Database, database_url: str, clock: Clock, opened: list[SharedScene]
) -> Share:
    """Open the scene, as the first test wants it, with the kinds whose tests run in this file on this engine."""

    async def open_scene(**wanted: Any) -> SharedScene:
        if not opened:
            talk = Conversation(database, platforms=[PLATFORM])
            opened.append(SharedScene(await Scene(talk, clock, database_url).begin(), _list_kinds(request), **wanted))
        return opened[0]

    return open_scene


def _list_kinds(request: pytest.FixtureRequest) -> list[RecordKind]:
    here = request.node.callspec.params.get("database_url")
    tests = [item for item in request.session.items if item.path == request.node.path and hasattr(item, "callspec")]
    asked = {item.callspec.params.get("kind") for item in tests if item.callspec.params.get("database_url") == here}
    return [kind for kind in list_record_kinds().values() if kind.name in asked]
