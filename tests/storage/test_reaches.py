"""Who sees what: for any reaches and organisations, the same in the rule, in the search and in the rooms."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.access.audiences import CHOSEN, EXCEPT, OUTSIDE, OWN, REGION, SECRETARIAT, Audience, Viewer
from storage.directory.organisations import Organisation
from storage.directory.people import GUEST, MEMBER, Account, Person
from storage.directory.rooms import Room
from storage.kit.database import Database, Store
from storage.questions.questions import OPEN, Question
from storage.search.search_index import SearchScope
from tests.storage.entries import entry

#: where each organisation of the test is
REGIONS = ("Vest", "vest ", "Nord", "", "")
HOUSES = st.sets(st.integers(0, len(REGIONS) - 1), min_size=1)
REACHES = st.one_of(
    st.none(),
    st.tuples(st.just(SECRETARIAT), st.just(frozenset())),
    st.tuples(st.just(REGION), st.sampled_from(("VEST", "nord", "Sør"))),
    st.tuples(st.just(OWN), st.integers(0, len(REGIONS) - 1).map(lambda one: {one})),
    st.tuples(st.sampled_from((CHOSEN, EXCEPT)), HOUSES),
)
_NUMBERS = count(1)


async def five(store: Store) -> list[Organisation]:
    found = [await store.organisations.find_organisation_by_code(f"house-{n}") for n in range(len(REGIONS))]
    if None in found:
        found = [
            await store.organisations.add(
                Organisation(code=f"house-{n}", name=f"House {n}", kind="park", region=region, industry="")
            )
            for n, region in enumerate(REGIONS)
        ]
    return [one for one in found if one is not None]


def sees(wanted: tuple[str, object] | None, house: int | None) -> bool:
    """The rule, written in another way."""
    if wanted is None:
        return True
    kind, what = wanted
    if house is None or kind == SECRETARIAT:
        return False
    if kind == REGION:
        return REGIONS[house].strip().casefold() == str(what).casefold()
    assert isinstance(what, set | frozenset)
    return (house in what) != (kind == EXCEPT)


async def kept(store: Store, wanted: tuple[str, object] | None, houses: list[Organisation]) -> Audience | None:
    if wanted is None:
        return None
    kind, what = wanted
    if kind == REGION:
        return await store.audiences.ensure_audience(kind, region=str(what))
    assert isinstance(what, set | frozenset)
    return await store.audiences.ensure_audience(kind, [houses[one].id for one in what])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reaches=st.lists(REACHES, min_size=1, max_size=5))
async def test_search_and_rooms_hold_what_the_rule_says_and_nothing_else(
    database: Database, reaches: list[tuple[str, object] | None]
) -> None:
    async with database.begin() as store:
        houses = await five(store)
        asker = await store.people.add_person_with_account(Person(name="Kari", language="nb"))
        records: dict[int, tuple[str, object] | None] = {}
        term = f"ord{next(_NUMBERS)}"
        for wanted in reaches:
            reach = await kept(store, wanted, houses)
            id = reach.id if reach else None
            row = Question(
                asker_id=asker.id, text="?", language="nb", state=OPEN, origin={}, suggested=[], guess=[], reach_id=id
            )
            await store.questions.add(row)
            records[row.id] = wanted
            await store.search_index.put_entries(entry(row.id, {term: 1.0}, kind="question", reach_id=id))
            within = {one.code for one in await store.audiences.list_organisations_in_audience(id)}
            assert within == {house.code for n, house in enumerate(houses) if sees(wanted, n)}
            rooms = [
                await store.rooms.add(
                    Room(
                        platform="fake", workspace="W", channel=f"c{next(_NUMBERS)}", language="nb", organisation_id=one
                    )
                )
                for one in (*(house.id for house in houses), None)
            ]
            shown = {room.organisation_id for room in await store.audiences.list_rooms_within_audience(id, rooms)}
            assert shown == {
                room.organisation_id
                for room, n in zip(rooms, (*range(len(houses)), None), strict=True)
                if sees(wanted, n)
            }
        for n in (*range(len(houses)), None):
            person = Person(name="Ola", language="nb", role=MEMBER, confirmed=True)
            person.organisation_id = None if n is None else houses[n].id
            sight = await store.audiences.build_viewer(await store.people.add_person_with_account(person))
            may = {id for id, wanted in records.items() if sees(wanted, n)}
            rows = (await store.questions.map_questions_by_id(list(records))).values()
            assert {row.id for row in rows if await store.audiences.may_viewer_see(sight, row.reach_id)} == may
            found = await store.search_index.list_best_candidates(
                {term: 1.0}, SearchScope(("question",), ("open",), sight=sight), 50
            )
            assert {one.record_id for one in found} == may


@pytest.mark.parametrize("role", [MEMBER, GUEST])
async def test_who_is_not_confirmed_or_a_guest_sees_what_has_no_reach(store: Store, role: str) -> None:
    houses = await five(store)
    every = await store.audiences.ensure_audience(EXCEPT, [houses[4].id])
    stranger = Person(name="Ola", language="nb", role=role, organisation_id=houses[0].id, confirmed=role == GUEST)
    sight = await store.audiences.build_viewer(await store.people.add_person_with_account(stranger))
    assert not await store.audiences.may_viewer_see(sight, every.id)
    assert await store.audiences.may_viewer_see(sight, None)
    assert await store.audiences.may_viewer_see(sight, every.id, stranger.id)
    assert not await store.audiences.may_viewer_see(OUTSIDE, every.id)
    assert await store.audiences.may_viewer_see(
        Viewer(whole=True), (await store.audiences.ensure_audience(SECRETARIAT)).id
    )


async def test_the_same_reach_is_one_row_and_long_ones_are_told_apart(store: Store) -> None:
    houses = [await store.organisations.add(Organisation(code=f"o{n}", name=f"O {n}", kind="park")) for n in range(120)]
    ids = [house.id for house in houses]
    one, again = (
        await store.audiences.ensure_audience(CHOSEN, ids),
        await store.audiences.ensure_audience(CHOSEN, reversed(ids)),
    )
    assert one.id == again.id
    assert (await store.audiences.ensure_audience(CHOSEN, ids[1:])).id != one.id
    assert [house.id for house in await store.audiences.list_named_organisations(one.id)] == [
        house.id for house in sorted(houses, key=lambda house: house.name)
    ]
    assert len(one.key) <= 200


async def test_an_organisation_without_a_room_and_without_anybody_to_write_to_cannot_be_reached(store: Store) -> None:
    with_room, with_person, silent, left = [house.id for house in (await five(store))[:4]]
    await store.rooms.add(Room(platform="f", workspace="W", channel="c", language="nb", organisation_id=with_room))
    for house, away in ((with_person, False), (left, True)):
        person = Person(name="Ola", language="nb", organisation_id=house, confirmed=True)
        account = Account(platform="f", workspace="W", user=f"u{house}", away=away)
        await store.people.add_person_with_account(person, account)
    assert await store.audiences.list_unreachable_organisations([with_room, with_person, silent, left]) == {
        silent,
        left,
    }


@given(outer=REACHES, inner=REACHES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_what_is_said_to_cover_another_reach_does(
    database: Database, outer: tuple[str, object] | None, inner: tuple[str, object] | None
) -> None:
    """Where it is not said, it may still be so: regions and what is left out change with who joins."""
    async with database.begin() as store:
        houses = await five(store)
        first, second = await kept(store, outer, houses), await kept(store, inner, houses)
        said = await store.audiences.is_covering_audience(first.id if first else None, second.id if second else None)
    within = [(sees(outer, house), sees(inner, house)) for house in range(len(REGIONS))]
    assert not said or all(seen for seen, inside in within if inside)
    if outer == inner or outer is None:
        assert said


async def test_named_ones_cover_each_other_by_name(database: Database) -> None:
    async with database.begin() as store:
        one, two, *_ = await five(store)
        own, both = (
            await store.audiences.ensure_audience(OWN, [one.id]),
            await store.audiences.ensure_audience(CHOSEN, [one.id, two.id]),
        )
        vest, but = (
            await store.audiences.ensure_audience(REGION, region="Vest"),
            await store.audiences.ensure_audience(EXCEPT, [one.id]),
        )
        assert await store.audiences.is_covering_audience(both.id, own.id)
        assert await store.audiences.is_covering_audience(vest.id, both.id)
        assert not await store.audiences.is_covering_audience(own.id, both.id)
        assert not await store.audiences.is_covering_audience(but.id, both.id)
        assert not await store.audiences.is_covering_audience(both.id, vest.id)
