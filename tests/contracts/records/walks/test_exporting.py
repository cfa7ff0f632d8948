"""A record is taken out with its network, and is the same where the file is loaded."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from storage.kit.database import Database
from tests.contracts.records.lines import check_exporting
from tests.contracts.records.makers import EXPORTED
from tests.contracts.records.walks.conftest import Share


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_exported_and_seeded_again(share: Share, kind: str, elsewhere: Database) -> None:
    await check_exporting(await share(line=EXPORTED), list_record_kinds()[kind], elsewhere)
