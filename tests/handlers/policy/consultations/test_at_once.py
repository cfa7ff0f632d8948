"""What people do in the same moment: each organisation signs once, and one of two who take it up is first."""

from __future__ import annotations

import asyncio
from datetime import date

from handlers.chat.events import Click
from storage.kit.database import Database
from storage.policy.consultations import OPEN, Consultation
from tests.conftest import Clock
from tests.consultations import MONDAY
from tests.conversation import Conversation, Someone

HOUSES = 6


async def taps(talk: Conversation, who: Someone, value: str) -> str:
    """Until it is answered: a machine that is busy asks people to try again."""
    for _ in range(20):
        reply = await talk.dispatcher(Click(name="consultations.confirm", value=value, **who._where("")))
        text = reply.card.fallback if reply is not None and reply.card is not None else ""
        if "already said that" in text or "signs" in text:
            return text
    raise AssertionError(text)


async def test_two_people_of_each_organisation_sign_at_once_and_it_counts_once(
    database: Database, clock: Clock
) -> None:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    people = [
        await talk.person(f"p{n}{who}", organisation=f"park{n}", contact=True) for n in range(HOUSES) for who in "ab"
    ]
    async with database.begin() as store:
        one = await store.consultations.add(
            Consultation(
                title="Grid", language="en", state=OPEN, deadline=date(2027, 6, 15), version=1, draft_text="We ask",
            )
        )  # fmt: skip
        houses = {house.code: house.id for house in await store.organisations.list_all_organisations()}
    values = {who.user: f"{one.id}:{houses[f'park{who.user[1]}']}:1" for who in people}
    told = await asyncio.gather(*(taps(talk, who, values[who.user]) for who in people))
    assert sum("has already said that" in text for text in told) == HOUSES
    async with database.read() as store:
        said = await store.consultation_responses.list_responses(one.id)
        notes = await store.consultation_responses.list_consultation_log(one.id)
    assert {voice.signs for voice, _ in said} == {"yes"}
    assert len(said) == len(notes) == HOUSES
