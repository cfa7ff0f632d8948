"""Conversations about a question that nobody answers: who is asked, when, and what ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.platforms import PermanentError, TemporaryError
from handlers.questions import question_escalation
from storage.queue.delivery_rows import CANCELLED, DEAD, EXPIRED, READY, SENT, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import (
    GRID,
    OSLO,
    asked,
    asks_about,
    at,
    deputise,
    helper,
    rows,
    titles,
    until,
    with_hours,
)
from tests.houses import houses
from tests.waiting import complaints, passes, plan


async def test_leads_are_asked_after_eight_working_hours_helpers_after_sixteen_and_the_asker_after_forty(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola = await helper(talk, "ola")
    await asks_about(kari)
    before = len(kari.sees)
    await until(talk, clock, 2, 9, 55)
    assert asked(lead) == []
    await until(talk, clock, 2, 10, 5)
    (card,) = asked(lead)
    assert card.labels == ["Answer", "Pass on", "Change or report"]
    assert GRID in card.text
    assert "Kari, Eksempel" in "".join(part.by for part in card.card.parts if hasattr(part, "by"))
    await until(talk, clock, 3, 9, 55)
    assert asked(ola) == []
    await until(talk, clock, 3, 10, 5)
    (card,) = asked(ola)
    assert card.labels == ["Answer", "Pass on", "Stop asking me"]
    await until(talk, clock, 8, 9, 55)
    assert len(kari.sees) == before
    await until(talk, clock, 8, 10, 5)
    assert kari.last.labels == [
        "Another topic too",
        "To all rooms",
        "Change topic",
        "Put on the agenda",
        "Change or report",
    ]
    await until(talk, clock, 20)
    assert len(asked(lead)) == len(asked(ola)) == len(asked(kari)) == 1
    assert await complaints(talk) == []


async def test_each_step_is_promised_with_the_one_before_it_and_needs_no_planner(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola = await helper(talk, "ola")
    await asks_about(kari)
    assert [(row.template, row.state) for row in await rows(talk)] == [("questions.unanswered_leads", READY)]
    await passes(talk, clock, at(2, 10, 5), planner=False)
    assert [row.template for row in await rows(talk)] == ["questions.unanswered_leads", "questions.unanswered_helpers"]
    await passes(talk, clock, at(8, 10, 5), planner=False)
    assert len(asked(lead)) == len(asked(ola)) == len(asked(kari)) == 1


async def test_working_hours_are_those_of_whoever_is_told(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    """It is asked at four in the morning in New York: eight hours of that Monday pass until its end."""
    anna = await talk.person("anna")
    await deputise(talk, anna)
    await with_hours(talk, lead, zone="America/New_York")
    await with_hours(talk, anna, push_from="12:30", push_to="14:00")
    await asks_about(kari)
    due = {row.user: row.due_at.astimezone(OSLO) for row in await rows(talk)}
    assert due == {"lars": at(2, 14), "anna": at(2, 12, 30)}


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        (datetime(2027, 3, 5, 15, tzinfo=OSLO), datetime(2027, 3, 8, 15, tzinfo=OSLO)),  # over a weekend
        (datetime(2027, 3, 19, 12, tzinfo=OSLO), datetime(2027, 3, 30, 12, tzinfo=OSLO)),  # over Easter
        (datetime(2027, 7, 9, 12, tzinfo=OSLO), datetime(2027, 8, 2, 12, tzinfo=OSLO)),  # over the summer holiday
        (datetime(2027, 5, 14, 12, tzinfo=OSLO), datetime(2027, 5, 18, 12, tzinfo=OSLO)),  # the 17th of May
        (datetime(2027, 3, 3, 22, tzinfo=OSLO), datetime(2027, 3, 5, 8, tzinfo=OSLO)),  # late in the evening
    ],
)
async def test_the_clock_stands_still_when_nobody_works(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone, asked_at: datetime, due: datetime
) -> None:
    clock.set(asked_at)
    await asks_about(kari)
    await passes(talk, clock, due - timedelta(minutes=2))
    assert asked(lead) == []
    await passes(talk, clock, due + timedelta(minutes=2))
    assert len(asked(lead)) == 1


@pytest.mark.parametrize("step", [1, 2, 3])
async def test_an_answer_ends_it_whenever_it_comes(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone, step: int
) -> None:
    ola, per = await helper(talk, "ola"), await talk.person("per")
    await asks_about(kari)
    await until(talk, clock, (1, 2, 3)[step - 1], 11)
    await per.replies(talk.room("grid")[0], "Send a reminder to the grid company, with your number in the queue.")
    left = [row for row in await rows(talk) if row.state == READY]
    assert left == []
    told = len(asked(lead)) + len(asked(ola))
    assert told == 0
    await until(talk, clock, 20)
    sent = [row for row in await rows(talk) if row.state == SENT]
    assert len(sent) == step - 1
    if step > 1:
        assert "no longer waits for an answer" in lead.last.text
    assert await complaints(talk) == []


async def test_an_answer_by_the_form_ends_it_and_one_by_the_asker_does_not(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await kari.replies(talk.room("grid")[0], "It is about the western field.")
    await until(talk, clock, 2, 11)
    (card,) = asked(lead)
    form = await lead.clicks(card, "Answer")
    await lead.submits(form, text="Ask for their plan of priorities.")
    await until(talk, clock, 20)
    assert len(asked(kari)) == 0


async def test_solved_taken_back_and_closed_end_it(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    for number in (1, 2, 3):
        await asks_about(kari, f"{GRID} ({number})")
    assert [row.state for row in await rows(talk)] == [READY] * 3
    form = await kari.does("answers.outcome", "1")
    await kari.submits(form, outcome="They called me.")
    form = await kari.does("questions.more", "2")
    await kari.submits(form, what="withdraw")
    await kari.does("questions.close", "3")
    assert [row.state for row in await rows(talk)] == [CANCELLED] * 3
    await until(talk, clock, 20)
    assert asked(lead) == []


async def test_it_is_asked_again_at_the_last_moment_whether_it_still_waits(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    """As when an answer and the courier meet."""
    await asks_about(kari)
    async with talk.database.begin() as store:
        question = await store.questions.find(1)
        assert question is not None
        question.state = "answered"
    await passes(talk, clock, at(2, 11), planner=False)
    assert asked(lead) == []
    assert [row.state for row in await rows(talk)] == [CANCELLED]


async def test_when_the_only_answer_is_deleted_it_goes_on_with_the_next_step(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola, per = await helper(talk, "ola"), await talk.person("per")
    await asks_about(kari)
    await until(talk, clock, 2, 12)
    form = await per.does("answers.write", "1")
    answer = await per.submits(form, text="I do not know.")
    await until(talk, clock, 4, 10)
    assert asked(ola) == []
    await per.clicks(answer, "Delete")
    await until(talk, clock, 8, 9, 50)
    assert asked(ola) == []
    await until(talk, clock, 8, 10, 5)  # sixteen of their hours after it waits again
    assert len(asked(ola)) == 1


async def test_a_step_that_was_called_off_is_promised_again(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    per = await talk.person("per")
    await asks_about(kari)
    form = await per.does("answers.write", "1")
    answer = await per.submits(form, text="I do not know.")
    assert [row.state for row in await rows(talk)] == [CANCELLED]
    clock.forward(hours=3)
    await per.clicks(answer, "Delete")
    await until(talk, clock, 2, 13, 5)
    assert len(asked(lead)) == 1


async def test_an_edit_changes_nothing_and_a_move_begins_anew_with_the_other_leads(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    eva, ola = await talk.person("eva", leads="areal"), await helper(talk, "ola", "areal")
    await asks_about(kari)
    form = await kari.submits(await kari.does("questions.more", "1"), what="edit")
    clock.forward(hours=2)
    await kari.submits(form, text=f"{GRID} It is urgent.")
    assert [row.due_at.astimezone(OSLO).hour for row in await rows(talk)] == [10]
    form = await kari.does("questions.move", "1")
    await kari.submits(form, topic="areal")
    assert [row.state for row in await rows(talk)] == [CANCELLED]
    await until(talk, clock, 2, 11, 50)
    assert asked(eva) == []
    await until(talk, clock, 2, 12, 5)
    assert len(asked(eva)) == 1
    await until(talk, clock, 3, 12, 5)
    assert len(asked(ola)) == 1
    assert asked(lead) == []


async def test_without_leads_and_helpers_it_goes_straight_on_to_the_asker(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await asks_about(kari)
    assert [row.template for row in await rows(talk)] == ["questions.unanswered_asker"]
    await until(talk, clock, 8, 10, 5)
    assert len(asked(kari)) == 1


@pytest.mark.parametrize("fate", [DEAD, EXPIRED, CANCELLED])
async def test_a_lead_who_is_not_reached_does_not_end_it(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone, fate: str
) -> None:
    """Whatever becomes of a message, and also when the process ended before the next was promised."""
    ola = await helper(talk, "ola")
    await asks_about(kari)
    async with talk.database.begin() as store:
        (row,) = await store.session.scalars(sa.select(Delivery).where(Delivery.template.startswith("questions.una")))
        row.state, row.told_in_id = fate, "another" if fate == CANCELLED else None
    await until(talk, clock, 3, 10, 10)
    assert len(asked(ola)) == 1
    assert asked(lead) == []


async def test_a_lead_whose_chat_refuses_the_message_is_passed_over_at_once(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola = await helper(talk, "ola")
    await asks_about(kari)
    clock.set(at(2, 10, 5))
    talk.platforms["fake"].fail.append(PermanentError("user_disabled"))
    await talk.settle()
    assert [(row.template, row.state) for row in await rows(talk)] == [
        ("questions.unanswered_leads", DEAD),
        ("questions.unanswered_helpers", READY),
    ]
    await passes(talk, clock, at(3, 10, 5), planner=False)
    assert len(asked(ola)) == 1


async def test_a_lead_who_is_away_holds_up_nobody(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    """The pause begins when the message is promised already; it is told afterwards, if it is of use."""
    ola = await helper(talk, "ola")
    await asks_about(kari)
    await with_hours(talk, lead, paused_until=at(15, 9))
    await until(talk, clock, 3, 10, 10)
    assert asked(lead) == []
    assert len(asked(ola)) == 1
    await until(talk, clock, 15, 9, 10)
    assert len(asked(lead)) == 1


async def test_what_waits_for_a_platform_is_looked_at_after_what_was_not_looked_at_yet(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    """However many messages wait for one that is away, those of the others have their turn."""
    await asks_about(kari)
    await until(talk, clock, 8, 9, 50)
    talk.platforms["fake"].fail += [TemporaryError("away")] * 3
    clock.set(at(8, 10, 20))
    await talk.settle()
    await plan(talk)
    async with talk.database.read() as store:
        (one,) = await store.escalations.list_due_escalations(question_escalation.KIND)
        assert one.next_at is not None
        assert clock() - one.next_at < timedelta(minutes=1)
    await until(talk, clock, 9)
    assert len(asked(kari)) == 1


async def test_those_who_were_asked_late_have_some_hours_before_others_are(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    """The bot was down for a day."""
    await helper(talk, "ola")
    await asks_about(kari)
    clock.set(at(3, 9, 30))
    await talk.settle()
    assert len(asked(lead)) == 1
    (row,) = await rows(talk, "questions.unanswered_helpers")
    assert abs(row.due_at - at(3, 11, 30)) < timedelta(minutes=1)


async def test_three_helpers_are_asked_those_left_in_peace_for_the_longest_time_first(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    names = ("anna", "berit", "chris", "dina", "egil")
    people = [await helper(talk, name) for name in names]
    await kari.does("topics.help", "nett")
    await lead.does("topics.help", "nett")
    await with_hours(talk, people[1], paused_until=at(1, 1, month=6))
    await asks_about(kari)
    await until(talk, clock, 4)
    assert [name for name, who in zip(names, people, strict=True) if asked(who)] == ["anna", "chris", "dina"]
    assert [len(asked(who)) for who in (kari, lead)] == [0, 1]
    await asks_about(kari, f"{GRID} Igjen?")
    await until(talk, clock, 9)
    assert [len(asked(who)) for who in people] == [2, 0, 2, 1, 1]
    assert await complaints(talk) == []


async def test_whoever_is_asked_no_longer_is_not(talk: Conversation, clock: Clock, kari: Someone) -> None:
    ola = await helper(talk, "ola")
    await asks_about(kari)
    await until(talk, clock, 2, 12)
    await ola.does("topics.help_not", "nett")
    await until(talk, clock, 4)
    assert asked(ola) == []


async def test_an_anonymous_question_stays_anonymous(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola = await helper(talk, "ola")
    await houses(talk.database, kind="company")
    form = await kari.does("questions.write")
    await kari.submits(form, text=GRID, topic="nett", **{"as": "anonymous"})
    await until(talk, clock, 4)
    for who in (lead, ola):
        (card,) = asked(who)
        shown = repr(card.card)
        assert "A member asks anonymously" in shown
        assert "Kari" not in shown
        assert "Eksempel" not in shown


async def test_each_question_keeps_what_held_when_it_was_asked(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks_about(kari)
    monkeypatch.setattr(question_escalation, "POLICY", ((2, "leads"),))
    await asks_about(kari, f"{GRID} Igjen?")
    assert [row.due_at.astimezone(OSLO).hour for row in await rows(talk)] == [10, 12]
    async with talk.database.read() as store:
        first, second = [await store.questions.find(id) for id in (1, 2)]
        assert first is not None
        assert second is not None
        assert first.escalation == [[8, "leads"], [16, "helpers"], [40, "asker"]]
        assert second.escalation == [[2, "leads"]]


async def test_two_workers_and_repeated_looks_ask_once(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    for _ in range(3):
        await plan(talk)
    clock.set(at(2, 10, 5))
    await talk.settle()
    for _ in range(3):
        await plan(talk)
        await talk.settle()
    assert len(asked(lead)) == 1


async def test_the_audit_finds_what_should_have_moved(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    assert await complaints(talk) == []
    async with talk.database.begin() as store:
        await store.session.execute(sa.delete(Delivery).where(Delivery.template.startswith("questions.unanswered")))
    clock.set(at(2, 11))
    assert await complaints(talk) == ["questions.escalation 1: step 1 has not been taken"]
    await until(talk, clock, 2, 11, 1)
    assert await complaints(talk) == []
    assert len(asked(lead)) == 1


async def test_a_question_goes_on_in_a_second_topic_and_in_every_room(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    eva = await talk.person("eva", leads="areal")
    await talk.carries("grants", "virkemidler")
    await asks_about(kari)
    await until(talk, clock, 8, 10, 5)
    (card,) = asked(kari)
    form = await kari.clicks(card, "Another topic too")
    await kari.submits(form, topic="areal")
    assert len(talk.room("land")) == 1
    assert talk.room("grants") == []
    await until(talk, clock, 9, 10, 10)
    assert len(asked(eva)) == 1
    (wide,) = [button for button in card.card.list_buttons() if button.do == "questions.everywhere"]
    assert wide.confirm == "Send it to the whole network, 3 rooms?"
    await kari.clicks(card, "To all rooms")
    assert len(talk.room("grants")) == 1
    assert "moved" not in talk.room("grants")[0].text
    assert len(talk.room("grid")) == 1
    await until(talk, clock, 20)
    assert [len(asked(who)) for who in (kari, lead, eva)] == [1, 1, 1]


async def test_the_ways_on_are_the_askers_alone(talk: Conversation, clock: Clock, kari: Someone, lead: Someone) -> None:
    await asks_about(kari)
    for do in ("questions.further", "questions.everywhere"):
        reply = await lead.does(do, "1")
        assert reply.card is not None
        assert "I cannot find that question." in reply.card.fallback
    assert "nobody" not in " ".join(titles(lead)).lower()
