"""What is answered in the same moment: one answer for each organisation, whoever was first, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date

from handlers.chat.events import Click, Submission
from storage.directory.organisations import DEPUTY
from storage.kit.database import Database
from storage.policy.rounds import ANSWERED, CLOSED, NUMBER, OPEN, Round, RoundField
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY

#: organisations, and answers of all their people together
HOUSES, ANSWERS = 8, 48


async def furnished(database: Database, clock: Clock) -> tuple[Conversation, list[Someone], int]:
    """Contact and deputy of each organisation, and a round that asks them all for one number."""
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    people = [
        await talk.person(f"{role}{n}", organisation=f"park{n}", contact=role == "contact")
        for n in range(HOUSES)
        for role in ("contact", "deputy")
    ]
    async with database.begin() as store:
        for person in people[1::2]:
            found = await store.people.load_person(person.person_id)
            assert found.organisation_id is not None
            await store.organisations.appoint_representative(found.organisation_id, found.id, DEPUTY)
        round = await store.rounds.add(
            Round(title="Grid", why="Meeting", deadline=date(2027, 3, 19), state=OPEN, audience={})
        )
        await store.rounds.set_round_fields(round.id, [RoundField(kind=NUMBER, label="Power", unit="MW", options=[])])
        await store.rounds.add_recipients(
            round.id, [one.id for one in await store.organisations.list_all_organisations()]
        )
        return talk, people, round.id


async def answers(talk: Conversation, who: Someone, round: int, number: int) -> str:
    """Until it is answered: a machine that is busy asks people to try again."""
    async with talk.database.read() as store:
        (house,) = await store.organisations.list_organisations_represented_by(who.person_id)
    for _ in range(80):
        event = Submission(
            name="rounds.answer", value=f"{round}:{house.id}", values={"f1": f"{number} MW"}, **who._where("")
        )
        reply = await talk.dispatcher(event)
        text = reply.card.fallback if reply is not None and reply.card is not None else ""
        if "has answered" in text:
            return text
        await asyncio.sleep(0.25)  # a moment, as it asks
    raise AssertionError(text)


async def test_many_answers_of_eight_organisations_are_eight_answers(database: Database, clock: Clock) -> None:
    """Each is one that somebody gave, whole, with the name of the one who gave it."""
    talk, people, round = await furnished(database, clock)
    await asyncio.gather(*(answers(talk, people[n % len(people)], round, n) for n in range(ANSWERS)))
    async with database.read() as store:
        said = await store.rounds.list_round_answers(round)
        assert [answer.state for answer, _ in said] == [ANSWERED] * HOUSES
        for answer, house in said:
            by = next(who for who in people if who.person_id == answer.person_id)
            assert await store.organisations.is_representative(by.person_id, house.id)
            assert people[int(answer.given["1"]) % len(people)] is by


async def test_of_two_who_publish_one_makes_the_edition(database: Database, clock: Clock) -> None:
    talk, people, round = await furnished(database, clock)
    both = [await talk.person(name, role="secretariat") for name in ("sara", "tom")]
    for who in people[::2]:
        await answers(talk, who, round, 10)
    async with database.begin() as store:
        held = await store.rounds.lock(round)
        assert held is not None
        held.state, held.closed_at = CLOSED, store.now
    previews = [await who.does("rounds.publish", str(round)) for who in both]
    (value,) = {b.value for one in previews if one.card for b in one.card.list_buttons() if b.label == "Publish"}
    events = [Click(name="rounds.confirm_publication", value=value, **who._where("")) for who in both]
    replies = await asyncio.gather(*(talk.dispatcher(event) for event in events))
    told = [reply.card.fallback for reply in replies if reply is not None and reply.card is not None]
    assert sum("There is nothing new to publish." in text for text in told) == 1
    async with database.read() as store:
        (edition,) = await store.published_editions.list_editions_of_round(round)
        assert edition.data["cells"][0]["blocks"] == [[[], HOUSES, "80"]]
        assert len(await store.published_editions.list_organisations_counted_in("field:1")) == HOUSES
