"""Claims of many rows: as many as were asked for, whatever the database thinks of the table."""

from __future__ import annotations

from datetime import timedelta

from storage.kit.database import Database
from storage.queue.outbox import DeliveryDraft

LEASE = timedelta(seconds=15)


async def test_a_claim_takes_no_more_than_it_may(database: Database) -> None:
    """PostgreSQL knows nothing yet of a table that was just filled, and plans as if it were small."""
    for first in range(0, 600, 200):
        async with database.begin() as store:
            await store.outbox.post_deliveries(*(_draft(number) for number in range(first, first + 200)))
    claimed: set[str] = set()
    for _ in range(5):
        async with database.begin() as store:
            rows = await store.deliveries.claim_due_deliveries("worker", LEASE, 20, ["fake"])
        assert len(rows) == 20
        claimed |= {row.id for row in rows}
    assert len(claimed) == 100


def _draft(number: int) -> DeliveryDraft:
    return DeliveryDraft(key=f"k{number}", platform="fake", workspace="W1", channel="c", template="reply")
