"""The facilitator's desk: what comes next, what almost fits, whom to ring, and one tap to hand over."""

from __future__ import annotations

from handlers.chat.cards import Item, Reply
from handlers.exchange.matches.desk_entries import DeskMatch, list_urgent_entries
from handlers.exchange.matches.match_desk import PAGE, URGENT, DeskPage
from handlers.exchange.matching.answer_gaps import find_answer_gap
from handlers.exchange.matching.pair_factors import OfferScorer
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import SIDES, TALKS, ListingMatch
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, contact_of, find_listing_id, find_matches, propose, writes
from tests.flows import FLAT, make_need, make_offer
from tests.policy import passes, said
from tests.statement_meter import statements

#: some twelve kilometres from the others
APART = "59,25 9,66"


def items_of(reply: Reply) -> dict[str, Item]:
    assert reply.card is not None, reply
    return {part.title: part for part in reply.card.parts if isinstance(part, Item)}


def test_the_answer_that_is_missing_is_the_one_that_makes_a_match() -> None:
    """An unknown amount of heat goes only so far; one that is said may go farther."""
    offer, need = make_offer(months=FLAT, temperature=70.0), make_need(km=20.0, gwh=60.0, months=FLAT, temperature=50.0)
    gap = find_answer_gap(OfferScorer(offer, "heat"), need)
    assert gap is not None
    assert (gap.field, gap.of_offer) == ("amount", True)
    far = make_need(km=60.0, gwh=60.0, months=FLAT, temperature=50.0)
    assert find_answer_gap(OfferScorer(offer, "heat"), far) is None, "no answer makes up for the distance"
    cold = make_need(km=20.0, gwh=60.0, months=FLAT, temperature=160.0)
    assert find_answer_gap(OfferScorer(offer, "heat"), cold) is None, "nor for two things at once"


