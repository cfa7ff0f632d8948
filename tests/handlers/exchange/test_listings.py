"""What is offered and needed: one line fills the form, levels decide who sees it, and its owner sees matches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.importers.seeding import SeedError, seed_records
from handlers.chat.cards import Reply
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.library.solutions.publication import add_months
from storage.directory.topics import TopicFollower
from storage.exchange.listings import DOWN, EXPIRED, OPEN, Listing
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import text_of
from tests.houses import house_of
from tests.meetings import MONDAY

LINE = "tilby 4 MW spillvarme 65 grader hele året"
TITLE = "B-1 Offered: heat, 4 MW, 65 °C"


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park with a site."""
    return await contact_of(talk, "kari", "eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another park with a site, a kilometre away."""
    return await contact_of(talk, "ola", "dømeøyra", position="59,15 9,67")


async def contact_of(talk: Conversation, user: str, organisation: str, position: str = "59,14 9,66") -> Someone:
    person = await talk.person(user, organisation=organisation, contact=True)
    form = await person.does("sites.write")
    await person.submits(form, name="Verket", municipality="Testvik", position=position)
    return person


async def writes(who: Someone, line: str, **values: Any) -> Reply:
    return await who.submits(await who.commands(line, "exchange"), **values)


async def find_listing(database: Database, code: str = "B-1") -> Listing:
    async with database.read() as store:
        found = await store.listings.find_listing_by_code(code)
    assert found is not None, code
    return found


async def expire(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await talk.courier.router.chores["listings.expire"][1](store, talk.arena)
    await talk.settle()


async def test_one_line_fills_the_form_and_is_saved(talk: Conversation, kari: Someone) -> None:
    form = await kari.commands(LINE, "exchange")
    assert form.form is not None
    filled = {field.name: field.value for field in form.form.fields}
    assert filled["type"] == "heat"
    assert (filled["direction"], filled["amount"], filled["when"]) == ("offer", "4 MW", "year")
    assert filled["temperature"] == "65 °C"
    saved = await kari.submits(form)
    assert saved.card is not None
    assert saved.card.title == TITLE
    assert "4 MW spillvarme 65 grader hele året" in text_of(saved)
    assert "Missing" not in text_of(saved)
    listing = await find_listing(talk.database)
    assert (listing.valid_to, listing.contact_id) == (add_months(MONDAY.date(), 6), kari.person_id)


async def test_what_the_verb_says_counts_whatever_the_words_hint_at(talk: Conversation, kari: Someone) -> None:
    saved = await writes(kari, "treng 4 MW spillvarme")
    assert saved.card is not None
    assert saved.card.title == "B-1 Needed: heat, 4 MW"


async def test_months_of_which_no_season_is_are_kept(talk: Conversation, kari: Someone) -> None:
    assert "When: February, March and April" in text_of(await writes(kari, "tilby 2 MW varme februar-april"))
    assert (await find_listing(talk.database)).months == [0, 100, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0]
    changed = await kari.submits(await kari.does("exchange.edit", str((await find_listing(talk.database)).id)))
    assert "When: February, March and April" in text_of(changed)


async def test_a_line_in_the_chat_offers_the_form_and_stores_nothing(talk: Conversation, kari: Someone) -> None:
    await kari.says("bytte tilby")
    assert kari.last.text.startswith("A form opens. Nothing is stored"), "nothing was said to fill it with"
    await kari.says(f"bytte {LINE}")
    assert kari.last.text.startswith("A form opens, filled with what I have understood.")
    form = await kari.clicks(kari.last, "Offer something")
    assert form.form is not None
    assert {field.name: field.value for field in form.form.fields}["amount"] == "4 MW"
    async with talk.database.read() as store:
        assert not await store.listings.list_all_listings()


async def test_type_and_site_alone_are_a_listing_and_its_card_says_what_lacks(kari: Someone) -> None:
    saved = await kari.submits(await kari.does("exchange.need"), type="heat")
    assert "Missing: amount, temperature and months." in text_of(saved)
    wrong = await kari.submits(await kari.does("exchange.need"), amount="4 MW", type="")
    assert set(wrong.errors) == {"type"}


async def test_land_lies_there_all_year(kari: Someone, ola: Someone) -> None:
    assert "Missing" not in text_of(await writes(kari, "tilby 40 da tomt"))
    await writes(ola, "treng 30 da tomt")
    listed = text_of(await ola.commands("treff", "exchange"))
    assert "Possible match: " in listed
    assert "Missing" not in listed


@pytest.mark.parametrize("amount", ["1.200 t", "4", "mye", "0 MW", "5 mål", "-3 MW"])
async def test_an_amount_that_is_none_of_its_type_is_asked_about(kari: Someone, amount: str) -> None:
    wrong = await kari.submits(await kari.does("exchange.offer"), type="heat", amount=amount, temperature="varmt")
    assert set(wrong.errors) == {"amount", "temperature"}


async def test_whoever_acts_for_nobody_is_told_who_does(talk: Conversation, kari: Someone) -> None:
    per = await talk.person("per", organisation="eksempel")
    refused = await per.commands(LINE, "exchange")
    assert "Kari can say what your organisation offers and needs." in text_of(refused)
    assert (await per.clicks(refused, "Write to Kari")).form is not None
    form = await kari.commands(LINE, "exchange")
    assert form.form is not None
    assert (await per.submits(form)).errors
    sara = await talk.person("sara", role="secretariat")
    assert (await sara.commands(LINE, "exchange")).form is not None


@pytest.mark.parametrize(
    ("level", "readers"),
    [("open", {"ola", "gus", "una", "per", "sara"}), ("all", {"ola", "per", "sara"}), ("hidden", {"per", "sara"}),
     ("own", {"per", "sara"})],
)  # fmt: skip
async def test_levels_decide_who_sees_it(
    talk: Conversation, kari: Someone, ola: Someone, level: str, readers: set[str]
) -> None:
    await writes(kari, LINE, reach=level)
    id, people = str((await find_listing(talk.database)).id), {"ola": ola}
    for user, about in (
        ("gus", {"organisation": "dømeøyra", "role": "guest"}), ("una", {}), ("per", {"organisation": "eksempel"}),
        ("sara", {"role": "secretariat"}),
    ):  # fmt: skip
        people[user] = await talk.person(user, **about)  # type: ignore[arg-type]  # words and flags of one person
    shown = {user for user, who in people.items() if TITLE in text_of(await who.does("exchange.open", id))}
    listed = {user for user, who in people.items() if TITLE in text_of(await who.commands("", "exchange"))}
    found = {user for user, who in people.items() if TITLE in text_of(await who.commands("spillvarme", "find"))}
    assert shown == readers
    assert listed == readers
    assert found <= readers
    assert ("ola" in found) == (level in ("open", "all"))


async def test_rooms_of_its_topic_have_the_card_as_long_as_it_is_in_force(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    for code in ("beta", "gamma"):
        await house_of(talk.database, await talk.carries(code, "energi"), code)
    await writes(kari, LINE)
    assert [post.card.title for post in talk.room("beta")] == [TITLE]
    id = str((await find_listing(talk.database)).id)
    down = await kari.does("exchange.withdraw", id)
    assert talk.room("beta") == []
    assert "Taken down" in text_of(down)
    await kari.clicks(down, "Renew")
    assert [post.card.title for post in talk.room("gamma")] == [TITLE]
    await kari.submits(await kari.does("exchange.edit", id), reach="own")
    assert talk.room("gamma") == []


async def labels_of(who: Someone) -> list[str]:
    shown = await who.does("exchange.open", "1")
    assert shown.card is not None
    return [button.label for button in shown.card.list_buttons()]


async def test_a_listing_ends_after_six_months_and_is_renewed(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await writes(kari, LINE)
    assert TITLE not in text_of(await kari.commands("", "home"))
    assert "Renew" not in await labels_of(kari)
    clock.forward(days=40)
    assert "Renew" in await labels_of(kari)
    clock.forward(days=130)
    await expire(talk)
    assert (await find_listing(talk.database)).state == OPEN
    assert TITLE in text_of(await kari.commands("", "home"))
    clock.forward(days=20)
    await expire(talk)
    ended = await find_listing(talk.database)
    assert ended.state == EXPIRED
    assert TITLE not in text_of(await kari.commands("spillvarme", "find"))
    await kari.does("exchange.renew", str(ended.id))
    assert (await find_listing(talk.database)).state == OPEN
    assert TITLE in text_of(await kari.commands("spillvarme", "find"))


async def test_its_owner_sees_matches_in_classes(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(ola, "treng 4 MW varme 55 grader hele året")
    saved = await writes(kari, LINE)
    assert "1 possible match now." in text_of(saved)
    matches = await kari.clicks(saved, "Matches")
    assert "Possible match: 3-10 MW of heat at 60-80 °C covers all of the need, all year, under 2 km" in text_of(
        matches
    )
    assert "4 MW" not in text_of(matches)
    other = await ola.does("exchange.matches", str((await find_listing(talk.database)).id))
    assert "I ask each side without names" in text_of(other)
    stranger = await talk.person("per", organisation="tredje")
    refused = await stranger.does("exchange.matches", str((await find_listing(talk.database, "B-2")).id))
    assert "Only its owner" in text_of(refused)


async def test_what_is_hidden_matches_for_its_owner_alone(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(ola, "treng 4 MW varme 55 grader hele året", reach="hidden")
    assert "No match so far. You will hear from me when there is one." in text_of(await writes(kari, LINE))
    hidden = str((await find_listing(talk.database)).id)
    assert "Possible match" in text_of(await ola.does("exchange.matches", hidden))
    sara = await talk.person("sara", role="secretariat")
    unknown = await sara.does("exchange.matches", str((await find_listing(talk.database, "B-2")).id))
    assert "No match so far." in text_of(unknown)
    await kari.does("exchange.withdraw", str((await find_listing(talk.database, "B-2")).id))
    assert (await find_listing(talk.database, "B-2")).state == DOWN


async def test_a_site_at_which_something_is_offered_stays(talk: Conversation, kari: Someone) -> None:
    await writes(kari, LINE)
    async with talk.database.read() as store:
        (site,) = await store.sites.list_all_sites()
    assert "so it stays" in text_of(await kari.does("sites.remove", str(site.id)))


async def test_whoever_has_no_site_begins_with_it(talk: Conversation) -> None:
    nils = await talk.person("nils", organisation="tredje", contact=True)
    told = await nils.commands(LINE, "exchange")
    assert (await nils.clicks(told, "Add a site")).form is not None


@pytest.mark.parametrize(
    "wrong",
    [
        '"amount": "mye"', '"amount": "5 mål"', '"temperature": "varmt"', '"months": [100]', '"type": "sun"',
        '"id": "7"', '"reach": "everyone"',
    ],
)  # fmt: skip
async def test_a_row_that_says_no_listing_is_refused(talk: Conversation, kari: Someone, wrong: str) -> None:
    row = '"id": "B-7", "site": "A-1", "direction": "need", "type": "heat", "valid_to": "2027-09-01"'
    with pytest.raises(SeedError):
        await seed_records(talk.database, "listings", [f"{{{row}, {wrong}}}"])
    await seed_records(
        talk.database, "listings", [f'{{{row}, "amount": "5-10 GWh/år", "months": "{";".join(["100"] * 12)}"}}']
    )
    assert "B-7 Needed: heat, 5-10 GWh/yr" in text_of(await kari.commands("", "exchange"))


async def test_an_organisation_that_leaves_takes_its_sites_and_listings_with_it(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await house_of(talk.database, await talk.carries("beta", "energi"), "beta")
    await writes(kari, LINE)
    organisation_id = (await find_listing(talk.database)).organisation_id
    sara = await talk.person("sara", role="secretariat")
    await sara.submits(await sara.does("privacy.house_leaves", str(organisation_id)), what="leave")
    async with talk.database.read() as store:
        assert not await store.listings.list_all_listings()
        assert [site.organisation_id for site in await store.sites.list_all_sites()] != [organisation_id]
    assert talk.room("beta") == []
    assert TITLE not in text_of(await ola.commands("spillvarme", "find"))


async def test_the_weekly_letter_tells_what_others_newly_offer_in_ones_topics(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    """Not one's own, nothing outside its audience, nothing of other topics, and nothing a second time."""
    async with talk.database.begin() as store:
        energy = await store.topics.find_topic_by_slug("energi")
        assert energy is not None
        store.session.add_all(TopicFollower(topic_id=energy.id, person_id=who.person_id) for who in (kari, ola))
    await writes(kari, LINE)
    await writes(kari, "tilby 9 MW spillvarme 75 grader hele året", reach="own")
    await writes(kari, "tilby 300 t/år gips")
    await writes(ola, "treng 3 MW varme 50 grader hele året")
    letters = []
    for days in (1, 7):
        async with talk.database.begin() as store:
            await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
        clock.forward(days=days)
        await talk.settle()
        letters.append([post.text for post in ola.sees if post.card.title.startswith("Your week")])
    (first,) = letters[0]
    news = first.partition("New offers and needs in your topics\n")[2].partition("\n\n")[0].split("\n")
    assert [line.partition(" – ")[0] for line in news if line.startswith("B-")] == [TITLE]
    assert not any("New offers and needs" in letter for letter in letters[1][1:])


@pytest.mark.draws("exchange.shown")
async def test_the_card_of_a_listing_follows_it_for_whoever_looks_at_it(kari: Someone, ola: Someone) -> None:
    await writes(kari, LINE)
    for who in (kari, ola):
        who.keeps = True
        await who.does("exchange.open", "1")
    mine, theirs = kari.last, ola.last
    form = await kari.clicks(mine, "Change")
    before = len(kari.sees)
    await kari.submits(form, amount="6 MW")
    assert "B-1 Offered: heat, 6 MW, 65 °C" in theirs.text
    assert "Change" not in theirs.labels
    await kari.clicks(mine, "Take down")
    assert ("Renew" in mine.labels, len(kari.sees)) == (True, before), "it changes where it stands"
    assert theirs.text == "This is no longer shown here."


@pytest.mark.parametrize("type_", FLOW_TYPES)
def test_each_unit_that_is_suggested_is_one_of_plants_and_is_taken(type_: str) -> None:
    units = FLOW_TYPES[type_].units
    assert [unit for unit in units if not is_amount_text_of(type_, f"4 {unit}")] == []
    assert {"kWh/år", "kg/år"}.isdisjoint(units), "nobody says 70 000 000 kWh of a plant"


async def test_an_amount_of_steam_is_asked_for_in_the_units_of_steam(kari: Someone) -> None:
    refused = await writes(kari, "tilby damp 6 bar hele året", amount="12 m2")
    assert refused.errors["amount"].endswith("such as t/h, MW, MWh/yr and GWh/yr.")
