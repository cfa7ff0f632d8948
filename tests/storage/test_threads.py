"""Posts of one thread are told together, as far as nobody else has them in hand."""

from __future__ import annotations

from datetime import timedelta

from storage.kit.database import Database, Store
from storage.queue.delivery_rows import CANCELLED, LEASED, READY, Delivery
from storage.queue.outbox import DeliveryDraft

LEASE = timedelta(seconds=15)


def reply(number: int, thread: str = "t") -> DeliveryDraft:
    place = {"platform": "fake", "workspace": "W1", "channel": "c", "thread": thread}
    return DeliveryDraft(
        key=f"{thread}:{number}", subject=f"answer:{number}", template="answers.card", args={}, **place
    )


async def claimed(store: Store, owner: str, most: int) -> list[Delivery]:
    return list(await store.deliveries.claim_due_deliveries(owner, LEASE, most, ["fake"]))


async def test_only_what_is_free_joins_and_is_found_by_what_it_tells(database: Database) -> None:
    async with database.begin() as store:
        for number in range(4):
            await store.outbox.post_deliveries(reply(number))
        await store.outbox.post_deliveries(reply(9, "another"))
    async with database.begin() as store:
        (lead,) = await claimed(store, "one", 1)
    async with database.begin() as store:
        (theirs,) = await claimed(store, "two", 1)
    async with database.begin() as store:
        pending = await store.thread_posts.list_pending_thread_posts([lead])
        assert {row.subject for row in pending} == {f"answer:{number}" for number in range(4)}
        joined = await store.thread_posts.join_thread_posts(lead, [row for row in pending if row.id != lead.id])
        lead.args = {"more": [2, 3]}
        await store.thread_posts.store_lead_arguments(lead)
    assert {row.subject for row in joined} == {"answer:2", "answer:3"}
    async with database.begin() as store:
        states = {row.id: (await store.outbox.find_delivery(row.id)).state for row in pending}
        assert sorted(states.values()) == sorted([LEASED, LEASED, CANCELLED, CANCELLED])
        assert states[theirs.id] == LEASED
        (found,) = await store.thread_posts.list_lead_deliveries("answer:3")
        assert (found.id, found.args) == (lead.id, {"more": [2, 3]})
        assert await store.thread_posts.list_lead_deliveries("answer:1") == []
        assert [row.id for row in await store.thread_posts.list_live_posts("answer:0")] == [lead.id]
        assert (await store.outbox.find_delivery(theirs.id)).told_in_id is None
        assert READY not in states.values()
