"""The same id in two workspaces, and an id inside a longer one: what is one person's is never the other's."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from handlers.chat.places import Place
from storage.kit.database import Store
from storage.kit.tables import metadata
from storage.queue.delivery_rows import RateLimitSlot
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.overview.privacy.test_data import link, opened
from tests.handlers.overview.privacy.test_erasing import answer, publish

USER, LONGER, NORTH, SOUTH = "U0KARI7788", "U0KARI77889", "W1", "W2"
#: where each of them is, and what only their rows say
TWINS = (
    (USER, NORTH, "D0NORTH"),
    (USER, SOUTH, "D0SOUTH"),
    (LONGER, NORTH, "D0LONGER"),
    (USER.lower(), NORTH, "D0LOW"),
)


@pytest.fixture
async def twins(talk: Conversation, sara: Someone) -> list[Someone]:
    """Four people whose ids are the same, hold each other or differ in their case, each with a chat and a place."""
    await talk.carries("nett", "nett", workspace=SOUTH)
    found = []
    for user, workspace, chat in TWINS:
        one = await talk.person(user, workspace=workspace, organisation=f"house {len(found)}")
        await talk.dispatcher.remember_place(Place("fake", workspace, user=user), {"channel": chat})
        await one.says("help")
        async with talk.database.begin() as store:
            person = await store.people.load_person(one.person_id)
            person.name = f"Person of {chat}"
            await store.people.list_reachable_accounts(one.person_id)
            account = (await store.people.list_reachable_accounts(one.person_id))[0]
            account.name = person.name
            await store.rate_limit_slots.store_slots(
                {f"fake:{workspace}:@{user}": store.now, f"fake:{workspace}:{chat}": store.now}
            )
            await store.inbox.try_claim_event(f"fake:{workspace}:{user}:arrived")
            await store.early_changes.record_early_change(f"fake/{workspace}/{chat}/m1", f"secret of {chat}", None)
        found.append(one)
    return found


async def counted(store: Store, one: Someone, chat: str) -> dict[str, int]:
    """How many rows only this account leads to, by table."""
    place = f"fake:{one.workspace}:"
    slots = [f"{place}@{one.user}", f"{place}{chat}"]
    there = sa.select(RateLimitSlot.bucket).where(RateLimitSlot.bucket.in_(slots))
    known = await store.people.find_person_by_account("fake", one.workspace, one.user)
    deliveries = metadata.tables["deliveries"].c
    mine = (deliveries.platform == "fake", deliveries.workspace == one.workspace, deliveries.user == one.user)
    return {
        "accounts": int(known is not None),
        "conversations": int(
            await store.conversation_references.find_reference("fake", one.workspace, f"@{one.user}") is not None
        ),
        "rate_slots": len((await store.session.scalars(there)).all()),
        "inbox": int(await store.inbox.has_answered_event(f"{place}{one.user}:arrived")),
        "early_changes": int(
            await store.early_changes.find_early_change(f"fake/{one.workspace}/{chat}/m1") is not None
        ),
        "deliveries": await store.session.scalar(sa.select(sa.func.count()).where(*mine)) or 0,
    }


async def test_a_file_holds_what_is_known_of_this_account_and_of_no_other(
    talk: Conversation, twins: list[Someone]
) -> None:
    for one, (_, _, chat) in zip(twins, TWINS, strict=True):
        file = await opened(talk, await link(one))
        assert file is not None
        data = json.loads(file)["data"]
        assert [row["data"]["channel"] for row in data["conversations"]] == [chat]
        assert [row["text"] for row in data["early_changes"]] == [f"secret of {chat}"]
        assert len(data["rate_slots"]) == 2
        assert len(data["inbox"]) == 1
        assert not [other for _, _, other in TWINS if other != chat and other in file]


@pytest.mark.parametrize("gone", range(len(TWINS)))
async def test_what_others_have_stays_when_one_is_erased(
    talk: Conversation, sara: Someone, twins: list[Someone], gone: int
) -> None:
    async with talk.database.read() as store:
        before = [await counted(store, one, chat) for one, (_, _, chat) in zip(twins, TWINS, strict=True)]
    assert all(all(rows.values()) for rows in before), "else nothing is proved"
    await sara.submits(await sara.does("privacy.erase_other"), person=(str(twins[gone].person_id),), word="delete")
    async with talk.database.read() as store:
        for number, (one, (_, _, chat)) in enumerate(zip(twins, TWINS, strict=True)):
            kept = dict.fromkeys(before[number], 0) if number == gone else before[number]
            assert await counted(store, one, chat) == kept, one
    lines = await dump(talk.database)
    assert hits(lines, TWINS[gone][2]) == []
    assert all(hits(lines, chat) for number, (_, _, chat) in enumerate(TWINS) if number != gone)


async def test_a_mention_of_the_other_one_stays_where_it_was_said(
    talk: Conversation, sara: Someone, ola: Someone, twins: list[Someone]
) -> None:
    north, south = twins[0], twins[1]
    nora = await talk.person("nora", workspace=SOUTH, organisation="sør")
    for asker, where in ((ola, NORTH), (nora, SOUTH)):
        question = await publish(asker, f"Hvem har kabel i {where}?")
        post = next(one for one in talk.room("nett", workspace=where) if f"kabel i {where}" in one.text)
        await asker.replies(post, f"Spør @{USER} i {where}.")
        await asker.replies(post, f"Spør @{LONGER} i {where}.")
        await answer(asker, question, f"Svaret har @{USER}")
    await north.submits(await north.does("privacy.erase"), word="delete")
    lines = await dump(talk.database)
    assert hits(lines, f"@{USER} i {SOUTH}")
    assert hits(lines, f"@{LONGER} i {NORTH}")
    assert hits(lines, f"@{LONGER} i {SOUTH}")
    assert not hits(lines, f"@{USER} i {NORTH}")
    await south.submits(await south.does("privacy.erase"), word="delete")
    lines = await dump(talk.database)
    assert not [line for line in hits(lines, f"@{USER}") if f"@{LONGER}" not in line and USER in line]


async def test_what_is_on_its_way_to_the_other_account_arrives_when_one_is_unlinked(
    talk: Conversation, ola: Someone, twins: list[Someone]
) -> None:
    """One person in two workspaces that call them the same."""
    north, south = twins[0], twins[1]
    async with talk.database.begin() as store:
        kept = await store.people.load_person(north.person_id)
        await store.people.merge_person_rows(kept, await store.people.load_person(south.person_id))
        away = await store.people.find_person_by_account("fake", SOUTH, USER)
        assert away is not None
        other = away[1].id
    question = await publish(north, "Hvem har kabel?")
    talk.courier.platforms = {}
    await answer(ola, question, "Vi har.")
    await north.does("accounts.unlink", str(other))
    talk.courier.platforms = talk.platforms
    await talk.settle()
    assert any("Vi har." in post.text for post in north.sees)


async def test_a_row_that_is_made_anew_leads_to_the_person_again(talk: Conversation, twins: list[Someone]) -> None:
    north = twins[0]
    await north.submits(await north.does("privacy.erase"), word="delete")
    await north.says("help")
    async with talk.database.read() as store:
        known = await store.people.find_person_by_account("fake", NORTH, USER)
        assert known is not None
        assert known[0].id not in {one.person_id for one in twins}
