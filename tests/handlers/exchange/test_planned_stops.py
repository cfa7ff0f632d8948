"""Planned stops of what runs: the other side alone hears of them, in time, and sees what else of theirs stops then."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.chat.cards import Reply
from storage.exchange.matches import RUNNING, ListingMatch
from storage.exchange.planned_stops import PlannedStop
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, THERE, contact_of, find_matches, text_of, writes
from tests.policy import passes


async def run(talk: Conversation, clock: Clock, offers: Someone, needs: Someone, heat: str) -> str:
    """Let a match of these two run; returns its id."""
    before = {match.id for match in await find_matches(talk.database)}
    await writes(offers, f"tilby {heat} varme 65 grader hele året")
    await writes(needs, f"treng {heat} varme 55 grader hele året")
    await passes(talk, clock, minutes=5)
    sides = {offers.person_id, needs.person_id}
    (match,) = [one for one in await find_matches(talk.database) if one.id not in before]
    async with talk.database.read() as store:
        votes = await store.match_votes.map_votes(match.id)
    assert len(sides) == 2
    for who, side in ((offers, "offer"), (needs, "need")):
        await who.does("exchange.yes", str(votes[side].id))
    form = await offers.does("exchange.stage", str(match.id))
    await offers.submits(form, stage=RUNNING, step="Måle", day="2028-02-01")
    return str(match.id)


async def stops(who: Someone, match: str, first: str, last: str, **values: str) -> Reply:
    return await who.submits(await who.does("exchange.stop", match), first=first, last=last, **values)


def told(who: Someone, words: str = "Planned stop in") -> list[Post]:
    return [post for post in who.sees if words in post.text]


@pytest.mark.draws("exchange.stop_notice", "exchange.stop_off")
async def test_the_other_side_alone_hears_at_once_and_again_in_time(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    per = await contact_of(talk, "per", "prøvedal", "68,4 17,4")
    match = await run(talk, clock, kari, ola, "4 MW")
    saved = text_of(await stops(kari, match, "2027-05-03", "2027-05-09"))
    assert "3–9 May 2027: stop" in saved
    await passes(talk, clock, days=1)
    (note,) = told(ola)
    assert "Planned stop in T-1\nEksempel, 3–9 May 2027: stop" in note.text
    assert not told(kari) + told(per) + told(sara)
    assert any("Planned stops:\nEksempel: 3–9 May 2027: stop" in post.text for post in ola.sees), "on the card of both"
    assert "I cannot find that match." in text_of(await per.does("exchange.stops", match))
    await passes(talk, clock, days=49)
    assert len(told(ola)) == 2, "two weeks ahead"
    listed = await kari.does("exchange.stops", match)
    await kari.clicks(listed, "Remove")
    await passes(talk, clock, days=3)
    assert not told(ola)
    assert told(ola, "The stop in T-1 is off: 3–9 May 2027.")
    assert "No stop is planned." in text_of(await ola.does("exchange.stops", match))


@pytest.mark.draws("exchange.shown_stops")
async def test_the_list_of_stops_follows_what_is_planned_and_taken_back(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    match = await run(talk, clock, kari, ola, "4 MW")
    ola.keeps = True
    await ola.does("exchange.stops", match)
    listed = ola.last
    assert "No stop is planned." in listed.text
    planned = await stops(kari, match, "2027-06-14", "2027-06-20")
    assert "Eksempel – 14–20 June 2027: stop" in listed.text
    await kari.clicks(planned, "Remove")
    assert "No stop is planned." in listed.text


async def test_what_stops_at_the_same_time_is_shown_to_whom_both_concern(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    kari, per = (
        await contact_of(talk, "kari", "eksempel", HERE),
        await contact_of(talk, "per", "prøvedal", "59,16 9,66"),
    )
    first = await run(talk, clock, kari, ola, "4 MW")
    await writes(ola, "treng 500 t oksygen i året")
    await writes(per, "tilby 500 t oksygen i året")
    await passes(talk, clock, minutes=5)
    (match,) = [one for one in await find_matches(talk.database) if str(one.id) != first]
    async with talk.database.read() as store:
        votes = await store.match_votes.map_votes(match.id)
    for who, side in ((per, "offer"), (ola, "need")):
        await who.does("exchange.yes", str(votes[side].id))
    await per.submits(await per.does("exchange.stage", str(match.id)), stage=RUNNING, step="Måle", day="2028-02-01")
    await stops(kari, first, "2027-03-08", "2027-03-20", share="25")
    mine = text_of(await stops(per, str(match.id), "2027-03-18", "2027-03-18"))
    assert "Eksempel" not in mine, "who supplies knows nothing of the other supplier"
    await passes(talk, clock, days=1)
    (note,) = told(ola, "Planned stop in T-2")
    assert "At the same time, T-1: Eksempel, 8–20 March 2027: about 25 % of the usual amount" in note.text
    seen = await ola.does("exchange.stops", str(match.id))
    assert [one.label for one in seen.card.list_buttons()][-2:] == ["All stops in Dømeøyra", "All stops in Prøvedal"]
    assert any("At the same time, T-1" in getattr(part, "note", "") for part in seen.card.parts)
    wrong = await stops(per, str(match.id), "2027-05-02", "2027-05-01")
    assert set(wrong.errors) == {"last"}
    stop = next(one.value for one in (await per.does("exchange.stops", str(match.id))).card.list_buttons())
    assert "Only the side that stops" in text_of(await ola.does("exchange.stop_remove", stop))


async def find_park(talk: Conversation, code: str) -> str:
    async with talk.database.read() as store:
        found = await store.organisations.find_organisation_by_code(code)
    assert found is not None
    return str(found.id)


async def test_the_stops_of_a_park_stand_together_for_whoever_may_see_them(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    """Two exchanges of one park between different companies: the secretariat alone sees that they meet."""
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    per = await contact_of(talk, "per", "prøvedal", "59,16 9,66")
    await talk.person("liv", organisation="fjerde")
    park = await find_park(talk, "eksempel")
    first = await run(talk, clock, kari, ola, "4 MW")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("prøvedal")
        far = await store.organisations.find_organisation_by_code("fjerde")
        assert house is not None
        assert far is not None
        house.kind, house.parent_id = "company", int(park)
        (match,) = await store.matches.list_all_matches()
        other = ListingMatch(
            offer_id=None, need_id=None, offer_organisation_id=house.id, need_organisation_id=far.id,
            facts_key="other", named=True, score=1.0, factors={}, first_side="both",
        )  # fmt: skip
        await store.matches.add(other)
        other.stage, other.known_at = RUNNING, store.now
        days = (
            (int(first), match.offer_organisation_id, 8, 20),
            (other.id, house.id, 18, 25),
            (other.id, house.id, 30, 31),
        )
        for id, organisation_id, start, end in days:
            stop = PlannedStop(
                match_id=id, side="offer", organisation_id=organisation_id, first_day=date(2027, 3, start),
                last_day=date(2027, 3, end), share=0, by_id=None,
            )  # fmt: skip
            await store.planned_stops.add(stop)
    assert text_of(await sara.does("exchange.park_stops", park)) == (
        "Planned stops in Eksempel\nAt the same time, 8–25 March 2027:\nT-1 Eksempel: 8–20 March 2027: stop\n"
        "T-2 Prøvedal: 18–25 March 2027: stop\nT-2 Prøvedal: 30–31 March 2027: stop"
    )
    theirs = {who.user: text_of(await who.does("exchange.park_stops", park)) for who in (kari, per, ola)}
    for user, (mine, kept) in {"kari": ("T-1", "T-2"), "ola": ("T-1", "T-2"), "per": ("T-2", "T-1")}.items():
        assert mine in theirs[user]
        assert kept not in theirs[user]
        assert "At the same time" not in theirs[user]
    lone = await talk.person("ida", organisation="femte")
    assert "No stop is planned." in text_of(await lone.does("exchange.park_stops", park))
    assert "I cannot find that park." in text_of(await lone.does("exchange.park_stops", "999"))


async def test_the_first_stop_is_planned_with_one_press(talk: Conversation, clock: Clock, sara: Someone) -> None:
    """There is a list to go through once something is in it; who plans none reads it as before."""
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    match = await run(talk, clock, kari, ola, "4 MW")
    shown = await kari.does("matches.open", match)
    labels = [button.label for button in shown.card.list_buttons()] if shown.card else []
    assert "Plan a stop" in labels
    assert "Planned stops" not in labels
    form = await kari.clicks(shown, "Plan a stop")
    assert form.form is not None
    await kari.submits(form, first="2027-05-03", last="2027-05-09")
    for who in (kari, ola):
        shown = await who.does("matches.open", match)
        assert [button.label for button in shown.card.list_buttons() if "top" in button.label] == ["Planned stops"]
    assert "Planned stops" in [button.label for button in (await sara.does("matches.open", match)).card.list_buttons()]
