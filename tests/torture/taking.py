"""A web that dies while it takes an event: Slack, which has no answer, tells it again, and hears of no third one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
import sqlalchemy as sa

from storage.queue.delivery_rows import Delivery
from tests.platforms.slack.payloads import Json, encoded, message, signed
from tests.standins.slack import TEAM
from tests.torture.deaths import Yard
from tests.torture.points import moments
from tests.torture.room import carried

#: each unit of work in which an event is taken, and around all of them; the latter is answered after that
TAKEN = ("listeners.handle_event_payload: self.dispatch", "dispatcher.answer_in_transaction: self.database.begin")
#: the same for more than one person may write in a minute
TOO_MUCH = ("dispatcher._answer_limited_event: self.database.begin",)


def points_of_taking() -> list[str]:
    return moments((*TAKEN, *TOO_MUCH))


async def take(yard: Yard, points: Sequence[str]) -> list[Json]:
    """One event for each of these points, at which the web dies that takes it; then each is told twice more."""
    told: list[Json] = []
    for number, point in enumerate(points):
        events = [_line(number, 0), _line(number, 1)][: 1 + point.startswith(TOO_MUCH)]
        life = asyncio.create_task(yard.mortals.live(die_at=point, web=True, lines=1))
        await yard.mortals.until_warm(life)
        for event in events:
            with suppress(aiohttp.ClientError):
                await _tell(yard, event)
        await life
        told += events
    life = asyncio.create_task(yard.mortals.live(web=True))
    await yard.mortals.until_warm(life)
    for event in (*told, *told):
        assert await _tell(yard, event) == 200
    yard.mortals.end()
    await life
    return told


async def answers_to(yard: Yard, event: Json) -> int:
    """How many messages the person has got who is answered here."""
    key = f"reply:slack:{TEAM}:{event['event']['channel']}:{event['event']['ts']}"
    async with yard.database.read() as store:
        id = await store.session.scalar(sa.select(Delivery.id).where(Delivery.dedupe_key == key))
    return sum(carried(one) == id for room in yard.rooms.messages.values() for one in room)


async def _tell(yard: Yard, event: Json) -> int:
    body, content_type = encoded(event)
    url = f"http://127.0.0.1:{yard.mortals.port}/slack/events"
    headers = signed(body, content_type=content_type)
    async with aiohttp.ClientSession() as slack, slack.post(url, data=body, headers=headers) as answer:
        return answer.status


def _line(number: int, other: int) -> Json:
    """To the bot alone; each in a chat of its own, so that what comes of it is told apart."""
    return message("help", channel=f"D{number}X{other}", channel_type="im", ts=f"{100 + number}.{other:06d}")
