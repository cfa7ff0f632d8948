"""What is for members is found by those alone whom an organisation has confirmed."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds, list_searched_kinds
from tests.contracts.records.lines import check_confirmed_search
from tests.contracts.records.walks.conftest import Share


#: search has a statement for each engine
@pytest.mark.both_engines
@pytest.mark.parametrize("kind", list_searched_kinds())
async def test_a_record_is_found_by_nobody_whom_no_organisation_has_confirmed(share: Share, kind: str) -> None:
    await check_confirmed_search(await share(), list_record_kinds()[kind])
