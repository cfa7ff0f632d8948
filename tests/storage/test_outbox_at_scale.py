"""Forty thousand posts of one subject are changed like one: no statement grows with them."""

from __future__ import annotations

import time
from collections import Counter

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from storage.queue.delivery_rows import CANCELLED, DELETE, POST, READY, SENDING, SENT, UPDATE, Delivery
from storage.queue.outbox import ROWS, DeliveryDraft

POSTS = 40_000
#: of these every fourth is out, and every fourth on its way; the others are still to come
OUT, ON_THE_WAY = POSTS // 4, POSTS // 4
#: columns of a post
SAME = {
    "op": POST,
    "kind": "notice",
    "platform": "fake",
    "workspace": "W",
    "template": "card",
    "language": "nb",
    "args": {},
}
SAME |= {"subject": "meeting:1"}
EMPTY = (
    "channel", "thread", "local_time", "tzid", "tzdata_version", "owner", "sent_thread", "sent_channel", "link",
    "last_error",
)  # fmt: skip
NO = ("early", "cancel_requested", "stale")
#: seconds that one change may take: PostgreSQL ends a statement after five, and a person waits for all of them
LONGEST = 60.0


@pytest.fixture
async def crowded(database: Database) -> Database:
    """A meeting of which everybody has been told, is being told, or will be."""
    numbers = sa.select(sa.literal(0).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < POSTS - 1))
    key, place = sa.func.concat("k", numbers.c.n), numbers.c.n % 4
    await _analyze_before_first_row(database)
    state = sa.case((place == 0, SENT), (place == 1, SENDING), else_=READY)
    async with database.begin() as store:
        values = {
            "id": key, "dedupe_key": key, "user": key, "state": state, "message": sa.case((place == 0, key), else_=""),
            "due_at": store.now, "next_at": store.now, "created_at": store.now,
            **SAME, **dict.fromkeys(("attempts", "claims"), 0), **dict.fromkeys(EMPTY, ""), **dict.fromkeys(NO, False),
        }  # fmt: skip
        columns = [sa.cast(value, ROWS.c[name].type).label(name) for name, value in values.items()]
        await store.session.execute(sa.insert(ROWS).from_select(list(values), sa.select(*columns)))
    return database


async def _analyze_before_first_row(database: Database) -> None:
    """Have statistics that expect no row, like a new database from which all members are told at once."""
    async with database.begin() as store:
        first = DeliveryDraft(key="first", platform="fake", workspace="W", user="U", template="card")
        await store.outbox.post_deliveries(first)
        await store.session.execute(sa.delete(ROWS))
        await store.session.execute(sa.text("ANALYZE deliveries"))


async def counted(database: Database) -> Counter[tuple[str, str, bool]]:
    async with database.read() as store:
        columns = (Delivery.op, Delivery.state, Delivery.cancel_requested)
        found = await store.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns))
        return Counter({(op, state, bool(asked)): count for op, state, asked, count in found})


async def test_forty_thousand_copies_are_redrawn_cancelled_and_taken_back(crowded: Database) -> None:
    start = time.monotonic()
    async with crowded.begin() as store:
        await store.outbox.refresh_copies("meeting:1")
    assert await counted(crowded) == {
        (POST, SENT, False): OUT,
        (POST, SENDING, False): ON_THE_WAY,
        (POST, READY, False): POSTS - OUT - ON_THE_WAY,
        (UPDATE, READY, False): OUT + ON_THE_WAY,
    }
    async with crowded.begin() as store:
        kept = (await store.posted_copies.list_sent_copies("meeting:1"))[:5000]
        await store.outbox.withdraw_copies("meeting:1", but=[row.id for row in kept])
    assert await counted(crowded) == {
        (POST, SENT, False): OUT,
        (POST, SENDING, True): ON_THE_WAY,
        (POST, CANCELLED, True): POSTS - OUT - ON_THE_WAY,
        (UPDATE, READY, False): 5000,
        (UPDATE, CANCELLED, False): OUT + ON_THE_WAY - 5000,
        (DELETE, READY, False): OUT + ON_THE_WAY - 5000,
    }
    assert time.monotonic() - start < 3 * LONGEST
