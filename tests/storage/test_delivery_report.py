"""The ledger's queries, on both engines: what stands where, what does not get on, and what waits ahead."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.runtime.bootstrap_data import ensure_initial_topics
from storage.directory.rooms import LOST, Room
from storage.kit.database import Database, Store
from storage.queue.delivery_report import STALE
from storage.queue.delivery_rows import CANCELLED, DEAD, READY, SENT, UPDATE, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock


async def room(store: Store, channel: str, state: str = "open") -> Room:
    return await store.rooms.add(Room(platform="slack", workspace="T1", channel=channel, language="nb", state=state))


async def promised(store: Store, key: str, room_id: int | None, state: str, **values: object) -> str:
    """A delivery in this state; its id."""
    draft = DeliveryDraft(
        key=key, platform="slack", workspace="T1", channel="C1", template="t", subject="question:1", room_id=room_id
    )
    await store.outbox.post_deliveries(draft)
    found = await store.session.scalar(sa.select(Delivery).where(Delivery.dedupe_key == key))
    assert found is not None
    for name, value in {"state": state, **values}.items():
        setattr(found, name, value)
    await store.session.flush()
    return found.id


async def test_the_newest_post_to_each_room_counts_and_what_was_called_off_does_not(store: Store) -> None:
    one, two, three = [await room(store, f"C{n}") for n in range(3)]
    await promised(store, "a", one.id, DEAD)
    newest = await promised(store, "b", one.id, SENT)
    await promised(store, "c", two.id, CANCELLED)
    waiting = await promised(store, "d", three.id, READY)
    await promised(store, "e", None, SENT)
    await promised(store, "f", three.id, READY, op=UPDATE, target_id=waiting)
    assert [row.id for row in await store.delivery_report.list_newest_room_posts("question:1")] == [newest, waiting]


async def test_troubles_are_what_is_late_given_up_or_out_of_date(database: Database, clock: Clock) -> None:
    async with database.begin() as store:
        here = await room(store, "C1")
        fine = await promised(store, "fine", here.id, SENT)
        stale = await promised(store, "stale", here.id, SENT, stale=True, last_error="cant_update_message")
        dead = await promised(store, "dead", None, DEAD, last_error="is_archived")
        late = await promised(store, "late", here.id, READY)
    clock.forward(minutes=2)
    async with database.begin() as store:
        fresh = await promised(store, "fresh", here.id, READY)
        found = await store.delivery_report.list_delivery_troubles()
        assert {(one.room_id, one.state, one.stale, one.last_error, one.count) for one in found} == {
            (here.id, READY, False, "", 1),
            (here.id, SENT, True, "cant_update_message", 1),
            (None, DEAD, False, "is_archived", 1),
        }
        assert {row.id for row in await store.delivery_report.list_troubled_deliveries([here.id], 9)} == {late, stale}
        assert [row.id for row in await store.delivery_report.list_troubled_deliveries(None, 9)] == [dead]
        assert [row.id for row in await store.delivery_report.list_troubled_deliveries([here.id], 1, 1)] == [stale]
        assert {fine, fresh}.isdisjoint({late, stale, dead})
    clock.forward(days=31)
    async with database.read() as store:
        assert await store.delivery_report.list_troubled_deliveries(None, 9) == []


async def test_what_waits_ahead_is_counted_by_address(store: Store) -> None:
    here = await room(store, "C1")
    for n in range(3):
        await promised(store, f"k{n}", here.id, READY)
    await promised(store, "tomorrow", here.id, READY, due_at=store.now + timedelta(days=1))
    assert list(await store.delivery_report.count_due_by_address({"slack:T1"}, "question:2")) == [
        ("slack", "T1", "C1", "", 3)
    ]
    assert list(await store.delivery_report.count_due_by_address({"slack:T1"}, "question:1")) == []
    assert list(await store.delivery_report.count_due_by_address({"slack:T2"}, "question:2")) == []


async def test_rooms_out_of_reach_are_missed_by_their_topics(store: Store) -> None:
    lost, there = await room(store, "C1", LOST), await room(store, "C2")
    await ensure_initial_topics(store)
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    for one in (lost, there):
        await store.rooms.set_room_topics(one.id, {topic.id})
    assert [one.id for one in await store.delivery_report.list_lost_rooms_of_topics({topic.id})] == [lost.id]
    assert list(await store.delivery_report.list_lost_rooms_of_topics(set())) == []


async def test_a_change_that_is_refused_marks_its_card_and_one_that_arrives_takes_the_mark_away(store: Store) -> None:
    here = await room(store, "C1")
    card = await promised(store, "card", here.id, SENT, message="m1")
    row = await store.outbox.find_delivery(card)
    assert row is not None
    for state, expected in ((DEAD, (True, "edit_window_closed")), (SENT, (False, ""))):
        await store.outbox.redraw_delivery(row)
        change = (await store.session.scalars(sa.select(Delivery).where(Delivery.state == READY))).one()
        change.state, change.owner = "sending", "me"
        await store.session.flush()
        if state == DEAD:
            await store.deliveries.end_delivery(change, DEAD, "edit_window_closed")
        else:
            await store.deliveries.acknowledge_deliveries([(change, {"message": "m1"})])
        await store.session.refresh(row)
        assert (row.stale, row.last_error) == expected


async def test_stale_cards_are_found_by_their_index(sqlite_store: Store) -> None:
    plan = await sqlite_store.session.execute(
        sa.text(f"EXPLAIN QUERY PLAN SELECT id FROM deliveries WHERE {STALE} AND op = 'post'")
    )
    assert any("ix_deliveries_stale" in str(row) for row in plan)
