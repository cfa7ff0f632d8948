"""Retention: what has served its time is forgotten, and its cards say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from handlers.chat import outgoing
from handlers.overview.cleanup import delete_expired_rows
from handlers.overview.privacy import message_retention
from handlers.overview.privacy.data_retention import apply_data_retention
from handlers.overview.privacy.message_retention import forget_old_messages
from handlers.questions.referrals import PassedQuestionCard
from storage.kit.database import Database
from storage.library.solutions import PUBLISHED, Solution
from storage.meetings.rsvps import GOING, Rsvp
from storage.questions.questions import Question
from storage.queue.delivery_rows import REPLY, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.overview.privacy.test_erasing import answer, publish
from tests.meetings import meets

#: what is old is found and cut by the engine
pytestmark = pytest.mark.both_engines


async def tidy(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await delete_expired_rows(store, talk.arena)
        await apply_data_retention(store, talk.arena)
    await forget_old_messages(talk.database, talk.arena)
    await talk.settle()


async def test_a_question_is_forgotten_after_two_years_unless_a_solution_came_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock, database: Database
) -> None:
    old, kept = await publish(kari, "Hvem har mistet en mobilkran?"), await publish(kari, "Hvem låner ut hjullaster?")
    await answer(ola, old, "Vi har en mobilkran på lager.")
    async with database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        await store.solutions.add(
            Solution(
                code="", state=PUBLISHED, title="Lån", problem="Ingen", done="Lån", topic_id=topic.id, language="nb",
                question_id=int(kept),
            )
        )  # fmt: skip
    await tidy(talk)
    assert hits(await dump(database), "mobilkran") != []
    clock.forward(days=731)
    await tidy(talk)
    assert hits(await dump(database), "mobilkran") == []
    assert f"Question {old} is old: its text is deleted." in "\n".join(post.text for post in talk.room("nett"))
    async with database.read() as store:
        question = await store.questions.find(int(kept))
        assert question is not None
        assert question.text


async def test_attendance_is_kept_for_three_years(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock, database: Database
) -> None:
    meeting = await meets(database, sara.person_id)
    async with database.begin() as store:
        store.session.add(
            Rsvp(occurrence_id=meeting, person_id=kari.person_id, answer=GOING, attended=True, answered_at=store.now)
        )
    for days, there in ((1000, True), (200, False)):
        clock.forward(days=days)
        await tidy(talk)
        async with database.read() as store:
            assert (await store.rsvps.find_rsvp(meeting, kari.person_id) is not None) == there


async def test_words_in_what_a_message_was_drawn_from_go_after_a_day_and_it_is_still_drawn(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock, database: Database
) -> None:
    question = await publish(kari, "Hvem har en god ordning for vakt?")
    async with database.begin() as store:
        passed = PassedQuestionCard(int(question), sara.person_id, "Du vet noe om sirener")
        person = await store.people.load_person(ola.person_id)
        await outgoing.post_to_person(store, person, passed, key="passed")
    await talk.settle()
    assert "sirener" in ola.last.text
    clock.forward(hours=25)
    await tidy(talk)
    assert hits(await dump(database), "sirener") == []
    async with database.begin() as store:
        for row in await store.session.scalars(
            sa.select(Delivery).where(Delivery.template == PassedQuestionCard.template)
        ):
            await store.outbox.redraw_delivery(row)
    await talk.settle()
    assert "thinks that you may know" in ola.last.text
    assert "sirener" not in ola.last.text


async def test_what_a_report_says_goes_when_it_is_decided_on(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, database: Database
) -> None:
    question = await publish(kari, "Hvem har en god ordning for vakt?")
    form = await ola.does("questions.more", question)
    await ola.submits(await ola.submits(form, what="report"), why="Dette er reklame")
    assert "Dette er reklame" in sara.last.text
    await sara.clicks(sara.last, "Keep it")
    assert hits(await dump(database), "reklame") == []


async def test_messages_are_forgotten_in_as_many_portions_as_it_takes(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_retention, "PORTION", 1)
    for text in ("Hvem har prøvd batteri i parken?", "Hvem låner ut hjullaster?"):
        await publish(kari, text)
    clock.forward(hours=25)
    await tidy(talk)
    async with database.read() as store:
        rows = (await store.session.scalars(sa.select(Delivery))).all()
        assert len([row for row in rows if row.person_id is not None]) > 1
        assert {str(row.args) for row in rows if row.template == REPLY} <= {"{}"}
    clock.forward(days=100)
    await tidy(talk)
    async with database.read() as store:
        left = (await store.session.scalars(sa.select(Delivery))).all()
        assert {row.template for row in left if row.person_id is None} == {"questions.card"}
        assert [row.template for row in left if row.person_id is not None] == []


@pytest.mark.parametrize(("days", "kept"), [(80, True), (100, False)])
async def test_private_messages_are_forgotten_after_ninety_days_and_cards_in_rooms_are_not(
    talk: Conversation,
    sara: Someone,
    kari: Someone,
    ola: Someone,
    clock: Clock,
    database: Database,
    days: int,
    kept: bool,
) -> None:
    question = await publish(kari, "Hvem har prøvd batteri i parken?")
    await answer(ola, question, "Vi har prøvd det.")
    clock.forward(days=days)
    await tidy(talk)
    async with database.read() as store:
        rows = (await store.session.scalars(sa.select(Delivery))).all()
        assert any(row.person_id == kari.person_id for row in rows) == kept
        assert any(row.template == "questions.card" for row in rows)
        found = await store.session.get(Question, int(question))
        assert found is not None
        assert store.now - found.created_at > timedelta(days=days - 1)
