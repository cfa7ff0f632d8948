"""Reminders by the thousand, promised through the outbox: to people in their chats, and to channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from handlers.chat.cards import Button, Buttons, Card, Facts
from storage.directory.people import Person
from storage.kit.database import Database
from storage.queue.delivery_rows import REMINDER
from storage.queue.outbox import DeliveryDraft
from tests.standins.slack import TEAM

#: promised in one transaction
TOGETHER = 1000


async def promise(database: Database, count: int, places: Sequence[str], due: datetime) -> None:
    """So many, in turn to each of these places; a place that begins with U is a person, and becomes a member."""
    people = await _members(database, [place for place in places if place.startswith("U")])
    for first in range(0, count, TOGETHER):
        numbers = range(first, min(first + TOGETHER, count))
        async with database.begin() as store:
            await store.outbox.post_deliveries(
                *(_draft(number, places[number % len(places)], people, due) for number in numbers)
            )


async def _members(database: Database, users: Sequence[str]) -> dict[str, int]:
    if not users:
        return {}
    async with database.begin() as store:
        rows = [{"name": user, "language": "nb", "created_at": store.now} for user in users]
        await store.session.execute(sa.insert(Person), rows)
        found = await store.session.execute(sa.select(Person.name, Person.id))
        return {row.name: row.id for row in found}


def _draft(number: int, place: str, people: Mapping[str, int], due: datetime) -> DeliveryDraft:
    reader = people.get(place)
    return DeliveryDraft(
        key=f"reminder:{number}",
        platform="slack",
        workspace=TEAM,
        channel="" if reader else place,
        user=place if reader else "",
        person_id=reader,
        template="reply",
        args={"card": msgspec.to_builtins(_card(number))},
        kind=REMINDER,
        due_at=due,
    )


def _card(number: int) -> Card:
    facts = Facts((("Når", "tirsdag 17. mars 2027 kl. 10-15"), ("Hvor", "Eksempel Industripark, Dømeøyra")))
    buttons = Buttons((Button("Kommer fysisk", "rsvps.answer", f"{number}:yes"), Button("Kan ikke", "rsvps.answer")))
    return Card(f"Nettverksmøte {number:05d} begynner om en time", (facts, buttons))
