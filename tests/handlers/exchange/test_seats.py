"""Places that an organisation offers to people: others take some, wait, give them back; no person is named."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from handlers.exchange.seats.seat_count import count_free_seats, count_seats, give_free_seats
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.seat_claims import TakenSeats
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import contact_of, find_listing_id, writes
from tests.policy import passes, said

COURSE = "tilby 4 kursplasser i truckførerkurs i april"


@pytest.fixture
async def nils(talk: Conversation, sara: Someone) -> Someone:
    """The contact of a third organisation."""
    return await contact_of(talk, "nils", "tredje", "59,16 9,68")


async def offers(kari: Someone) -> str:
    """Kari offers four places to all members; return the id of the listing."""
    await writes(kari, COURSE, reach="all")
    return await find_listing_id(kari.talk.database, "B-1")


async def takes(who: Someone, listing: str, seats: int) -> Reply:
    opened = await who.does("exchange.open", listing)
    labels = [button.label for button in opened.card.list_buttons()] if opened.card else []
    return await who.submits(await who.clicks(opened, next(one for one in labels if one in ACTIONS)), seats=str(seats))


ACTIONS = ("We take places", "Change how many")


def news(who: Someone, words: str) -> list[Post]:
    return [post for post in who.sees if words in post.text]


async def claims(talk: Conversation) -> list[tuple[int, bool]]:
    async with talk.database.read() as store:
        return [(one.seats, one.waiting) for one in await store.seat_claims.list_all_claims()]


async def test_two_are_taken_and_count_down_and_what_is_given_back_goes_on(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone, sara: Someone
) -> None:
    listing = await offers(kari)
    assert "Places left: 4 of 4" in said(await ola.does("exchange.open", listing))
    assert "Saved: 3 places are yours." in said(await takes(ola, listing, 3))
    assert "Places left: 1 of 4" in said(await nils.does("exchange.open", listing))
    assert "Dømeøyra" not in said(await nils.does("exchange.open", listing)), "who comes is for those who offer it"
    assert "waiting list" in said(await takes(nils, listing, 2))
    assert "Places left: 1 of 4 · waiting list: 2" in said(await ola.does("exchange.open", listing))
    own = said(await kari.does("exchange.open", listing))
    assert "Take places: Dømeøyra (3)" in own
    assert "Wait for places: Tredje (2)" in own
    assert "We take places" not in own
    await passes(talk, clock, minutes=5)
    assert len(news(kari, "Dømeøyra takes 3 places. 1 of 4 are left.")) == 1
    assert len(news(kari, "Tredje waits for 2 places.")) == 1
    opened = await ola.does("exchange.open", listing)
    assert "You have 3 places." in said(opened)
    assert "given back" in said(await ola.clicks(opened, "Give them back"))
    await passes(talk, clock, minutes=5)
    assert len(news(nils, "There is room now: 2 places are yours.")) == 1
    assert len(news(kari, "Dømeøyra takes no place any more. 2 of 4 are left.")) == 1
    assert "You have 2 places." in said(await nils.does("exchange.open", listing))
    assert "given back already" in said(await ola.does("exchange.seats_back", listing))
    assert await claims(talk) == [(2, False)]
    assert "Nils" not in "".join(post.text for post in kari.sees)


async def test_a_number_is_changed_within_what_is_left(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone
) -> None:
    listing = await offers(kari)
    await takes(ola, listing, 3)
    await takes(nils, listing, 2)
    assert (await takes(ola, listing, 5)).errors.keys() == {"seats"}
    assert "seats" in (await takes(ola, listing, 0)).errors
    assert not (await takes(ola, listing, 4)).errors
    assert await claims(talk) == [(4, False), (2, True)]
    await takes(ola, listing, 2)
    assert await claims(talk) == [(2, False), (2, False)], "what is left goes to whoever waits"
    assert "seats" in (await takes(ola, listing, 3)).errors
    await passes(talk, clock, minutes=5)
    assert len(news(nils, "There is room now")) == 1


@pytest.mark.draws("exchange.seat_news", "exchange.seats_given", "exchange.seats_over")
async def test_more_places_are_given_on_and_a_listing_that_is_taken_down_is_told(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone
) -> None:
    listing = await offers(kari)
    await takes(ola, listing, 4)
    await takes(nils, listing, 1)
    await kari.submits(await kari.does("exchange.edit", listing), amount="6 plasser")
    await passes(talk, clock, minutes=5)
    assert len(news(nils, "A place has come free: it is yours.")) == 1
    await kari.does("exchange.withdraw", listing)
    await passes(talk, clock, minutes=5)
    for who in (ola, nils):
        assert len(news(who, "B-1 has been taken down: your places there are gone.")) == 1
    assert await claims(talk) == []
    await kari.does("exchange.renew", listing)
    assert "Places left: 6 of 6" in said(await ola.does("exchange.open", listing)), "nobody is there by surprise"


async def test_when_its_day_has_passed_only_those_who_waited_hear_of_it(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone
) -> None:
    listing = await offers(kari)
    await takes(ola, listing, 4)
    await takes(nils, listing, 1)
    clock.forward(days=400)
    assert "offers no places now" in said(await nils.does("exchange.seats", listing))
    async with talk.database.begin() as store:
        await talk.courier.router.chores["listings.expire"][1](store, talk.arena)
    for _ in range(3):
        await passes(talk, clock, days=1)
    assert len(news(nils, "B-1 is over, and no room came for you.")) == 1
    assert news(ola, "B-1 is over") == []
    assert await claims(talk) == []


async def test_an_organisation_that_leaves_gives_its_places_on(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone, sara: Someone
) -> None:
    listing = await offers(kari)
    await takes(ola, listing, 4)
    await takes(nils, listing, 1)
    async with talk.database.read() as store:
        houses = [await store.organisations.find_organisation_by_code(one) for one in ("dømeøyra", "eksempel")]
    for house in houses:
        assert house is not None
        await sara.submits(await sara.does("privacy.house_leaves", str(house.id)), what="leave")
        await passes(talk, clock, minutes=5)
    assert len(news(nils, "A place has come free: it is yours.")) == 1
    assert len(news(nils, "whoever offered it has left the network")) == 1
    assert await claims(talk) == []


async def test_who_may_not_take_any(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    listing = await offers(kari)
    await takes(ola, listing, 1)
    gunn = await talk.person("gunn", role="guest")
    assert (await gunn.does("exchange.seats", listing)).form is None
    assert "your own organisation's" in said(await kari.does("exchange.seats", listing))
    assert "We take places" not in said(await sara.does("exchange.open", listing))
    await kari.submits(await kari.does("exchange.edit", listing), reach="hidden")
    assert (await ola.does("exchange.seats", listing)).form is None
    await passes(talk, clock, minutes=5)
    assert len(news(ola, "B-1 offers no places any more: yours are gone.")) == 1
    await writes(ola, "tilby 4 MW spillvarme 65 grader", reach="all")
    heat = await find_listing_id(talk.database, "B-2")
    assert "offers no places now" in said(await kari.does("exchange.seats", heat))


async def test_who_took_them_and_has_left_hears_nothing_and_the_contact_does(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, nils: Someone
) -> None:
    listing = await offers(kari)
    eva = await talk.person("eva", organisation="tredje")
    await takes(ola, listing, 4)
    await takes(eva, listing, 1)
    await eva.submits(await eva.clicks(await eva.commands("slutt", name="me"), "Leave"))
    await ola.clicks(await ola.does("exchange.open", listing), "Give them back")
    await passes(talk, clock, minutes=5)
    assert news(eva, "it is yours") == []
    assert len(news(nils, "A place has come free: it is yours.")) == 1


def offered(amount: str, type_: str = "people", direction: str = OFFER) -> int | None:
    return count_seats(Listing(type=type_, direction=direction, amount=amount))


def test_places_are_those_of_an_offer_to_people() -> None:
    assert offered("12 plasser") == 12
    assert offered("4 kursplasser") == 4
    assert offered("5-10 plasser") is None
    assert offered("") is None
    assert offered("12 plasser", direction=NEED) is None
    assert offered("12 t", "material") is None


def test_what_is_free_goes_to_the_first_whom_it_suffices() -> None:
    rows = [TakenSeats(seats=3, waiting=False), TakenSeats(seats=4, waiting=True), TakenSeats(seats=1, waiting=True)]
    assert count_free_seats(5, rows) == 2
    assert give_free_seats(5, rows) == [rows[2]]
    assert [row.waiting for row in rows] == [False, True, False]
    assert count_free_seats(2, rows) == 0, "its owner has fewer by now"
