"""What an exchange takes is nobody else's: its owner reads what is left, others a class of it, and it is matched so."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from handlers.chat.cards import Item, Reply
from handlers.exchange.mapping.flow_sums import EXCHANGED, LISTED
from handlers.exchange.mapping.stream_flows import list_exchanged_shares, read_stream_flows
from handlers.exchange.matches.exchange_uses import list_spent_ids
from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.exchange.matching.remaining_flow import compute_taken_flow, compute_use, leave_rest
from storage.directory.topics import TopicFollower
from storage.exchange.exchange_map import StreamRow
from storage.exchange.matches import CLOSED, OVER, PILOT, PROPOSED, RUNNING, STUDY
from storage.exchange.streams import OUT
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import contact_of, find_listing_id, find_matches, text_of, writes
from tests.policy import passes

#: half the year, from October to March
WINTER = tuple(100.0 if month in (1, 2, 3, 10, 11, 12) else 0.0 for month in range(1, 13))
FLAT = (100.0,) * 12


def flow(megawatts: float, months: tuple[float, ...] | None = FLAT, *, offers: bool = True) -> ListingFacts:
    amount = FlowAmount("energy", megawatts * 1000, None, is_rate=True)
    return ListingFacts(id=1, organisation="a", is_offer=offers, type="heat", amount=amount, months=months)


def year(gigawatt_hours: float, months: tuple[float, ...] | None = FLAT, *, offers: bool = True) -> ListingFacts:
    amount = FlowAmount("energy", None, gigawatt_hours * 1e6, is_rate=False)
    return ListingFacts(id=1, organisation="a", is_offer=offers, type="heat", amount=amount, months=months)


def rest_of(
    whole: ListingFacts, offer: ListingFacts, need: ListingFacts, agreed: FlowAmount | None = None
) -> ListingFacts | None:
    taken = compute_taken_flow(offer, need, agreed, of_offer=whole is offer)
    use = compute_use(whole, [] if taken is None else [taken])
    assert use is not None
    return None if use.is_spent else leave_rest(whole, use)


def test_what_is_taken_in_winter_is_left_in_summer() -> None:
    offer, need = flow(4), flow(3, WINTER, offers=False)
    rest = rest_of(offer, offer, need)
    assert rest is not None
    assert rest.amount is not None
    assert rest.amount.hourly == 4000
    assert rest.months == tuple(25 if share else 100 for share in WINTER)
    assert rest_of(need, offer, need) is None, "the need is covered"


def test_what_is_left_is_of_the_class_that_its_figure_is_of() -> None:
    offer = flow(6)
    rest = rest_of(offer, offer, flow(5, offers=False))
    assert rest is not None
    assert rest.amount is not None
    assert rest.amount.hourly == 1000


def test_what_is_taken_all_year_leaves_its_months_as_they_are() -> None:
    offer = flow(4)
    rest = rest_of(offer, offer, flow(3, offers=False))
    assert rest is not None
    assert rest.amount is not None
    assert (rest.amount.hourly, rest.months) == (1000, FLAT)


def test_a_need_is_covered_as_far_as_its_offer_goes() -> None:
    """«behovet er størst i januar»"""
    offer, need = flow(4, WINTER), flow(3, offers=False)
    rest = rest_of(need, offer, need)
    assert rest is not None
    assert rest.amount is not None
    assert (rest.amount.hourly, rest.months) == (3000, tuple(100 - share for share in WINTER))


def test_amounts_of_a_year_are_taken_of_a_year() -> None:
    offer, need = year(20), year(5, WINTER, offers=False)
    rest = rest_of(offer, offer, need)
    assert rest is not None
    assert rest.amount is not None
    assert rest.amount.yearly == pytest.approx(15e6)
    assert rest.months == tuple(50 if share else 100 for share in WINTER)


def test_what_is_agreed_on_goes_before_what_both_can() -> None:
    offer, need = flow(4), flow(3, offers=False)
    rest = rest_of(offer, offer, need, FlowAmount("energy", 1000, None, is_rate=True))
    assert rest is not None
    assert rest.amount is not None
    assert rest.amount.hourly == 3000


def test_amounts_that_cannot_be_compared_take_nothing() -> None:
    offer, need = flow(4), year(20, offers=False)
    assert compute_taken_flow(offer, need, None, of_offer=True) is None


def notes_of(shown: Reply | Post) -> str:
    """All that the entries of a list say beside their titles."""
    assert shown.card is not None
    return " | ".join(part.note for part in shown.card.parts if isinstance(part, Item))


async def begin(talk: Conversation, clock: Clock, offers: Someone, needs: Someone, **step: str) -> str:
    """Let what the two have said run; returns the id of the match."""
    await passes(talk, clock, minutes=5)
    (match,) = [one for one in await find_matches(talk.database) if one.stage == PROPOSED]
    async with talk.database.read() as store:
        votes = await store.match_votes.map_votes(match.id)
    for who, side in ((offers, "offer"), (needs, "need")):
        await who.does("exchange.yes", str(votes[side].id))
    form = await offers.does("exchange.stage", str(match.id))
    await offers.submits(form, **{"stage": RUNNING, "day": "2028-02-01", **step})
    return str(match.id)


async def test_its_owner_reads_what_is_in_use_and_others_a_class_of_what_is_left(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """«4 MW, 3 av dem er i bruk»"""
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 3 MW varme 55 grader hele året")
    match = await begin(talk, clock, kari, ola)
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    offer, need = [await find_listing_id(talk.database, code) for code in ("B-1", "B-2")]
    for who in (kari, sara):
        assert "3 MW in use (T-1), 1 MW left" in text_of(await who.does("exchange.open", offer))
        assert "3 MW in use (T-1), 1 MW left" in notes_of(await who.does("exchange.list"))
    form = (await kari.does("exchange.edit", offer)).form
    assert form is not None
    assert form.note == "3 MW in use (T-1), 1 MW left. The amount here is all of it, what is in use as well."
    seen = text_of(await per.does("exchange.open", offer))
    assert "Now: 1-3 MW left" in seen
    assert "T-1" not in seen
    assert "Now: nothing more needed now" in text_of(await per.does("exchange.open", need))
    assert "1-3 MW left" in notes_of(await per.does("exchange.list"))
    await per.says("hvem har spillvarme?")
    assert "1-3 MW left" in notes_of(per.last)
    assert "left" not in text_of(await ola.does("exchange.open", offer)), "nor on the listing"
    assert "left" not in notes_of(await ola.does("exchange.list"))
    shared = text_of(await ola.does("matches.open", match))
    assert "Flows: 3 MW" in shared
    assert "left" not in shared, "who takes of it reads nothing of what others take"


async def test_a_search_and_the_weekly_letter_tell_what_is_left_as_the_list_does(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 3 MW varme 55 grader hele året")
    await begin(talk, clock, kari, ola)
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    figures = "3 MW in use (T-1), 1 MW left"
    for who, left in ((kari, figures), (sara, figures), (per, "1-3 MW left"), (ola, "")):
        (note,) = [one for one in notes_of(await who.commands("spillvarme", "find")).split(" | ") if "Eksempel" in one]
        assert (left in note, "left" in note) == (True, bool(left)), note
    async with talk.database.begin() as store:
        energy = await store.topics.find_topic_by_slug("energi")
        assert energy is not None
        for reader in (per, ola):
            store.session.add(TopicFollower(topic_id=energy.id, person_id=reader.person_id))
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
    clock.forward(days=1)
    await talk.settle()
    (letter,) = [post for post in per.sees if post.card.title.startswith("Your week")]
    assert "Eksempel · 1-3 MW left" in notes_of(letter)
    (news,) = [post for post in ola.sees if "Your week" in post.card.fallback]
    assert "Eksempel" in notes_of(news).split(" | "), "who takes of it is told of it, and nothing of what is left"


async def test_what_is_left_is_matched_and_comes_back_when_the_exchange_ends(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 4 MW varme 55 grader hele året")
    first = await begin(talk, clock, kari, ola)
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    await writes(per, "treng 4 MW varme 55 grader hele året")
    await passes(talk, clock, days=1)
    assert [str(one.id) for one in await find_matches(talk.database)] == [first], "nothing is left of it"
    await kari.submits(await kari.does("exchange.stage", first), amount="2,5 MW", day="2028-02-01")
    await passes(talk, clock, days=1)
    (_, second) = await find_matches(talk.database)
    assert second.factors["amount"] == pytest.approx((1.5 / 4) ** 0.3)
    (asked,) = [post for post in per.sees if "Possible match" in post.text]
    assert "1-3 MW of heat" in asked.text
    (mine,) = [post for post in kari.sees if "Match for B-1" in post.card.title]
    assert "2.5 MW in use (T-1), 1.5 MW left" in mine.text
    await kari.submits(await kari.does("exchange.stage", first), amount="4 MW", day="2028-02-01")
    await passes(talk, clock, days=1)
    (_, second) = await find_matches(talk.database)
    assert (second.stage, second.closing) == (CLOSED, OVER)
    await kari.submits(await kari.does("exchange.end", first))
    await passes(talk, clock, days=1)
    (_, second) = await find_matches(talk.database)
    assert (second.stage, second.closing) == (PROPOSED, "")
    assert second.factors["amount"] == 1
    assert "left" not in text_of(await kari.does("exchange.open", "1"))


async def test_who_refused_is_not_asked_again_since_less_is_left(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    await writes(per, "treng 4 MW varme 55 grader hele året")
    await passes(talk, clock, minutes=5)
    (post,) = [post for post in per.sees if "Possible match" in post.text]
    await per.clicks(post, "Not relevant")
    await writes(ola, "treng 3 MW varme 55 grader hele året")
    await begin(talk, clock, kari, ola)
    await passes(talk, clock, days=2)
    assert len(await find_matches(talk.database)) == 2


async def test_the_form_is_filled_with_what_is_left_of_both(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 3 MW varme 55 grader hele året")
    await begin(talk, clock, kari, ola, stage=PILOT, amount="2 500 kW")
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    await writes(per, "treng 3 MW varme 55 grader hele året")
    await passes(talk, clock, days=1)
    second = await begin(talk, clock, kari, per)
    matches = {str(one.id): one for one in await find_matches(talk.database)}
    assert matches[second].amount == "1.5 MW"
    wrong = await kari.submits(await kari.does("exchange.stage", second), amount="mye", day="2028-02-01")
    assert "such as 3 MW" in wrong.errors["amount"]
    liv = await contact_of(talk, "liv", "fjerde", "59,16 9,66")
    assert "nothing left now" in text_of(await liv.does("exchange.open", "1"))
    assert "left" not in text_of(await ola.does("exchange.open", "1")), "what others take is not theirs to know"
    assert "4 MW in use (T-1 and T-2), nothing left now" in text_of(await kari.does("exchange.open", "1"))


async def test_how_much_is_taken_is_asked_for_where_amounts_cannot_be_compared(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 20 GWh/år varme 55 grader hele året")
    match = await begin(talk, clock, kari, ola)
    assert "how much T-1 takes is not said" in text_of(await kari.does("exchange.open", "1"))
    assert "left" not in text_of(await ola.does("exchange.open", "1"))
    await kari.submits(await kari.does("exchange.stage", match), amount="3 MW", day="2028-02-01")
    assert "3 MW in use (T-1), 1 MW left" in text_of(await kari.does("exchange.open", "1"))


async def test_what_is_left_of_a_stream_is_still_laid_out(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 20 GWh/år spillvarme 65 grader hele året")
    await writes(ola, "treng 15 GWh/år varme 55 grader hele året")
    await begin(talk, clock, kari, ola)
    async with talk.database.read() as store:
        found = await store.matches.list_taking_exchanges()
        assert list_exchanged_shares(found) == {found[0].offer.id: pytest.approx(0.75), found[0].need.id: 1.0}
        assert await list_spent_ids(store) == {found[0].need.id}
    stream = StreamRow(1, OUT, "heat", "20 GWh/år", "", None, "", found[0].offer.id)
    flows = read_stream_flows([stream], {}, {found[0].offer.id: 0.75}, words=True)
    assert [(one.place, one.yearly) for one in flows] == [(EXCHANGED, Decimal("15e6")), (LISTED, Decimal("5e6"))]


async def test_the_map_tells_nothing_of_an_offer_of_which_nothing_is_left(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 4 MW varme 55 grader hele året")
    before = text_of(await sara.commands("kart", "exchange"))
    assert "Has to spare: heat" in before
    await begin(talk, clock, kari, ola)
    after = text_of(await sara.commands("kart", "exchange"))
    assert "Has to spare" not in after
    assert "Needs or uses" not in after
    assert "Exchanges: heat" in after


async def test_an_amount_by_season_is_told_by_its_months(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 3 MW varme 55 grader i fyringssesongen")
    match = await begin(talk, clock, kari, ola)
    told = text_of(await kari.does("exchange.open", "1"))
    assert "3 MW in use (T-1), 1 MW (the heating season), 4 MW (May, June, July, August and September) left" in told
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    seen = text_of(await per.does("exchange.open", "1"))
    assert "1-3 MW (the heating season), 3-10 MW (May, June, July, August and September) left" in seen
    assert text_of(await ola.does("matches.open", match)).count("Now:") == 0


async def test_who_talks_with_its_owner_reads_how_much_is_left(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """A third one learns that less is left, and nothing of who takes it."""
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(ola, "treng 3 MW varme 55 grader hele året")
    first = await begin(talk, clock, kari, ola)
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    await writes(per, "treng 3 MW varme 55 grader hele året")
    await passes(talk, clock, days=1)
    second = await begin(talk, clock, kari, per, stage=STUDY)
    seen = text_of(await per.does("matches.open", second))
    assert "Being studied: 1 MW of heat" in seen
    assert "Now: 1 MW left" in seen
    assert "T-1" not in seen
    assert "Dømeøyra" not in seen
    assert "Running: 3 MW of heat at 65 °C covers all of the need" in text_of(await ola.does("matches.open", first))
    await kari.submits(await kari.does("exchange.stage", second), stage=PILOT, day="2028-02-01")
    assert "Now:" not in text_of(await ola.does("matches.open", first))
