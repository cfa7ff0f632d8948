"""A record is told of in each language."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_languages
from tests.contracts.records.scenes import Scene


#: on SQLite alone: who sees what is held on both engines by the other lines, and an engine translates no text
@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_told_of_in_each_language(sqlite_scene: Scene, kind: str) -> None:
    await check_languages(sqlite_scene, list_record_kinds()[kind])