async def test_the_desk_shows_one_answer_and_one_bridge_from_a_match_until_something_changes(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    ola, kari = await contact_of(talk, "ola", "dømeøyra", HERE), await contact_of(talk, "kari", "eksempel", APART)
    per = await contact_of(talk, "per", "nordvik", THERE)
    await writes(ola, "treng 60 GWh/år varme 55 grader hele året")
    await writes(kari, "tilby spillvarme 75 grader hele året", reach="all")
    await writes(per, "tilby 60 GWh/år spillvarme 12 grader hele året", reach="all")
    assert "One answer from a match" not in said(await sara.does("matches.desk"))
    await passes(talk, clock, hours=24)
    desk = await sara.does("matches.desk")
    assert "One answer from a match (1)" in said(desk)
    assert "Fails in one thing (1)" in said(desk)
    shown = items_of(desk)
    (answer,) = [item for title, item in shown.items() if title.startswith("B-2")]
    (near,) = [item for title, item in shown.items() if title.startswith("B-3")]
    assert answer.text.startswith("B-2 does not say: amount. Asked on 2 March 2027. Ring ")
    assert "(Eksempel" in answer.text
    assert near.text == "Fails: temperature. Could be solved with: heat pump."
    for who in (ola, kari, per):
        assert "B-2 does not say" not in said(await who.does("matches.desk"))
    await kari.submits(
        await kari.does("exchange.edit", await find_listing_id(talk.database, "B-2")), amount="50 GWh/år"
    )
    assert "One answer from a match" not in said(await sara.does("matches.desk")), "it is not as it was"
    assert [match.code for match in await find_matches(talk.database)] == ["T-1"]


async def test_a_match_is_handed_over_in_one_tap_and_the_colleague_sees_it_at_once(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    tor = await talk.person("tor", role="secretariat")
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        post = next(post for post in who.sees if "Possible match" in post.text)
        await who.clicks(post, "Interesting")
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.facilitator_id) == (TALKS, sara.person_id)
    desk = await sara.does("matches.desk")
    assert "By next date (1)" in said(desk)
    assert "Ring " in said(desk)
    told = await sara.clicks(desk, "Hand over to Tor")
    assert "looks after T-1 now" in said(told)
    assert "T-1: both say yes" in tor.last.card.title
    (match,) = await find_matches(talk.database)
    assert match.facilitator_id == tor.person_id
    assert "Take it over" in [one.label for one in (await sara.does("matches.desk")).card.list_buttons()]
    for value in (f"{match.id}:{kari.person_id}", f"{match.id}:{sara.person_id}"):
        await kari.does("exchange.hand_over", value)
    await sara.does("exchange.hand_over", f"{match.id}:{kari.person_id}")
    (match,) = await find_matches(talk.database)
    assert match.facilitator_id == tor.person_id, "only the secretariat hands over, and only to one of it"


async def test_what_a_no_tells_the_facilitator_stands_on_the_desk_until_it_is_dealt_with(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    (post,) = [post for post in ola.sees if "Possible match" in post.text]
    refused = await ola.clicks(post, "Not relevant")
    why = await ola.clicks(refused, "Say why")
    assert "Ring me" not in said(await sara.does("matches.desk"))
    await ola.submits(why, reasons=("timing",), note="Ring meg når ovnen er bygd om")
    desk = await sara.does("matches.desk")
    (item,) = items_of(desk).values()
    assert item.text == "Ring meg når ovnen er bygd om · timing · Ring Ola (Dømeøyra)"
    assert item.note == "Dømeøyra has said no, and writes to you alone"
    assert "Matches that want a facilitator (1)" in said(await sara.does("exchange.list"))
    for who in (kari, ola):
        assert "ovnen" not in said(await who.does("matches.desk"))
    again = await ola.clicks(refused, "Say why")
    await sara.clicks(desk, "Dealt with")
    assert "ovnen" not in said(await sara.does("matches.desk"))
    await ola.submits(again, reasons=("timing",))
    assert "ovnen" not in said(await sara.does("matches.desk")), "the same line is nothing new"
    (match,) = await find_matches(talk.database)
    assert "ovnen" in said(await sara.does("matches.open", str(match.id)))


async def add_silent_matches(talk: Conversation, more: int) -> None:
    """Copy the first match so many times, and let nobody have answered any."""
    async with talk.database.begin() as store:
        (first, *_) = await store.matches.list_all_matches()
        votes = await store.match_votes.map_votes(first.id)
        for vote in votes.values():
            vote.silent_at = store.now
        of_match = [one.key for one in ListingMatch.__table__.columns if one.key not in ("id", "code", "offer_id")]
        of_vote = [one.key for one in MatchVote.__table__.columns if one.key not in ("id", "match_id")]
        for _ in range(more):
            match = await store.matches.add(ListingMatch(**{name: getattr(first, name) for name in of_match}))
            await store.session.flush()
            for side in SIDES:
                values = {name: getattr(votes[side], name) for name in of_vote}
                store.session.add(MatchVote(**values, match_id=match.id))


async def test_the_desk_asks_the_database_as_often_for_many_silent_matches_as_for_one(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    counts = []
    for more in (0, 20):
        await add_silent_matches(talk, more)
        with statements(talk.database) as told:
            async with talk.database.read() as store:
                found = await list_urgent_entries(store)
        assert [len(one.sides) for one in found if isinstance(one, DeskMatch)] == [2] * (more + 1)
        counts.append(len(told))
    assert counts[0] == counts[1]


async def test_a_full_page_of_the_desk_costs_no_more_statements_than_two_matches(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    page, counts = DeskPage(0, URGENT).encode_value(), []
    for shown, more in ((2, 1), (PAGE, PAGE - 2)):
        await add_silent_matches(talk, more)
        with statements(talk.database) as told:
            assert len(items_of(await sara.does("matches.desk", page))) == shown
        counts.append([statement for statement, _ in told])
    assert len(counts[1]) <= len(counts[0]), set(counts[1]) - set(counts[0])
    at_stages = [one for one in counts[1] if "WHERE matches.stage IN" in one and "JOIN" not in one]
    assert len(at_stages) == 3, "blind, known, and both for who is least busy"
