"""A record is reported, hidden and restored."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_moderation
from tests.contracts.records.makers import MODERATED
from tests.contracts.records.walks.conftest import Share


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_gone_while_it_is_hidden_and_comes_back(share: Share, kind: str) -> None:
    await check_moderation(await share(line=MODERATED), list_record_kinds()[kind])
