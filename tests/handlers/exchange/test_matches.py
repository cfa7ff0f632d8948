"""Matches: both sides are asked without names, two yeses show them, and one no tells nobody whose it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.exchange.matches import CLOSED, INTEREST, PROPOSED, TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, NEED, OFFER, THERE, asked, contact_of, find_listing_id, find_matches, propose, writes
from tests.policy import passes, said

BLIND = "Possible match: 3-10 MW of heat at 60-80 °C covers all of the need, all year, under 2 km away."


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park with a site, who offers."""
    return await contact_of(talk, "kari", "eksempel", HERE)


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another park with a site, a kilometre away, who needs."""
    return await contact_of(talk, "ola", "dømeøyra", THERE)


async def test_both_are_asked_without_names_and_two_yeses_show_them(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await writes(ola, NEED)
    assert "1 possible match now." in (await writes(kari, OFFER)).card.fallback  # type: ignore[union-attr]
    await passes(talk, clock, minutes=5)
    for who, code, names in ((kari, "B-2", ("ola", "dømeøyra")), (ola, "B-1", ("kari", "eksempel"))):
        (post,) = asked(who)
        assert post.card.title == f"Match for {code}"
        assert BLIND in post.text
        assert not [name for name in names if name in post.text.casefold()]
    await kari.clicks(asked(kari)[0], "Interesting")
    assert "You find it interesting" in asked(kari)[0].text
    assert "Interesting" in asked(ola)[0].labels, "nobody learns that a yes was given"
    await ola.clicks(asked(ola)[0], "Interesting")
    for who in (kari, ola, sara):
        (post,) = [post for post in who.sees if post.card.title == "T-1: both say yes"]
        for told in ("Eksempel", "Dømeøyra", "Kari", "Ola", "Sara", "kari verk", "4 MW", "spillvarme"):
            assert told in post.text, told
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.facilitator_id) == (TALKS, sara.person_id)
    assert match.next_on is not None


async def test_the_card_of_a_listing_follows_how_many_matches_wait_for_its_side(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    ola.keeps = True
    await writes(ola, NEED)
    shown = ola.last
    assert "No match so far." in shown.text
    await writes(kari, OFFER)
    assert "1 possible match now." in shown.text
    await passes(talk, clock, minutes=5)
    await ola.clicks(asked(ola)[0], "Interesting")
    assert "1 match, which you have answered." in shown.text


async def test_what_waits_stands_first_where_one_looks_at_the_exchange(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    assert "wait for you" not in (await kari.commands("", "exchange")).card.fallback  # type: ignore[union-attr]
    await propose(talk, clock, kari, ola)
    listed = await kari.commands("", "exchange")
    assert listed.card is not None
    assert listed.card.fallback.split("\n")[1].startswith("Matches that wait for you (1)")
    shown = await kari.clicks(listed, "Show")
    assert BLIND in shown.card.fallback  # type: ignore[union-attr]
    assert "Offered: heat, 4 MW, 65 °C" in said(shown), "who has many offers sees which one it is"
    await kari.clicks(asked(kari)[0], "Not now")
    assert "wait for you" not in (await kari.commands("", "exchange")).card.fallback  # type: ignore[union-attr]


async def test_what_is_answered_in_the_list_leads_back_to_the_others_that_wait(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await writes(ola, NEED)
    for _ in range(2):
        await writes(kari, OFFER)
    await passes(talk, clock, minutes=5)
    listed = await kari.does("matches.page")
    answered = await kari.clicks(listed, "Not now")
    assert BLIND in said(await kari.clicks(answered, "Matches that wait for you (1)"))


async def test_a_yes_can_be_taken_back(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    await kari.clicks(asked(kari)[0], "Interesting")
    assert [match.stage for match in await find_matches(talk.database)] == [INTEREST]
    assert asked(kari)[0].labels == ["Take it back", "Ask without a name"], "a no comes after the yes is taken back"
    await kari.clicks(asked(kari)[0], "Take it back")
    await ola.clicks(asked(ola)[0], "Interesting")
    assert [match.stage for match in await find_matches(talk.database)] == [INTEREST]
    assert "Interesting" in asked(kari)[0].labels
    assert not [post for post in kari.sees if "both say yes" in post.card.title]


async def test_a_no_is_told_with_the_weekly_letter_and_not_whose_it_was(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)  # on a Monday
    before = asked(ola)[0].text
    await passes(talk, clock, days=2)
    await kari.clicks(asked(kari)[0], "Not relevant")
    assert "nobody is told that it was you" in asked(kari)[0].text
    await passes(talk, clock, days=1)
    assert [post.text for post in asked(ola)] == [before]
    await ola.clicks(asked(ola)[0], "Interesting")
    assert "You find it interesting" in asked(ola)[0].text
    await passes(talk, clock, days=5)
    told = [post for post in ola.sees if "A possible match for B-1 is closed" in post.text]
    assert len(told) == 1
    assert "This match is closed." in asked(ola)[0].text
    assert not [post for post in kari.sees if "A possible match" in post.text]
    (match,) = await find_matches(talk.database)
    assert match.stage == CLOSED
    assert match.closed_at is not None
    assert match.told_at is not None
    assert match.told_at.weekday() == 1
    await writes(kari, OFFER)
    await passes(talk, clock, minutes=5)
    assert len(await find_matches(talk.database)) == 1, "a listing that says the same is refused already"


async def test_what_is_hidden_is_told_to_its_owner_first(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola, reach="hidden")
    assert len(asked(kari)) == 1
    assert asked(ola) == []
    assert (
        "No match so far."
        in (await ola.does("exchange.matches", await find_listing_id(talk.database, "B-1"))).card.fallback
    )  # type: ignore[union-attr]
    await kari.clicks(asked(kari)[0], "Interesting")
    await passes(talk, clock, minutes=5)
    assert len(asked(ola)) == 1
    await ola.clicks(asked(ola)[0], "Interesting")
    assert [match.stage for match in await find_matches(talk.database)] == [TALKS]


async def test_the_same_facts_are_proposed_once_and_new_facts_anew(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    id = await find_listing_id(talk.database, "B-2")
    await kari.submits(await kari.does("exchange.edit", id), amount="5 MW")
    assert [match.stage for match in await find_matches(talk.database)] == [PROPOSED]
    await kari.submits(await kari.does("exchange.edit", id), amount="2 MW")
    assert [match.stage for match in await find_matches(talk.database)] == [CLOSED, PROPOSED]


async def test_what_waits_stands_on_home_and_in_the_list(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    home = await kari.commands("", "home")
    assert "Matches that wait for you (1)" in home.card.fallback  # type: ignore[union-attr]
    listed = await kari.commands("treff", "exchange")
    await kari.clicks(listed, "Not now")
    assert "Matches that wait" not in (await kari.commands("", "home")).card.fallback  # type: ignore[union-attr]
    await passes(talk, clock, days=31)
    assert "Matches that wait for you (1)" in (await kari.commands("", "home")).card.fallback  # type: ignore[union-attr]


async def test_who_looks_after_a_listing_sees_its_matches_as_long_as_they_belong_there(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    per = await talk.person("per", organisation="eksempel")
    assert await _counts(talk, per, clock) == (0, 0)
    async with talk.database.begin() as store:
        listing = await store.listings.find_listing_by_code("B-2")
        assert listing is not None
        listing.contact_id = per.person_id
    assert await _counts(talk, per, clock) == await _counts(talk, kari, clock) == (1, 1)
    await kari.clicks(asked(kari)[0], "Not relevant")
    assert await _counts(talk, per, clock) == (0, 0), "it is over for who said no"
    assert await _counts(talk, ola, clock) == (1, 1), "the other side has not heard"
    async with talk.database.begin() as store:
        (match,) = await store.matches.list_all_matches()
        match.stage, match.closing, match.closed_at = PROPOSED, "", None
        (await store.people.load_person(per.person_id)).confirmed = False
    assert await _counts(talk, per, clock) == (0, 0)
    assert await _counts(talk, kari, clock) == (1, 0)


async def _counts(talk: Conversation, who: Someone, clock: Clock) -> tuple[int, int]:
    """How many matches somebody sees, and how many of them wait for their answer."""
    async with talk.database.read() as store:
        person, votes = await store.people.load_person(who.person_id), store.match_votes
        listed = await votes.list_asked_matches(person, clock(), 10)
        assert len(listed) == await votes.count_asked_matches(person)
        return len(listed), await votes.count_waiting_votes(person, clock())


async def test_only_who_acts_for_a_side_answers(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    button = next(button for button in asked(kari)[0].card.list_buttons() if button.do == "exchange.yes")
    per = await talk.person("per", organisation="eksempel")
    for who in (ola, per, sara):
        assert "I cannot find that match." in (await who.presses(button)).card.fallback  # type: ignore[union-attr]
    assert [match.stage for match in await find_matches(talk.database)] == [PROPOSED]


async def test_nobody_who_is_asked_falls_silent_unseen(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await passes(talk, clock, days=8)
    assert len(asked(kari)) == 2
    for _ in range(18):
        await passes(talk, clock, days=2)
    async with talk.database.read() as store:
        votes = await store.match_votes.list_all_votes()
    assert [vote.silent_at is not None for vote in votes] == [True, True]
    assert all(vote.silent_at - vote.asked_at > timedelta(days=14) for vote in votes if vote.silent_at)


async def test_a_match_that_is_open_again_is_asked_about_again(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    offer = await find_listing_id(talk.database, "B-2")
    for amount in ("12 MW", "4 MW"):
        clock.forward(minutes=5)
        await kari.submits(await kari.does("exchange.edit", offer), amount=amount)
        await passes(talk, clock, days=1)
    stages = {match.code: match.stage for match in await find_matches(talk.database)}
    assert (stages["T-1"], set(stages.values())) == (PROPOSED, {PROPOSED, CLOSED})
    before = len(asked(ola))
    await passes(talk, clock, days=8)
    assert len(asked(ola)) == before + 1, "who has not answered is reminded, though the match was closed for a day"
