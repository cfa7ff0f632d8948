"""A record is told of in each language."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_languages
from tests.contracts.records.makers import TRANSLATED
from tests.contracts.records.walks.conftest import Share


@pytest.fixture(scope="module")
def database_url(sqlite_url: str) -> str:
    """On SQLite alone: who sees what is held on both by the other lines, and an engine translates no text."""
    return sqlite_url


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_told_of_in_each_language(share: Share, kind: str) -> None:
    await check_languages(await share(line=TRANSLATED), list_record_kinds()[kind])
