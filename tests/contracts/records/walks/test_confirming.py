"""What is for members is seen by those alone whom an organisation has confirmed."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_confirmation
from tests.contracts.records.walks.conftest import Share


@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_is_shown_to_nobody_whom_no_organisation_has_confirmed(share: Share, kind: str) -> None:
    await check_confirmation(await share(waits=True), list_record_kinds()[kind])
