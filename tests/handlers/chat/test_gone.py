"""Buttons and forms that name what is not there: each is answered, kindly, and changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest
import sqlalchemy as sa

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Submission
from handlers.chat.places import Place
from storage.directory.people import Person
from storage.kit.database import Database
from storage.kit.record_ids import LARGEST_ID
from storage.kit.tables import metadata
from tests.conversation import WORKSPACE, Conversation, Someone

#: a record that was lost with the days after a backup
LOST = str(LARGEST_ID)
VALUES = (LOST, f"{LOST}:1", f"{LOST}:{LOST}:1", f"question:{LOST}", f"answer:{LOST}", f"m{LOST}:1")
#: where to go instead
HOME = {"nb": "Det finnes ikke lenger", "nn": "Det finst ikkje lenger, eller", "en": "It no longer exists"}
#: one of each kind of record
NAMES = (
    "questions.show", "questions.follow", "answers.write", "answers.solved", "answers.edit", "solutions.open",
    "solutions.used", "issues.open", "issues.support", "consultations.open", "consultations.sign", "rounds.open",
    "schemes.report", "rsvps.going", "agenda.show", "agenda.propose", "agenda.accept", "minutes.show", "actions.done",
    "meetings.show", "contacts.person", "contacts.organisation",
)  # fmt: skip


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url)
    yield await Conversation(database).begin()
    await database.close()


async def counts(talk: Conversation) -> Mapping[str, int]:
    """What there is, but for what was said and done, and what buttons begin that name no record."""
    beside = {"inbox", "deliveries", "delivery_events", "trail", "rate_slots", "allowances"}
    beside |= {"questions", "links", "schemes"}
    async with talk.database.read() as store:
        return {
            name: await store.session.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in metadata.tables.items()
            if name not in beside
        }


async def presses(who: Someone, kind: type, name: str, value: str) -> Reply | None:
    place = Place(who.platform, WORKSPACE, f"D{who.user}")
    event = kind(id=who.talk.next_id(), sender=who.sender, place=place, direct=True, name=name, value=value)
    return await who.talk.dispatcher(event)


async def test_every_button_and_form_that_names_what_is_not_there_is_answered(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat", contact=True)
    before = await counts(talk)
    broken = set()
    for kind, name in talk.dispatcher.router.handlers:
        for value in VALUES if kind in (Click, Submission) else ():
            reply = await presses(sara, kind, name, value)
            card = reply.card if reply is not None else None
            if card is not None and "That did not work" in card.fallback:
                broken.add((kind.__name__, name, value))
    assert broken == set()
    after = await counts(talk)
    assert {name: after[name] - number for name, number in before.items() if after[name] != number} == {}


@pytest.mark.parametrize("language", HOME)
async def test_what_is_gone_is_said_to_be_gone_and_where_to_go(talk: Conversation, language: str) -> None:
    kari = await talk.person("kari", organisation="eksempel", role="secretariat", contact=True)
    async with talk.database.begin() as store:
        await store.session.execute(sa.update(Person).values(language=language))
    router = talk.dispatcher.router
    for name in NAMES:
        if (Click, name) in router.handlers:
            reply = await presses(kari, Click, name, LOST)
            assert reply is not None, name
            assert reply.card is not None, name
            assert HOME[language] in reply.card.fallback, name
    assert sum((Click, name) in router.handlers for name in NAMES) > 15
