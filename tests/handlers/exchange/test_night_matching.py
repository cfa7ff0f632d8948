"""What comes from files is matched soon and everything once a night, outside the units of work that keep it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.importers.seeding import seed_records
from handlers.exchange.matches import night_matching
from handlers.exchange.matches.pair_finder import FoundPair
from storage.directory.organisations import Organisation
from storage.exchange.listings import DOWN, HIDDEN_LEVEL, Listing
from storage.kit.database import Store
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, THERE, contact_of, find_listing_id, find_matches
from tests.meetings import MONDAY
from tests.policy import passes

OFFER = (
    '{"id": "B-7", "site": "A-1", "direction": "offer", "type": "heat", "amount": "4 MW", "temperature": 65,'
    ' "valid_to": "2027-09-01"}'
)
NEED = (
    '{"id": "B-8", "site": "A-2", "direction": "need", "type": "heat", "amount": "4 MW", "temperature": 55,'
    ' "valid_to": "2027-09-01"}'
)
Change = Callable[[Store, Listing], Awaitable[None]]


@pytest.fixture
async def loaded(talk: Conversation) -> None:
    """An offer and a need that fit, from a file."""
    await contact_of(talk, "kari", "eksempel", HERE)
    await contact_of(talk, "ola", "dømeøyra", THERE)
    await seed_records(talk.database, "listings", [OFFER, NEED])


async def read_nights(talk: Conversation) -> list[bool]:
    """Whether each listing was matched."""
    async with talk.database.read() as store:
        return [listing.matched_on is not None for listing in await store.listings.list_all_listings()]


@pytest.mark.usefixtures("loaded")
async def test_listings_of_a_file_are_matched_the_next_time_and_once_in_each_night(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await read_nights(talk), await find_matches(talk.database)) == ([False, False], [])
    await passes(talk, clock, minutes=5)
    assert await read_nights(talk) == [True, True]
    assert len(await find_matches(talk.database)) == 1
    rounds = await count_rounds(monkeypatch)
    await passes(talk, clock, hours=5)
    assert rounds == []
    await passes(talk, clock, hours=24)
    assert rounds == [2]
    assert len(await find_matches(talk.database)) == 1


@pytest.mark.parametrize(("hour", "found"), [(22, 1), (23, 0)])
async def test_what_ended_today_fits_nothing_once_it_is_tomorrow_where_the_arena_is(
    talk: Conversation, clock: Clock, hour: int, found: int
) -> None:
    await contact_of(talk, "kari", "eksempel", HERE)
    await contact_of(talk, "ola", "dømeøyra", THERE)
    await seed_records(talk.database, "listings", [one.replace("2027-09-01", "2027-03-01") for one in (OFFER, NEED)])
    clock.set(MONDAY.replace(hour=hour, minute=30))
    await passes(talk, clock, minutes=5)
    assert len(await find_matches(talk.database)) == found


async def test_what_is_changed_an_hour_after_midnight_is_matched_in_the_night_that_begins(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    await contact_of(talk, "ola", "dømeøyra", THERE)
    await seed_records(talk.database, "listings", [OFFER, NEED])
    await passes(talk, clock, minutes=5)
    clock.set((MONDAY + timedelta(days=1)).replace(hour=0, minute=30))
    await kari.does("exchange.renew", await find_listing_id(talk.database, "B-7"))
    rounds = await count_rounds(monkeypatch)
    await passes(talk, clock, hours=1)
    assert rounds == [2], "it is past two where the arena is"


async def count_rounds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many listings were due in each round from now on."""
    rounds: list[int] = []
    find = night_matching.find_pairs_of_listings

    async def count(candidates: Any, due: set[int], *rest: Any) -> Mapping[int, Sequence[FoundPair]]:
        rounds.append(len(due))
        return await find(candidates, due, *rest)

    monkeypatch.setattr(night_matching, "find_pairs_of_listings", count)
    return rounds


async def take_down(_store: Store, listing: Listing) -> None:
    listing.state = DOWN


async def rewrite(store: Store, listing: Listing) -> None:
    listing.temperature, listing.changed_at = 90, store.now


async def hide(_store: Store, listing: Listing) -> None:
    listing.level = HIDDEN_LEVEL


async def narrow(store: Store, listing: Listing) -> None:
    """To others than whoever offers it."""
    third = await store.organisations.add(Organisation(code="tredje", name="Tredje", kind="park"))
    listing.reach_id = (await store.audiences.ensure_audience("chosen", [third.id])).id


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("change", [take_down, rewrite, hide, narrow])
async def test_nothing_is_proposed_of_what_changes_while_it_is_matched(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    find = night_matching.find_pairs_of_listings

    async def find_while_it_changes(*arguments: Any) -> Mapping[int, Sequence[FoundPair]]:
        found = await find(*arguments)
        async with talk.database.begin() as store:
            need = await store.listings.find(int(await find_listing_id(talk.database, "B-8")))
            assert need is not None
            await change(store, need)
        return found

    monkeypatch.setattr(night_matching, "find_pairs_of_listings", find_while_it_changes)
    clock.forward(minutes=1)
    await night_matching.match_unmatched_listings(talk.database, talk.arena)
    assert await find_matches(talk.database) == []
    assert await read_nights(talk) == [False, False]
    monkeypatch.undo()
    await night_matching.match_unmatched_listings(talk.database, talk.arena)
    assert await read_nights(talk) == [True, change is not take_down]
    assert len(await find_matches(talk.database)) == (change is not take_down)


@pytest.mark.usefixtures("loaded")
async def test_a_listing_that_fails_leaves_no_other_without_its_matches(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    update, failed = night_matching.update_matches, []

    async def fail_once(*arguments: Any, **options: Any) -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("a bug")
        await update(*arguments, **options)

    monkeypatch.setattr(night_matching, "update_matches", fail_once)
    with pytest.raises(ExceptionGroup, match="could not be matched"):
        await night_matching.match_unmatched_listings(talk.database, talk.arena)
    assert await read_nights(talk) == [False, True]
    assert len(await find_matches(talk.database)) == 1
    await night_matching.match_unmatched_listings(talk.database, talk.arena)
    assert await read_nights(talk) == [True, True], "it has another try the next time"


@pytest.mark.usefixtures("loaded")
async def test_one_that_is_due_alone_is_matched_with_everything(talk: Conversation, clock: Clock) -> None:
    """A need that was loaded after the night meets an offer that was matched in it, and the other way round."""
    for code in ("B-7", "B-8"):
        async with talk.database.begin() as store:
            for listing in await store.listings.list_all_listings():
                listing.matched_on = None if listing.code == code else store.now.date()
            for match in await store.matches.list_all_matches():
                await store.session.delete(match)
        await passes(talk, clock, minutes=5)
        assert len(await find_matches(talk.database)) == 1, code
