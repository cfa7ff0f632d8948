"""What is for members is seen by those alone whom an organisation has confirmed."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds, list_searched_kinds
from tests.contracts.records.lines import check_confirmation, check_confirmed_search
from tests.contracts.records.scenes import Scene


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_shown_to_nobody_whom_no_organisation_has_confirmed(scene: Scene, kind: str) -> None:
    await check_confirmation(scene, list_record_kinds()[kind])


#: search has a statement for each engine
@pytest.mark.both_engines
@pytest.mark.parametrize("kind", list_searched_kinds())
async def test_a_record_is_found_by_nobody_whom_no_organisation_has_confirmed(scene: Scene, kind: str) -> None:
    await check_confirmed_search(scene, list_record_kinds()[kind])
