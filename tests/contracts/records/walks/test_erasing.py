"""A record holds nothing of a person any more once they are erased."""

from __future__ import annotations

import pytest

from handlers.chat.record_kinds import list_record_kinds
from tests.contracts.records.lines import check_erasing, check_retraction
from tests.contracts.records.makers import ERASED
from tests.contracts.records.scenes import NAME
from tests.contracts.records.walks.conftest import Share


#: what is swept is found by statements of each engine's own
@pytest.mark.both_engines
@pytest.mark.parametrize("kind", list_record_kinds())
async def test_a_record_holds_nothing_of_who_was_erased(share: Share, kind: str) -> None:
    await check_erasing(await share(line=ERASED, more=NAME), list_record_kinds()[kind])


@pytest.mark.parametrize("kind", list_record_kinds())
def test_a_kind_with_authors_says_what_becomes_of_what_they_wrote(kind: str) -> None:
    check_retraction(list_record_kinds()[kind])
