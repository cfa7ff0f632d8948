"""Two workspaces with the same ids of people, channels and messages: nothing of the one reaches the other.

Through every line of the table of rights, which is every capability somebody can turn to; then in threads, by edits,
deletions and reactions, and at last when one of the two people is erased.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
import sqlalchemy as sa

from handlers.chat.cards import Field, Reply
from handlers.chat.places import Place
from storage.directory.people import Account
from storage.queue.delivery_rows import Delivery
from tests.conversation import Conversation, Someone
from tests.handlers.access.rights.conftest import talk
from tests.handlers.access.rights.scenes import Scene
from tests.handlers.access.rights.test_matrix import CELLS, about, events, people, records

__all__ = ["people", "records", "talk"]
SOUTH = "W2"
#: after these there is nobody left who could do anything
LEAVING = {"/erase", "privacy.erase", "departures.leave"}
Data = dict[str, list[dict[str, Any]]]


@pytest.fixture
async def twin(talk: Conversation, people: dict[str, Someone]) -> Someone:
    """Called as the one of the other workspace whose records all are, with something of everything."""
    await talk.carries("grid", "energi", workspace=SOUTH)
    twin = await talk.person("mine", workspace=SOUTH, organisation="søndre", contact=True)
    async with talk.database.begin() as store:
        (await store.people.load_person(twin.person_id)).name = "Tvilling Sørmann"
        await store.rate_limit_slots.store_slots({f"fake:{SOUTH}:@mine": store.now})
    await talk.dispatcher.remember_place(Place("fake", SOUTH, user="mine"), {"channel": "Dmine"})
    await twin.says("Hvem har prøvd overskuddsvarme fra ovnen i sør?")
    await twin.submits(await twin.does("questions.write"), text="Hvem leier ut en varmepumpe i sør?", topic="energi")
    await twin.commands("følg energi", name="topics")
    await twin.commands("ovn i sør", name="find")
    await twin.submits(await twin.does("calendar.subscribe"), name="Telefon", shows="full")
    await twin.submits(await twin.does("sites.write"), name="Sørverket", municipality="Testvik")
    offer = {"type": "heat", "text": "Spillvarme i sør", "contact": str(twin.person_id)}
    await twin.submits(await twin.does("exchange.offer"), **offer)
    return twin


async def known_of(talk: Conversation, someone: Someone) -> Data:
    """All that is this person's and their organisation's, but for when they were last seen."""
    async with talk.database.read() as store:
        person = await store.people.load_person(someone.person_id)
        data = await store.personal_data.export_rows_of_person(person)
        if person.organisation_id is not None:
            house = await store.personal_data.export_rows_of_organisation(person.organisation_id)
            data |= {f"{name} of the organisation": rows for name, rows in house.items()}
    return {
        table: [{name: value for name, value in row.items() if name != "seen_at"} for row in rows]
        for table, rows in data.items()
    }


async def crossed(talk: Conversation) -> list[tuple[str, ...]]:
    """Private messages in the second workspace that go to an account which is not their reader's."""
    theirs = sa.exists().where(
        Account.person_id == Delivery.person_id,
        Account.platform == Delivery.platform,
        Account.workspace == Delivery.workspace,
        Account.user == Delivery.user,
    )
    private = sa.and_(Delivery.person_id.is_not(None), Delivery.platform == "fake", Delivery.workspace == SOUTH)
    wrong = sa.select(Delivery.template, Delivery.workspace).where(private, ~theirs)
    async with talk.database.read() as store:
        return [tuple(row) for row in await store.session.execute(wrong)]


async def send_form(who: Someone, reply: Reply) -> str:
    """Fill in each field that is empty, and send the form; its name if it was taken."""
    assert reply.form is not None
    told = await who.submits(reply, **{one.name: fill(one) for one in reply.form.fields if not one.value})
    return "" if told.errors else reply.form.do


def fill(field: Field) -> str | tuple[str, ...]:
    if field.kind == "choices":
        return tuple(value for value, _ in field.options[:1])
    if field.kind == "choice":
        return next((value for value, _ in field.options), "")
    return {"date": "2099-03-16", "time": "10:00", "number": "5"}.get(field.kind, "Fra nord")


