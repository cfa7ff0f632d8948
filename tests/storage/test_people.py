"""What is remembered of people: where they belong, what links their accounts, and what passes from one to another."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from handlers.directory.departures.handover_rules import hand_over_membership
from storage.directory.account_links import DONE
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import Account, Person
from storage.kit.database import Database, Store
from storage.meetings.actions import Action
from storage.questions.questions import Question


async def somebody(store: Store, name: str, house: int | None = None) -> Person:
    account = Account(platform="fake", workspace="W", user=name, name=name)
    person = await store.people.add_person_with_account(Person(name=name, language="nb", role="member"), account)
    await store.memberships.assign_acting_organisation(person, house)
    return person


async def houses(store: Store, *codes: str) -> list[int]:
    return [(await store.organisations.add(Organisation(code=code, name=code, kind="park"))).id for code in codes]


async def belongs(store: Store, person: Person) -> list[tuple[str, bool, bool]]:
    return [
        (one.organisation.code, one.confirmed, one.acting)
        for one in await store.memberships.list_memberships_of_person(person)
    ]


async def test_a_person_belongs_to_several_and_acts_for_one(store: Store) -> None:
    a, b, c = await houses(store, "a", "b", "c")
    kari = await somebody(store, "kari", a)
    await store.memberships.add_membership(kari, b, confirmed=False)
    assert await belongs(store, kari) == [("a", True, True), ("b", False, False)]
    assert not await store.memberships.switch_acting_organisation(kari, b)
    assert await store.memberships.list_unconfirmed_memberships([b]) == [(kari, await store.organisations.find(b))]
    await store.memberships.add_membership(kari, b, confirmed=True)
    assert await store.memberships.list_unconfirmed_memberships() == []
    assert await store.memberships.switch_acting_organisation(kari, b)
    assert await belongs(store, kari) == [("b", True, True), ("a", True, False)]
    assert [list(await store.memberships.list_confirmed_members(id)) for id in (a, b, c)] == [[kari], [kari], []]
    await store.memberships.end_membership(kari, b)
    assert await belongs(store, kari) == [("a", True, True)]
    await store.memberships.end_membership(kari, a)
    assert (await belongs(store, kari), kari.stands_for) == ([], None)


async def test_who_is_not_confirmed_yet_changes_their_mind(store: Store) -> None:
    a, b = await houses(store, "a", "b")
    kari = await somebody(store, "kari")
    await store.memberships.add_membership(kari, a, confirmed=False)
    await store.memberships.add_membership(kari, b, confirmed=False)
    assert await belongs(store, kari) == [("b", False, True)]
    await store.memberships.assign_acting_organisation(kari, a)
    assert await belongs(store, kari) == [("a", True, True)]


async def test_a_code_is_found_by_its_hash_until_it_is_old_or_used(store: Store) -> None:
    kari = await somebody(store, "kari")
    (account,) = await store.people.list_reachable_accounts(kari.id)
    await store.account_links.create_link_code(account.id, "first", timedelta(minutes=10))
    await store.account_links.create_link_code(account.id, "second", timedelta(minutes=10))
    assert await store.account_links.lock_open_link("first") is None
    link = await store.account_links.lock_open_link("second")
    assert link is not None
    link.state = DONE
    await store.session.flush()
    assert await store.account_links.lock_open_link("second") is None
    await store.account_links.create_link_code(account.id, "old", -timedelta(seconds=1))
    assert await store.account_links.lock_open_link("old") is None


async def test_wrong_codes_are_counted_for_a_while(store: Store) -> None:
    kari = await somebody(store, "kari")
    (account,) = await store.people.list_reachable_accounts(kari.id)
    hour = timedelta(hours=1)
    for n in range(3):
        assert await store.account_links.count_wrong_codes(account.id, hour) == n
        await store.account_links.record_wrong_code(account.id, hour)
    store.account_links.now = store.now + 2 * hour
    assert await store.account_links.count_wrong_codes(account.id, hour) == 0
    await store.account_links.record_wrong_code(account.id, hour)
    assert await store.account_links.count_wrong_codes(account.id, hour) == 1
    await store.account_links.delete_expired_links(store.now + timedelta(days=9))


async def test_news_is_told_once_with_the_others_of_its_slot(store: Store) -> None:
    kari = await somebody(store, "kari")
    ids = []
    for _ in range(3):
        question = Question(asker_id=kari.id, text="?", language="nb", origin={}, suggested=[], guess=[])
        ids.append((await store.questions.add(question)).id)
    for id, slot in ((ids[1], "10"), (ids[0], "10"), (ids[0], "11"), (ids[2], "11")):
        await store.topic_digest_queue.queue_question(kari.id, id, slot)
    assert sorted(await store.topic_digest_queue.list_queued_question_ids(kari.id, "10")) == ids[:2]
    assert await store.topic_digest_queue.list_queued_question_ids(kari.id, "11") == [ids[2]]
    await store.topic_digest_queue.delete_old_queued_questions(datetime(2999, 1, 1, tzinfo=UTC))
    assert await store.topic_digest_queue.list_queued_question_ids(kari.id, "10") == []


async def test_two_who_leave_at_once_do_not_hand_to_each_other(database: Database) -> None:
    """Whoever is second finds what the first one gave them, or finds the first one gone."""
    async with database.begin() as store:
        (house,) = await houses(store, "a")
        people = [await somebody(store, name, house) for name in ("kari", "ola", "per")]
        for person, role in zip(people, (CONTACT, DEPUTY, DEPUTY), strict=True):
            await store.organisations.appoint_representative(house, person.id, role)
            action = Action(text="a", owner_id=person.id, organisation_id=house, due=date(2099, 1, 1))
            await store.actions.add(action)
        ids = [person.id for person in people]

    async def leaves(id: int) -> None:
        async with database.begin() as store:
            organisation, person = await store.organisations.find(house), await store.people.load_person(id)
            assert organisation is not None
            assert await hand_over_membership(store, person, organisation, by=person) is not None

    results = await asyncio.gather(*(leaves(id) for id in ids[:2]), return_exceptions=True)
    for id, result in zip(ids, results, strict=False):
        if isinstance(result, Exception):  # they waited for each other in a ring: the second try sees the first
            await leaves(id)
    async with database.read() as store:
        assert [await store.handovers.list_owned_records(id) for id in ids[:2]] == [[], []]
        assert len(await store.handovers.list_owned_records(ids[2])) == 3
