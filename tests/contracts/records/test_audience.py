"""A record is seen within its audience alone: by words and by meaning, in lists, pages, files and digests."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_audience
from tests.contracts.records.scenes import Scene


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_seen_within_its_audience_alone(scene: Scene, kind: str) -> None:
    await check_audience(scene, list_record_kinds()[kind])
