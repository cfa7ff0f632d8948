"""Whoever was the contact of an offer, a need or a plot, and belongs to another organisation by now."""

from __future__ import annotations

from handlers.chat.cards import Item
from storage.exchange.listings import DOWN, OPEN
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import OFFER, asked, find_listing_id, propose, writes
from tests.policy import passes, said


async def moves(talk: Conversation, who: Someone, to: str, before: str) -> None:
    """They belong to another organisation from now on, and nobody has taken over what they were the contact of."""
    async with talk.database.begin() as store:
        old, new = [await store.organisations.find_organisation_by_code(code) for code in (before, to)]
        assert old is not None
        assert new is not None
        person = await store.people.load_person(who.person_id)
        await store.organisations.dismiss_representative(old.id, person.id)
        person.organisation_id, person.confirmed = new.id, True


async def list_waiting(talk: Conversation, who: Someone) -> list[str]:
    """What waits for somebody on the first page of the bot."""
    shown = await who.commands("", "home")
    assert shown.card is not None
    return [part.title for part in shown.card.parts if isinstance(part, Item) and part.title.startswith("B-")]


async def test_whoever_has_moved_on_changes_nothing_of_what_they_were_the_contact_of(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await writes(kari, OFFER)
    await kari.submits(await kari.does("plots.write"), name="Nordkaia", municipality="Testvik", area="120")
    offer = await find_listing_id(talk.database, "B-1")
    await moves(talk, kari, "dømeøyra", "eksempel")
    for do, value in (("exchange.open", offer), ("plots.open", "1")):
        shown = said(await kari.does(do, value))
        assert "Eksempel" in shown, "as any other member reads it"
        assert "Kari" not in shown
        assert not [label for label in ("Change", "Take down", "Remove") if label in shown]
    await kari.does("exchange.withdraw", offer)
    assert (await kari.does("exchange.edit", offer)).form is None
    assert (await kari.does("plots.write", "1")).form is None
    async with talk.database.read() as store:
        assert [one.state for one in await store.listings.list_all_listings()] == [OPEN]


async def test_what_is_down_goes_to_somebody_who_stays_as_all_else(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    per = await talk.person("per", organisation="eksempel", contact=True)
    await writes(kari, OFFER)
    offer = await find_listing_id(talk.database, "B-1")
    await kari.does("exchange.withdraw", offer)
    async with talk.database.read() as store:
        (before,) = await store.listings.list_all_listings()
    form = await sara.does("departures.leave", f"{before.organisation_id}:{kari.person_id}")
    await sara.submits(form)
    async with talk.database.read() as store:
        (listing,) = await store.listings.list_all_listings()
        assert (listing.state, listing.contact_id) == (DOWN, per.person_id)


async def test_what_ends_soon_and_has_no_contact_waits_for_those_who_act_for_its_organisation(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    per = await talk.person("per", organisation="eksempel", contact=True)
    await writes(kari, OFFER)
    await moves(talk, kari, "dømeøyra", "eksempel")
    clock.forward(days=172)
    assert "B-1 Offered: heat, 4 MW, 65 °C" in "\n".join(await list_waiting(talk, per))
    assert await list_waiting(talk, kari) == [], "who has moved on is told nothing of it"


async def test_who_has_left_is_not_known_by_a_sentence_that_goes_before_the_letter(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    before = asked(ola)[0].text
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    await sara.submits(await sara.does("privacy.house_leaves", str(house.id)), what="leave")
    sentence = before.split("\n")[1]
    assert sentence in said(await ola.clicks(asked(ola)[0], "Why?"))
    await ola.clicks(asked(ola)[0], "Not now")
    assert asked(ola)[0].text.startswith(before), "as on any other day"
    assert sentence in said(await ola.does("matches.page"))
    await passes(talk, clock, days=9)
    assert "This match is closed." in asked(ola)[0].text
    async with talk.database.read() as store:
        assert [vote.last_words for vote in await store.match_votes.list_all_votes()] == [{}, {}]
