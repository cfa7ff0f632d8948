"""The outbox, state by state: what is changed and taken back, what is left alone, and who waits for whom."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from storage.queue.delivery_rows import (
    CANCELLED,
    DEAD,
    DELETE,
    EXPIRED,
    LEASED,
    POST,
    READY,
    SENDING,
    SENT,
    STATES,
    UNKNOWN,
    UPDATE,
    Delivery,
)
from storage.queue.outbox import ROWS, DeliveryDraft
from tests.conftest import Clock

OUT, ON_THE_WAY, TO_COME, OVER = (SENT,), (SENDING, UNKNOWN), (READY, LEASED), (CANCELLED, EXPIRED, DEAD)
SUBJECT = "meeting:1"


@pytest.fixture
async def posts(database: Database) -> dict[str, str]:
    """State -> a post of the subject that is in it; and one of another subject."""
    ids = {}
    async with database.begin() as store:
        for state in (*STATES, "other"):
            subject = SUBJECT if state != "other" else "meeting:2"
            draft = DeliveryDraft(key=state, platform="fake", workspace="W", user="U", template="card", subject=subject)
            await store.outbox.post_deliveries(draft)
            mine = ROWS.c.dedupe_key == state
            ids[state] = await store.session.scalar(sa.select(ROWS.c.id).where(mine))
            if state in STATES:
                lease = store.now + timedelta(minutes=1) if state in (LEASED, SENDING, UNKNOWN) else None
                values = {"state": state, "lease_until": lease, "message": "m1" if state == SENT else ""}
                await store.session.execute(sa.update(ROWS).where(mine).values(values))
    return ids


async def rows(database: Database, op: str) -> dict[str, Delivery]:
    """Key of the post -> it, or the change of it that waits."""
    async with database.read() as store:
        found = (await store.session.scalars(sa.select(Delivery).where(Delivery.op == op))).all()
        names = dict((await store.session.execute(sa.select(ROWS.c.id, ROWS.c.dedupe_key))).all())
    return {names[row.target_id or row.id]: row for row in found if op == POST or row.state == READY}


async def test_what_is_taken_back_is_cancelled_marked_or_deleted(database: Database, posts: dict[str, str]) -> None:
    async with database.begin() as store:
        await store.outbox.refresh_copies(SUBJECT)
    async with database.begin() as store:
        await store.outbox.withdraw_copies(SUBJECT)
    now = await rows(database, POST)
    for state in TO_COME:
        assert (now[state].state, now[state].lease_until, now[state].cancel_requested) == (CANCELLED, None, True)
    for state in ON_THE_WAY:
        assert (now[state].state, now[state].cancel_requested) == (state, True)
        assert now[state].lease_until is not None
    for state in (*OUT, *OVER):
        assert (now[state].state, now[state].cancel_requested) == (state, False)
    assert (now["other"].state, now["other"].cancel_requested) == (READY, False)
    assert set(await rows(database, DELETE)) == {*OUT, *ON_THE_WAY}
    assert await rows(database, UPDATE) == {}, "a redrawing that waits would keep the deletion out"


async def test_what_is_kept_is_not_taken_back(database: Database, posts: dict[str, str]) -> None:
    async with database.begin() as store:
        await store.outbox.withdraw_copies(SUBJECT, but=[posts[state] for state in (READY, SENDING, SENT)])
    now = await rows(database, POST)
    assert {state for state in STATES if now[state].cancel_requested} == {LEASED, UNKNOWN}
    assert now[READY].state == READY
    assert set(await rows(database, DELETE)) == {UNKNOWN}


async def test_only_copies_that_may_be_out_are_redrawn_and_each_once(database: Database, posts: dict[str, str]) -> None:
    """Those that are still to come are drawn as it is by then."""
    for _ in range(2):
        async with database.begin() as store:
            await store.outbox.refresh_copies(SUBJECT)
    assert set(await rows(database, UPDATE)) == {*OUT, *ON_THE_WAY}
    async with database.read() as store:
        changes = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.op == UPDATE)
        assert await store.session.scalar(changes) == 3
    now = await rows(database, POST)
    assert {state: row.state for state, row in now.items() if state in STATES} == {state: state for state in STATES}


@pytest.mark.parametrize("how", ["subject", "key"])
async def test_what_is_cancelled_is_counted_and_what_is_on_its_way_is_marked(
    database: Database, posts: dict[str, str], how: str
) -> None:
    async with database.begin() as store:
        if how == "subject":
            assert await store.outbox.cancel_deliveries(subject=SUBJECT) == len(TO_COME)
        else:
            assert [await store.outbox.cancel_deliveries(key=state) for state in STATES] == [1, 1, 0, 0, 0, 0, 0, 0]
    now = await rows(database, POST)
    assert {state for state in STATES if now[state].cancel_requested} == {*TO_COME, *ON_THE_WAY}
    assert {state for state in STATES if now[state].state == CANCELLED} == {*TO_COME, CANCELLED}
    assert now["other"].state == READY
    assert await rows(database, DELETE) == {}, "what is out stays"


async def test_a_claim_ends_with_its_lease_and_not_before(database: Database, clock: Clock) -> None:
    draft = DeliveryDraft(key="k", platform="fake", workspace="W", user="U", template="card", subject=SUBJECT)
    async with database.begin() as store:
        await store.outbox.post_deliveries(draft)
        (mine,) = await store.deliveries.claim_due_deliveries("first", timedelta(seconds=15), 10, ["fake"])
        assert mine.lease_until == store.now + timedelta(seconds=15)
    clock.forward(seconds=14)
    async with database.begin() as store:
        assert await store.unknown_outcomes.sweep_expired_leases() == 0
        assert await store.deliveries.claim_due_deliveries("second", timedelta(seconds=15), 10, ["fake"]) == []
        assert await store.deliveries.lock_claimed_deliveries([mine]) == [mine]
        assert await store.deliveries.mark_sending([mine], timedelta(seconds=46)) == [mine]
        assert (await store.outbox.find_delivery(mine.id)).lease_until == store.now + timedelta(seconds=46)  # type: ignore[union-attr]
    clock.forward(seconds=47)
    async with database.begin() as store:
        assert await store.unknown_outcomes.sweep_expired_leases() == 1
        assert (await store.outbox.find_delivery(mine.id)).state == UNKNOWN  # type: ignore[union-attr]


@pytest.mark.parametrize("how", ["refresh", "take_back", "cancel"])
async def test_whoever_is_about_to_send_waits_for_whoever_changes(postgres_url: str, how: str) -> None:
    """On PostgreSQL, where two can write: else what was so before would go out after the change."""
    database = Database(postgres_url)
    draft = DeliveryDraft(key="k", platform="fake", workspace="W", user="U", template="card", subject=SUBJECT)
    async with database.begin() as store:
        await store.outbox.post_deliveries(draft)
    async with database.begin() as store:
        claimed = await store.deliveries.claim_due_deliveries("me", timedelta(seconds=15), 10, ["fake"])

    async def prepare() -> int:
        async with database.begin() as store:
            return len(
                await store.deliveries.mark_sending(
                    await store.deliveries.lock_claimed_deliveries(claimed), timedelta(seconds=46)
                )
            )

    async with database.begin() as store:
        changes = {
            "refresh": store.outbox.refresh_copies, "take_back": store.outbox.withdraw_copies,
            "cancel": lambda subject: store.outbox.cancel_deliveries(subject=subject),
        }  # fmt: skip
        await changes[how](SUBJECT)
        preparing = asyncio.create_task(prepare())
        assert not (await asyncio.wait({preparing}, timeout=0.3))[0]
    assert await preparing == (1 if how == "refresh" else 0)
    await database.close()
