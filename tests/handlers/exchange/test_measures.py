"""The measures of a quarter are told to the secretariat alone, and each number leads to the records it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.cards import Reply
from handlers.exchange.measures.match_steps import (
    BOTH_YES,
    ONE_YES,
    leave_out_replaced,
    list_steps,
    measure_answers,
    measure_hits,
)
from handlers.exchange.refusals.refusal_counts import Quarter
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import CHANGED, CLOSED, PILOT, PROPOSED, RUNNING, STUDY, TALKS, YES, ListingMatch
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import asked, propose, writes
from tests.policy import passes, said

OSLO = ZoneInfo("Europe/Oslo")
FIRST, SECOND = Quarter(2027, 1), Quarter(2027, 2)


def notices(who: Someone) -> list[Post]:
    return [post for post in who.sees if post.card.title.startswith("Measures: ")]


async def shows(who: Someone, reply: Reply | Post, entry: str) -> Reply:
    """Press *Show* of the entry with this title."""
    card = reply.card
    assert card is not None
    value = next(part.buttons[0] for part in card.parts if getattr(part, "title", "").startswith(entry))
    return await who.does(value.do, value.value)


async def test_the_first_days_of_a_quarter_bring_the_measures_of_the_one_before(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    """«Ingen stille ende»"""
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        clock.forward(days=2)
        await who.clicks(asked(who)[0], "Interesting")
    clock.set(datetime(2027, 3, 31, 9, tzinfo=OSLO))
    await passes(talk, clock, hours=1)
    assert notices(sara) == []
    clock.set(datetime(2027, 4, 1, 9, tzinfo=OSLO))
    for _ in range(3):
        await passes(talk, clock, days=1)
    assert [len(notices(who)) for who in (kari, ola)] == [0, 0]
    (notice,) = notices(sara)
    assert notice.card.title == "Measures: quarter 1 of 2027"
    assert "Proposed: 1 → One yes: 1 → Two yeses, in talks: 1 → Being studied: 0" in notice.text
    told = said(Reply(notice.card))
    assert "2 of 2, 100 % (goal 80 %)" in told
    assert "1 of 1, 100 % (goal 35 %)" in told
    assert "Heat: 2" in told
    assert len(notice.labels) <= 7


async def test_each_number_leads_to_its_records(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await kari.clicks(asked(kari)[0], "Not relevant")
    await kari.submits(await kari.clicks(asked(kari)[0], "Say why"), reasons=("distance",), note="Vi flytter snart")
    await writes(kari, "tilby 30 t slagg")
    clock.set(datetime(2027, 4, 5, 9, tzinfo=OSLO))
    measures = await sara.commands("måltall", "exchange")
    assert "Distance: 1" in said(measures)
    reasons = await shows(sara, measures, "Reasons for no")
    assert "T-1 Eksempel – Dømeøyra" in said(await shows(sara, reasons, "Distance"))
    types = await shows(sara, measures, "Offers and needs")
    assert "Complete: 2 of 2" in said(types)
    listings = said(await shows(sara, types, "Material"))
    assert "B-3" in listings
    assert "Missing: months" in listings
    matches = await shows(sara, measures, "Matches")
    assert "Proposed: 1" in said(matches)
    opened = await shows(sara, await shows(sara, matches, "Proposed"), "T-1")
    assert "not relevant" in said(opened)
    later = await sara.clicks(matches, "Next page")
    assert "Two yeses, of those proposed in the quarter: 0" in said(later)
    organisations = await shows(sara, measures, "Organisations")
    assert "Eksempel" in said(await shows(sara, organisations, "Organisations without one"))
    assert "Measures: quarter 4 of 2026" in said(await sara.clicks(measures, "Quarter before"))


async def test_nobody_else_reads_them(talk: Conversation, clock: Clock, kari: Someone, sara: Someone) -> None:
    gunn = await talk.person("gunn", role="guest")
    for who in (kari, gunn):
        for reply in (await who.commands("measures", "exchange"), await who.does("matches.measures", "2027:1")):
            assert "Measures:" not in said(reply)


async def test_a_network_without_an_exchange_is_told_nothing(talk: Conversation, clock: Clock, sara: Someone) -> None:
    clock.set(datetime(2027, 4, 1, 9, tzinfo=OSLO))
    await passes(talk, clock, days=2)
    assert notices(sara) == []


@pytest.mark.parametrize("value", ["", "2027:9", "2029:1", "0:0", "x", "2027:1:matches:nothing:99"])
async def test_a_value_that_was_made_up_shows_some_quarter(sara: Someone, value: str) -> None:
    assert "Measures: quarter" in said(await sara.does("matches.measures", value))


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 10, tzinfo=UTC)


def made(id: int, created: datetime, **facts: object) -> ListingMatch:
    return ListingMatch(id=id, created_at=created, stage=facts.pop("stage", PROPOSED), **facts)


def voted(match: int, asked_at: datetime, voted_at: datetime | None = None, vote: str = YES) -> MatchVote:
    return MatchVote(match_id=match, asked_at=asked_at, voted_at=voted_at, vote=vote if voted_at else "")


def test_a_step_counts_in_the_quarter_in_which_it_was_taken() -> None:
    one = made(
        1, at(2, 1), known_at=at(2, 11), study_at=at(4, 1), pilot_at=None, running_at=at(5, 1), stage=RUNNING
    )  # fmt: skip
    other = made(2, at(3, 1), stage=TALKS, known_at=at(3, 15))
    votes = {1: [voted(1, at(2, 1), at(2, 5)), voted(1, at(2, 1), at(2, 11))], 2: [voted(2, at(3, 1), at(3, 3))]}
    steps = {step.name: step for step in list_steps([one, other], votes, FIRST, OSLO)}
    assert (steps[PROPOSED].ids, steps[PROPOSED].days) == ((1, 2), None)
    assert (steps[ONE_YES].ids, steps[ONE_YES].days) == ((1, 2), 3)
    assert (steps[BOTH_YES].ids, steps[BOTH_YES].days) == ((1, 2), 9)
    assert steps[STUDY].ids == steps[RUNNING].ids == ()
    steps = {step.name: step for step in list_steps([one, other], votes, SECOND, OSLO)}
    assert (steps[STUDY].ids, steps[PILOT].ids, steps[RUNNING].ids) == ((1,), (), (1,))
    assert steps[RUNNING].days == 30, "from the last step that was taken"


def test_hits_are_of_those_proposed_in_the_quarter() -> None:
    matches = [
        made(1, at(2, 1), stage=TALKS, known_at=at(4, 11)), made(2, at(2, 1)), made(3, at(2, 1), stage=CLOSED),
        made(4, at(4, 2)),
    ]  # fmt: skip
    hits = measure_hits(matches, FIRST, OSLO)
    assert (hits.ids, hits.waiting, hits.whole) == ((1,), (2,), 3)


def test_a_match_that_was_proposed_anew_counts_once() -> None:
    """One whose listing changed, and fits nothing by now, still counts as missed."""

    def propose_on(day: int, id: int, need: int, **more: str) -> ListingMatch:
        at = datetime(2027, 1, day, tzinfo=UTC)
        return ListingMatch(id=id, offer_id=1, need_id=need, created_at=at, **({"closing": ""} | more))

    before = propose_on(4, 1, 2, closing=CHANGED)
    after, other = propose_on(5, 2, 2), propose_on(6, 3, 3, closing=CHANGED)
    assert leave_out_replaced([before, after, other]) == [after, other]


def test_answers_count_by_their_days_and_not_before_these_are_over() -> None:
    """1 March 2027 is a Monday; the tenth working day after it is the 15th."""
    matches = [made(n, at(3, 1), stage=PROPOSED) for n in range(1, 5)]
    matches.append(made(5, at(3, 1), stage=CLOSED, closed_at=at(3, 3)))
    votes = {
        1: [voted(1, at(3, 1), at(3, 15))], 2: [voted(2, at(3, 1), at(3, 16), "no")], 3: [voted(3, at(3, 1))],
        4: [voted(4, at(3, 10))], 5: [voted(5, at(3, 1))],
    }  # fmt: skip
    answers = measure_answers(matches, votes, FIRST, at(3, 17), OSLO)
    assert (answers.ids, answers.others, answers.waiting) == ((1,), (2, 3), (4,))
