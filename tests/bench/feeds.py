"""A person's calendar with two thousand meetings: how long it takes to draw, and to say that nothing is new."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http import calendar_feeds
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Arena
from storage.directory.people import Person
from storage.kit.database import Database
from storage.meetings.calendar_feeds import CalendarFeed
from tests.bench.benches import ENGINES, Bench
from tests.bench.tables import Row, middle, ms
from tests.meetings import add_meeting

MEETINGS, ROUNDS = 2000, 9
#: seconds
DRAWN, SAME = 0.300, 0.020


def measure(bench: Bench) -> list[Row]:
    return [row for engine in ENGINES for row in asyncio.run(_measure(bench, engine))]


async def _measure(bench: Bench, engine: str) -> list[Row]:
    database = Database(bench.database(engine))
    try:
        await _fill(database)
        app = web.Application()
        app.add_routes(calendar_feeds.build_calendar_routes(database, Arena()))
        async with TestClient(TestServer(app)) as client:
            drawn, same = await _read(client)
    finally:
        await database.close()
    name = f"feed of {MEETINGS} meetings, {ENGINES[engine]}"
    return [
        Row(
            name,
            ms(middle(drawn)),
            goal=f"<= {ms(DRAWN)}",
            met=middle(drawn) <= DRAWN,
            figures={"p50_ms": middle(drawn) * 1000},
        ),
        Row(
            f"{name}: nothing new (304)",
            ms(middle(same)),
            goal=f"<= {ms(SAME)}",
            met=middle(same) <= SAME,
            figures={"p50_ms": middle(same) * 1000},
        ),
    ]


async def _fill(database: Database) -> None:
    first = datetime.now().replace(minute=0, second=0, microsecond=0)  # noqa: DTZ005 - a wall clock
    async with database.begin() as store:
        person = await store.people.add_person_with_account(Person(name="Sara", language="nb", role="secretariat"))
        await store.calendar_feeds.add(CalendarFeed(person_id=person.id, token_hash=hash_token("token")))
        for n in range(MEETINGS):
            starts = (first + timedelta(hours=n)).isoformat(timespec="minutes")
            link = "https://meet.example/abc"
            await add_meeting(store, person.id, title=f"Meeting {n}", starts=starts, minutes=60, link=link)


async def _read(client: TestClient[web.Request, web.Application]) -> tuple[list[float], list[float]]:
    drawn, same = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = await client.get("/calendar/token.ics")
        text = await answer.read()
        drawn.append(time.perf_counter() - start)
        assert text.count(b"BEGIN:VEVENT") == MEETINGS
        start = time.perf_counter()
        answer = await client.get("/calendar/token.ics", headers={"If-None-Match": answer.headers["ETag"]})
        same.append(time.perf_counter() - start)
        assert answer.status == 304
    return drawn, same
