"""A record passes to somebody else when its owner leaves, and back when that is undone."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_handing_over
from tests.contracts.records.scenes import Scene


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_handed_over_and_given_back(scene: Scene, kind: str) -> None:
    await check_handing_over(scene, list_record_kinds()[kind])