async def test_nothing_that_one_does_changes_what_is_the_others(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene], twin: Someone
) -> None:
    mine, done, sent = people["mine"], set[str](), set[str]()
    assert (mine.user, mine.platform) == (twin.user, twin.platform)
    before = await known_of(talk, twin)
    assert {"questions", "conversations", "deliveries", "feeds", "rate_slots", "topic_followers", "listings"} <= set(
        before
    )
    assert {"listings of the organisation", "sites of the organisation"} <= set(before)
    for capability, actions in groupby(CELLS, key=lambda action: action.partition(".")[0]):
        for action in actions:
            for kind in about(action) if action not in LEAVING else ():
                value = records[kind].value if kind else ""
                for event in events(talk, talk.dispatcher.router, action, mine, value):
                    reply = await talk.dispatcher(event)
                    done.add(action)
                    if reply is not None and reply.form is not None:
                        sent.add(await send_form(mine, reply))
        await talk.settle()
        now = await known_of(talk, twin)
        for table, rows in before.items():
            missing = [row for row in rows if row not in now.get(table, [])]
            assert not missing, (capability, table)
        before = now
    assert len(done) > 200, "else nothing is proved"
    assert len(sent - {""}) > 30, sorted(sent)
    assert await crossed(talk) == []
    async with talk.database.read() as store:
        rows = await store.session.scalars(sa.select(Delivery).where(Delivery.person_id == twin.person_id))
        assert {row.workspace for row in rows} == {SOUTH}


async def test_one_is_erased_and_the_other_keeps_everything(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene], twin: Someone
) -> None:
    before = await known_of(talk, twin)
    await people["mine"].submits(await people["mine"].does("privacy.erase"), word="delete")
    after = await known_of(talk, twin)
    assert before == {table: rows for table, rows in after.items() if table in before}
    assert await crossed(talk) == []
    await twin.submits(await twin.does("privacy.erase"), word="delete")
    async with talk.database.read() as store:
        assert await store.people.find_person_by_account("fake", SOUTH, "mine") is None


async def test_threads_edits_deletions_and_reactions_stay_where_they_are(talk: Conversation) -> None:
    """The same person's id, the same channel, the same card and the same message in both."""
    people, cards = {}, {}
    for workspace, topic in (("W1", "nett"), (SOUTH, "symbiose")):
        await talk.carries("room", topic, workspace=workspace)
        people[workspace] = await talk.person("ola", workspace=workspace, organisation=f"house {workspace}")
        await people[workspace].submits(
            await people[workspace].does("questions.write"), text=f"Hvem har {topic} i {workspace}?", topic=topic
        )
        cards[workspace] = talk.room("room", workspace=workspace)[-1]
    north, south = people["W1"], people[SOUTH]
    assert cards["W1"].id == cards[SOUTH].id, "else nothing is proved"
    for workspace, who in people.items():
        await who.talk.happens(_said(who, cards[workspace].id, f"Svar fra {workspace}."))
    await north.edits("usame", "Endret i W1.", "room", cards["W1"].id)
    async with talk.database.read() as store:
        texts = {
            workspace: [
                one.text for one in await store.personal_data.authored_content.list_authored_answers(who.person_id)
            ]
            for workspace, who in people.items()
        }
    assert texts == {"W1": ["Endret i W1."], SOUTH: [f"Svar fra {SOUTH}."]}
    await south.reacts("usame", "👍", "room")
    await north.deletes("usame", "room", cards["W1"].id)
    async with talk.database.read() as store:
        (kept,) = await store.personal_data.authored_content.list_authored_answers(south.person_id)
        (gone,) = await store.personal_data.authored_content.list_authored_answers(north.person_id)
        assert (kept.text, gone.text) == (f"Svar fra {SOUTH}.", "")
        tallies = [await store.reactions.count_reactions(one.question_id) for one in (kept, gone)]
    assert tallies == [{kept.id: [("👍", 1)]}, {}]
    assert await crossed(talk) == []


def _said(who: Someone, root: str, text: str) -> Any:
    from handlers.chat.events import Message

    place = Place("fake", who.workspace, "room", root)
    return Message(
        id=f"fake:{who.workspace}:same", sender=who.sender, place=place, text=text, message="usame",
        reply_to=place.narrow_to_user(who.user),
    )  # fmt: skip
