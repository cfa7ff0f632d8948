"""Four hundred changes of mind in the middle of a drain, and what is seen of each."""

from __future__ import annotations

from storage.kit.database import Database
from tests.conftest import Clock
from tests.torture.moves import SUBJECTS, change_minds

WAVES = 8


async def test_a_change_is_not_followed_by_what_was_so_before(database: Database, clock: Clock) -> None:
    day = await change_minds(database, clock, WAVES)
    assert len(day.changes) == WAVES * SUBJECTS * 2
    assert day.faults() == []
    # it was the middle of the drain: some were caught on their way, and some before that
    assert 20 < day.on_their_way < len(day.changes) - 20
