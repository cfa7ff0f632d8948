"""A record holds nothing of a person any more once they are erased."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_erasing
from tests.contracts.records.scenes import Scene

#: what is swept is found by statements of each engine's own
pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_holds_nothing_of_who_was_erased(scene: Scene, kind: str) -> None:
    await check_erasing(scene, list_record_kinds()[kind])
