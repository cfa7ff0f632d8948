"""A no that teaches: what stood in the way is counted by organisation, and rules become an issue of the network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.pair_factors import OfferScorer, find_pair_mode
from handlers.exchange.matching.pair_score import WEAKEST_SHOWN
from handlers.exchange.refusals.limit_evidence import load_limit_groups
from handlers.exchange.refusals.limit_rules import LimitEvidence, find_needed_stretch, propose_stretch
from handlers.exchange.refusals.refusal_counts import (
    Quarter,
    count_reasons,
    find_group_times,
    find_quarter,
    group_by_quarter_and_type,
    list_named_types,
    list_told_reasons,
)
from storage.exchange.match_refusals import MatchedListings, MatchRefusal
from storage.exchange.matching_limits import AMOUNT, DISTANCE, LimitKey
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, NEED, OFFER, contact_of, writes
from tests.policy import passes, said

NIGHT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def refusal(organisation: int, *reasons: str, type_: str = "heat", at: datetime = NIGHT) -> MatchRefusal:
    return MatchRefusal(MatchedListings(1, organisation), organisation, type_, reasons, at)


def test_an_organisation_counts_once_and_a_quarter_is_that_of_the_network() -> None:
    found = [refusal(1, "rules", "amount"), refusal(1, "rules"), refusal(2, "rules"), refusal(3, "amount")]
    assert [tuple(one) for one in count_reasons(found)] == [("amount", 2), ("rules", 2)]
    assert find_quarter(NIGHT, ZoneInfo("Europe/Oslo")) == Quarter(2027, 1)
    later = refusal(4, "people", type_="steam", at=NIGHT + timedelta(days=100))
    groups = group_by_quarter_and_type([*found, later], ZoneInfo("Europe/Oslo"))
    assert list(groups) == [(Quarter(2027, 2), "steam"), (Quarter(2027, 1), "heat")]


def test_members_are_told_of_reasons_that_give_nobody_away() -> None:
    four = [refusal(number, "rules") for number in range(4)]
    assert list_told_reasons(four) == []
    five = [*four, refusal(4, "secrecy"), refusal(0, "secrecy")]
    assert list_told_reasons(five) == ["rules"], "a reason of two is told to the secretariat alone"
    assert list_named_types([*five[:2], refusal(2, "rules", type_="steam")]) == []
    assert list_named_types(five) == ["heat"]


def test_every_third_organisation_completes_a_group() -> None:
    days = [refusal(number, "rules", at=NIGHT + timedelta(days=number)) for number in range(7)]
    again = refusal(0, "rules", at=NIGHT + timedelta(days=30))
    assert find_group_times([*days, again], 3) == [NIGHT + timedelta(days=2), NIGHT + timedelta(days=5)]


async def refuses(database: Database, who: Someone, *reasons: str) -> str:
    """The side that `who` stands for says no, and why; return what they are told."""
    async with database.read() as store:
        person = await store.people.find(who.person_id)
        votes = await store.match_votes.list_all_votes()
    assert person is not None
    vote = next(one for one in votes if one.organisation_id == person.organisation_id)
    await who.does("exchange.no", str(vote.id))
    return said(await who.submits(await who.does("exchange.reasons", str(vote.id)), reasons=reasons))


def proposals(who: Someone) -> list[Post]:
    return [post for post in who.sees if "because of the rules" in post.text]


@pytest.mark.draws("exchange.rules")
async def test_three_organisations_whom_rules_stop_are_put_to_the_secretariat_once(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    owner = await contact_of(talk, "owner", "smelter", HERE)
    await writes(owner, OFFER)
    others = [await contact_of(talk, f"ola{number}", f"verk{number}", f"59.1{number} 9.67") for number in range(5)]
    for one in others:
        await writes(one, NEED)
    assert "Report experience" not in await refuses(talk.database, others[0], "rules", "distance")
    assert "Report experience" in await refuses(talk.database, others[1], "rules", "economy")
    await passes(talk, clock, hours=1)
    assert proposals(sara) == []
    assert "Too few" in said(await owner.does("matches.reasons"))
    await refuses(talk.database, others[2], "rules")
    for _ in range(3):
        await passes(talk, clock, days=1)
    (post,) = proposals(sara)
    assert "3 organisations" in post.text
    assert "It is about heat." in post.text
    form = (await sara.clicks(post, "Raise an issue")).form
    assert form is not None
    problem = next(field.value for field in form.fields if field.name == "problem")
    assert "let go of it because of the rules.\nIt is about heat." in str(problem)
    assert "verk" not in str(form)
    for one in others[3:]:
        await refuses(talk.database, one, "distance")
    assert "Most often: distance and rules." in said(await owner.does("matches.reasons"))
    told = said(await sara.does("matches.reasons"))
    assert "Heat" in told
    assert "Distance (3) · Rules (3) · Economy (1)" in told


async def test_only_the_secretariat_begins_an_issue_of_it(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    assert "Only the secretariat" in said(await kari.does("exchange.raise_rules"))
    assert "Nobody has said yet" not in said(await kari.does("matches.reasons"))


def facts(direction: str, amount: str, latitude: float, *, quay: bool = False) -> ListingFacts:
    row = {"quay": quay} | {
        "id": direction, "organisation": direction, "direction": direction, "type": "material", "text": "slagg",
        "amount": amount, "lat": latitude, "lon": 9.66,
    }  # fmt: skip
    return read_listing(row)


def test_what_a_pair_needs_is_where_its_factor_is_just_shown() -> None:
    offer, far = facts("offer", "1 000 t/år", 59.0), facts("need", "1 000 t/år", 61.0)
    needed = find_needed_stretch(offer, far, DISTANCE)
    assert needed is not None
    scored = OfferScorer(replace(offer, stretches={("truck", DISTANCE): needed}), "material").score_factors(far).factors
    assert scored["distance"] == pytest.approx(WEAKEST_SHOWN, abs=0.001)
    assert find_needed_stretch(offer, facts("need", "100 000 t/år", 59.0), AMOUNT) == pytest.approx(1.508, abs=0.01)
    assert find_needed_stretch(offer, facts("need", "ukjent", 59.0), AMOUNT) is None


def test_a_limit_of_lorries_says_nothing_of_ships_and_one_of_any_mode_holds_for_both() -> None:
    by_road, by_sea = facts("offer", "1 000 t/år", 59.0), facts("offer", "1 000 t/år", 59.0, quay=True)
    need = facts("need", "1 000 t/år", 61.0, quay=True)
    assert [find_pair_mode(one, need) for one in (by_road, by_sea)] == ["truck", "ship"]

    def score(offer: ListingFacts, **stretches: float) -> float:
        given = {("" if mode == "any" else mode, DISTANCE): stretch for mode, stretch in stretches.items()}
        found = OfferScorer(replace(offer, stretches=given), "material").score_factors(need).factors["distance"]
        return round(found, 4)

    for offer, own, other in ((by_road, "truck", "ship"), (by_sea, "ship", "truck")):
        assert score(offer, **{other: 2.0}) == score(offer)
        assert score(offer, **{own: 2.0}) == score(offer, any=2.0) > score(offer)
        assert score(offer, **{own: 0.5, "any": 2.0}) < score(offer)


@pytest.mark.parametrize(
    ("refused", "accepted", "proposed"),
    [
        ((0.9, 1.4), (0.3, 0.5, 0.7), 0.8),
        ((0.2,), (0.1, 0.1, 0.1), 0.5),  # at most half of the rule
        ((5.0,), (3.0, 4.0, 4.5), 2.0),  # at most twice
        ((0.9,), (0.3, 0.5), None),  # too few were accepted
        ((1.02,), (1.0, 0.5, 0.9), None),  # nothing that anybody would see
    ],
)
def test_a_limit_is_proposed_between_what_was_accepted_and_what_was_refused(
    refused: tuple[float, ...], accepted: tuple[float, ...], proposed: float | None
) -> None:
    assert propose_stretch(LimitEvidence(refused, accepted), 1.0) == proposed


@pytest.mark.draws("exchange.limit")
async def test_five_whom_it_is_too_far_for_propose_a_limit_that_the_secretariat_alone_changes(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    """Slag is matched over a hundred kilometres of road; those near by take it, and those far off do not."""
    far = [await contact_of(talk, f"far{number}", f"fjern{number}", f"59.5{5 + number} 9.66") for number in range(5)]
    near = [await contact_of(talk, f"near{number}", f"nær{number}", f"59.1{number} 9.67") for number in range(3)]
    owner = await contact_of(talk, "owner", "smelter", HERE)
    await writes(owner, "tilby 20 000 t slagg i året")
    for one in far:
        await writes(one, "treng 20 000 t slagg i året")
        await refuses(talk.database, one, "distance")
    for one in near:
        await writes(one, "treng 20 000 t slagg i året")
        await accept(talk.database, one, owner)
    for _ in range(3):
        await passes(talk, clock, days=1)
    (post,) = [post for post in sara.sees if "Should a limit of matching be changed?" in post.text]
    assert "Material · Truck · Distance" in post.text
    assert "Refused: 5. Accepted: 3." in post.text
    page = said(await sara.clicks(post, "Use it"))
    assert "% of the rule." in page
    assert "Only the secretariat" in said(await owner.does("matches.limits"))
    async with talk.database.read() as store:
        stretches = await store.matching_limits.map_stretches()
    assert 0.5 <= stretches[LimitKey("material", "truck", DISTANCE)] < 0.9
    late = await contact_of(talk, "late", "sein", "59.58 9.66")
    told = said(await writes(late, "treng 20 000 t slagg i året"))
    assert "No match so far." in told, "what five have refused is not proposed to the sixth"
    await sara.clicks(await sara.does("matches.limits"), "As the rules have it")
    async with talk.database.read() as store:
        assert await store.matching_limits.map_stretches() == {}


async def test_refusals_of_ships_and_of_lorries_are_no_five_together(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    owner = await contact_of(talk, "owner", "smelter", HERE, quay="yes")
    await writes(owner, "tilby 20 000 t slagg i året")
    for number in range(5):
        quay = {"quay": "yes"} if number % 2 else {}
        one = await contact_of(talk, f"far{number}", f"fjern{number}", f"59.2{number} 9.66", **quay)
        await writes(one, "treng 20 000 t slagg i året")
        await refuses(talk.database, one, "distance")
    async with talk.database.read() as store:
        assert (await load_limit_groups(store)).refused == {}
        assert len(await store.match_refusals.list_refusals()) == 5
    one = await contact_of(talk, "far5", "fjern5", "59.25 9.66")
    await writes(one, "treng 20 000 t slagg i året")
    await refuses(talk.database, one, "distance")
    async with talk.database.read() as store:
        assert (await load_limit_groups(store)).refused == {}
    one = await contact_of(talk, "far6", "fjern6", "59.26 9.66")
    await writes(one, "treng 20 000 t slagg i året")
    await refuses(talk.database, one, "distance")
    async with talk.database.read() as store:
        assert list((await load_limit_groups(store)).refused) == [LimitKey("material", "truck", DISTANCE)]


async def test_a_limit_of_before_modes_can_be_taken_back(talk: Conversation, sara: Someone) -> None:
    async with talk.database.begin() as store:
        await store.matching_limits.set_stretch(LimitKey("material", "", DISTANCE), 1.5, sara.person_id)
    page = await sara.does("matches.limits")
    assert "Material · Distance" in said(page)
    await sara.clicks(page, "As the rules have it")
    await sara.does("exchange.limit", "material:distance:150:plane")
    async with talk.database.read() as store:
        assert await store.matching_limits.map_stretches() == {}
    await sara.does("exchange.limit", "material:distance:150")
    async with talk.database.read() as store:
        assert await store.matching_limits.map_stretches() == {LimitKey("material", "", DISTANCE): 1.5}


async def accept(database: Database, *sides: Someone) -> None:
    """Both say yes to the match that waits for the first of them."""
    async with database.read() as store:
        person = await store.people.find(sides[0].person_id)
        assert person is not None
        votes = await store.match_votes.list_all_votes()
        match_id = next(one.match_id for one in votes if one.organisation_id == person.organisation_id)
    for who in sides:
        async with database.read() as store:
            person = await store.people.find(who.person_id)
            assert person is not None
            asked = (await store.match_votes.map_votes(match_id)).values()
            vote = next(one for one in asked if one.organisation_id == person.organisation_id)
        await who.does("exchange.yes", str(vote.id))
