"""A record is seen within its audience alone: by words and by meaning, in lists, pages, files and digests."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_audience
from tests.contracts.records.makers import AUDIENCE
from tests.contracts.records.walks.conftest import Share


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_seen_within_its_audience_alone(share: Share, kind: str) -> None:
    await check_audience(await share(line=AUDIENCE, kept=True, waits=True), list_record_kinds()[kind])
