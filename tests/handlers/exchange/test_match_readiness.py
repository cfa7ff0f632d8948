"""How ready two sides are is asked of each in a study and a pilot, and shown to nobody before both have answered."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.chat.cards import Reply
from handlers.exchange.matches.match_progress import ProgressAnswer
from handlers.exchange.matches.readiness_facts import find_readiness_standing
from storage.exchange.match_readiness import ASPECTS, GREEN, RED, UNKNOWN, YELLOW, MatchReadiness
from storage.exchange.matches import PILOT, RUNNING, STUDY, TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import asked, find_matches, known, propose
from tests.policy import passes, said

HOW_READY = "How ready are you?"


async def begin(talk: Conversation, clock: Clock, kari: Someone, ola: Someone, stage: str = STUDY) -> None:
    """Both say yes, set the stage, and are asked how it goes."""
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    await kari.submits(await kari.clicks(known(kari)[0], "Next step"), stage=stage, day="2027-04-20")
    await is_asked(talk, clock)


async def is_asked(talk: Conversation, clock: Clock) -> None:
    """The next day of the match comes, in the middle of the working day."""
    (match,) = await find_matches(talk.database)
    assert match.next_on is not None
    clock.set(clock().replace(hour=9) + (match.next_on - clock().date()))
    await passes(talk, clock, hours=1)


def question(who: Someone) -> Post:
    """The latest question how it goes."""
    return [post for post in who.sees if "How is T-1" in post.text and post.labels][-1]


async def answers(who: Someone, colour: str, **other: str) -> Reply:
    form = await who.clicks(question(who), HOW_READY)
    return await who.submits(form, **(dict.fromkeys(ASPECTS, colour) | other))


def colours_seen(who: Someone) -> list[str]:
    """All that the person has on the screen which tells a colour."""
    return [post.text for post in who.sees if "Technology" in post.text]


@pytest.mark.parametrize("stage", [STUDY, PILOT])
async def test_nobody_sees_a_side_before_both_have_answered(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone, stage: str
) -> None:
    await begin(talk, clock, kari, ola, stage)
    assert len(question(kari).labels) <= 5
    assert "once the other side has answered too" in said(await answers(kari, GREEN, economy=RED))
    assert [colours_seen(who) for who in (kari, ola, sara)] == [[], [], []]
    for who in (kari, ola):
        assert "Eksempel has said how ready it is. You see it here once both have." in question(who).text
    shown = said(await answers(ola, YELLOW, law=UNKNOWN))
    for line in ("Technology: Green · Yellow", "Economy: Red · Yellow", "Law and permits: Green · Don't know"):
        assert line in shown
    await passes(talk, clock, days=1)
    for who in (kari, ola, sara):
        assert all("Economy: Red · Yellow" in text for text in colours_seen(who))
        assert colours_seen(who), "the card of the match shows it"
    told = [[post for post in who.sees if post.card.title == "How ready both are: T-1"] for who in (kari, ola, sara)]
    assert [len(posts) for posts in told] == [1, 0, 0], "who answered last has it in the answer"


@pytest.mark.draws("exchange.readiness")
async def test_no_more_than_one_tap_where_nothing_has_changed(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await begin(talk, clock, kari, ola)
    first = await kari.clicks(question(kari), HOW_READY)
    assert first.form is not None
    assert {field.value for field in first.form.fields} == {UNKNOWN}
    assert "No figures of money" in first.form.note
    await answers(kari, GREEN, people=RED)
    await answers(ola, YELLOW)
    await is_asked(talk, clock)
    again = await kari.clicks(question(kari), HOW_READY)
    assert again.form is not None
    assert {field.name: field.value for field in again.form.fields} == dict.fromkeys(ASPECTS, GREEN) | {"people": RED}
    await kari.submits(again)
    assert "Eksempel has said how ready it is" in question(ola).text
    assert "People: Red · Yellow" in question(ola).text, "what both said before stands until then"


async def test_a_new_answer_is_kept_from_the_other_side_until_it_answers_again(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await begin(talk, clock, kari, ola)
    await answers(kari, GREEN)
    await answers(ola, GREEN)
    await is_asked(talk, clock)
    await answers(kari, RED)
    assert all("Red" not in text for who in (kari, ola, sara) for text in colours_seen(who))
    assert "Technology: Red · Yellow" in said(await answers(ola, YELLOW))


async def test_who_answers_an_old_question_late_is_shown_beside_the_other(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await begin(talk, clock, kari, ola)
    late = next(button.value for button in question(ola).card.list_buttons() if button.label == HOW_READY)
    await answers(kari, GREEN)
    await is_asked(talk, clock)
    form = await ola.does("exchange.readiness", late)
    assert "Technology: Green · Red" in said(await ola.submits(form, **dict.fromkeys(ASPECTS, RED)))


async def test_an_answer_counts_as_one_and_a_standstill_stays(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await begin(talk, clock, kari, ola)
    await answers(kari, YELLOW)
    await is_asked(talk, clock)
    assert [match.stalled for match in await find_matches(talk.database)] == [0]
    await kari.clicks(question(kari), "It has stalled")
    await answers(ola, YELLOW)
    assert [match.stalled for match in await find_matches(talk.database)] == [1]


async def test_what_runs_shows_no_more_how_ready_they_were(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await begin(talk, clock, kari, ola, PILOT)
    await answers(kari, GREEN)
    await answers(ola, RED)
    await kari.submits(await kari.clicks(question(kari), "Next step"), stage=RUNNING, day="2027-12-20")
    (shown,) = [post for post in kari.sees if post.card.title.startswith("T-1")]
    assert "Stage: Running" in shown.text
    assert "Technology" not in shown.text
    assert "Technology" not in question(kari).text


@pytest.mark.parametrize("stage", [TALKS, RUNNING])
async def test_it_is_asked_in_study_and_pilot_alone(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, stage: str
) -> None:
    await begin(talk, clock, kari, ola, stage)
    assert HOW_READY not in question(kari).labels
    (match,) = await find_matches(talk.database)
    value = ProgressAnswer(match.id, clock().date().isoformat()).encode_value()
    assert "while T-1 is in study or pilot" in said(await kari.does("exchange.readiness", value))


async def test_only_its_two_sides_are_asked(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await begin(talk, clock, kari, ola)
    (match,) = await find_matches(talk.database)
    nils = await talk.person("nils", organisation="tredje", contact=True)
    value = ProgressAnswer(match.id, clock().date().isoformat()).encode_value()
    for who in (sara, nils):
        assert (await who.does("exchange.readiness", value)).form is None
    form = await kari.clicks(question(kari), HOW_READY)
    assert "technology" in (await kari.submits(form, technology="blue")).errors
    await kari.submits(await kari.clicks(known(kari)[0], "It has ended")) if known(kari) else None
    async with talk.database.read() as store:
        assert await store.match_readiness.list_all_readiness() == []


async def test_stages_that_were_reached_are_kept(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await begin(talk, clock, kari, ola)
    (match,) = await find_matches(talk.database)
    studied = match.study_at
    for stage in (PILOT, STUDY):
        card = next(post for post in kari.sees if post.card.title.startswith("T-1"))
        await kari.submits(await kari.clicks(card, "Next step"), stage=stage, day="2027-12-20")
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.study_at, match.running_at) == (STUDY, studied, None)
    assert match.pilot_at is not None


def test_answers_are_paired_question_by_question() -> None:
    def says(side: str, day: int) -> MatchReadiness:
        return MatchReadiness(side=side, asked_on=date(2027, 5, day), colours={})

    one, other, later = says("offer", 1), says("need", 2), says("offer", 3)
    assert find_readiness_standing([]) == ((), None)
    assert find_readiness_standing([one]) == ((), one)
    assert find_readiness_standing([other, one]) == ((one, other), None)
    assert find_readiness_standing([later, other, one]) == ((one, other), later)
