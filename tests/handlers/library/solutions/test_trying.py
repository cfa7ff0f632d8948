"""Conversations about a solution that is tried: asked three months later, counted, and told to its owner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.library.adoption_followup import FAILED, UNKNOWN
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.handlers.library.solutions.conftest import button, has, saves, text
from tests.waiting import complaints, passes

#: ninety days before the first of June
MARCH = datetime(2027, 3, 3, 9, tzinfo=UTC)


def june(day: int, hour: int = 12) -> datetime:
    return datetime(2027, 6, day, hour, tzinfo=UTC)


@pytest.fixture
async def tried(talk: Conversation, kari: Someone, ola: Someone, clock: Clock) -> Someone:
    clock.set(MARCH)
    await saves(kari)
    reply = await ola.presses(button(talk.room("grid")[0], "solutions.try"))
    assert "I ask you 1 June 2027" in text(reply)
    return ola


def asks(who: Someone) -> list[Post]:
    return [post for post in who.sees if post.card.title == "How did it go with L-001?"]


async def outcome(talk: Conversation) -> str:
    async with talk.database.read() as store:
        trial = await store.solution_trials.find(1)
        assert trial is not None
        return trial.outcome


async def test_who_tries_it_is_asked_after_ninety_days_and_what_worked_counts_as_used(
    talk: Conversation, kari: Someone, tried: Someone, clock: Clock
) -> None:
    assert "Tried by 1" in talk.room("grid")[0].text
    await passes(talk, clock, june(1, 5))
    assert asks(tried) == []
    await passes(talk, clock, june(1, 8))
    (card,) = asks(tried)
    assert card.labels == ["Worked", "Partly", "Did not work", "Stopped trying it"]
    await tried.clicks(card, "Worked")
    assert "Tried by 1: worked 1" in talk.room("grid")[0].text
    assert "used by 1 organisation" in talk.room("grid")[0].text
    assert "L-001: Worked." in card.text
    await passes(talk, clock, datetime(2027, 9, 1, tzinfo=UTC))
    assert len([post for post in tried.sees if "How did it go" in post.text]) == 0
    assert await complaints(talk) == []


async def test_without_a_word_they_are_asked_once_more_and_then_it_is_not_known(
    talk: Conversation, tried: Someone, clock: Clock
) -> None:
    await passes(talk, clock, june(14))
    assert len(asks(tried)) == 1
    await passes(talk, clock, june(16))
    assert len(asks(tried)) == 2
    first = asks(tried)[0]
    await passes(talk, clock, datetime(2027, 8, 20, 12, tzinfo=UTC))
    assert asks(tried) == []
    assert await outcome(talk) == UNKNOWN
    assert "not known" in first.text
    assert await complaints(talk) == []
    await tried.does("solutions.partly", "1")
    assert "Tried by 1: partly 1" in talk.room("grid")[0].text


async def test_what_did_not_work_is_told_to_the_owner_with_its_note_and_shown_to_nobody_else(
    talk: Conversation, kari: Someone, siri: Someone, tried: Someone, clock: Clock
) -> None:
    other = await talk.person("olga", organisation="dømeøyra")
    await passes(talk, clock, june(1))
    reply = await tried.clicks(asks(tried)[0], "Did not work")
    assert kari.sees == []
    form = await tried.clicks(reply, "Add a note")
    await tried.submits(form, note="The meter was refused.")
    assert "The meter was refused." in kari.last.text
    assert has(kari.last, "solutions.confirm")
    assert await outcome(talk) == FAILED
    for who, sees in ((kari, True), (siri, True), (other, False), (tried, False)):
        shown = await who.does("solutions.open", "1")
        assert "Tried by 1: did not work 1" in text(shown)
        assert ("meter was refused" in repr(shown.card)) is sees
    assert "refused" not in talk.room("grid")[0].text
    assert "Ola" not in talk.room("grid")[0].text


async def test_who_no_longer_tries_it_is_not_asked_and_may_begin_again(
    talk: Conversation, tried: Someone, clock: Clock
) -> None:
    await tried.does("solutions.try_not", "1")
    assert "Tried by" not in talk.room("grid")[0].text
    await tried.does("solutions.try", "1")
    again = await tried.does("solutions.try", "1")
    assert "Tried by 1" in talk.room("grid")[0].text
    await tried.clicks(again, "Stopped trying it")
    await passes(talk, clock, june(20))
    assert asks(tried) == []
    assert await complaints(talk) == []


async def test_nobody_is_asked_about_what_is_retired_meanwhile(
    talk: Conversation, kari: Someone, tried: Someone, clock: Clock
) -> None:
    await passes(talk, clock, datetime(2027, 5, 25, tzinfo=UTC))
    await kari.does("solutions.retire", "1")
    await passes(talk, clock, june(20))
    assert asks(tried) == []


async def test_a_trial_is_its_persons_alone(talk: Conversation, kari: Someone, tried: Someone) -> None:
    for value in ("1", "999", "x", "1" * 30):
        for do in ("solutions.worked", "solutions.failed", "solutions.try_not", "solutions.trial_note"):
            assert text(await kari.does(do, value)) == "You do not try that solution."
    guest = await talk.person("gina", role="guest")
    assert "Guests" in text(await guest.does("solutions.try", "1"))
    assert await outcome(talk) == ""
