"""The sample network has a past that the bot itself has made, whatever day it is filled on."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.app import Bot
from bot.cli.sample_history import play_sample_history
from bot.platforms.playground import PlaygroundPlatform, load_sample_network
from bot.platforms.playground.event_translation import NAME, WORKSPACE, WriteMessage
from bot.platforms.playground.first_steps import load_first_steps
from bot.platforms.playground.message_actions import write_page_message
from bot.runtime.bootstrap_data import prepare_database
from bot.settings import Settings
from handlers.exchange.profiles.sheet_versions import compute_sheet_hash
from handlers.questions import question_escalation
from storage.exchange.matches import INTEREST, PROPOSED, RUNNING, TALKS
from storage.exchange.site_links import ProposedStream
from storage.meetings.actions import Action
from storage.meetings.minutes import LOCKED, Minutes
from storage.notifications.escalations import Escalation
from storage.playground.playground_chat import BOT, PlaygroundMessage
from storage.policy.consultation_responses import ConsultationResponse
from storage.policy.rounds import ADOPTION, INQUIRY, Round
from storage.questions.questions import ACCEPTED, ANSWERED, OPEN, SOLVED, Question

#: a Monday, a Saturday just after the holidays, and a Wednesday evening
DAYS = (
    datetime(2027, 3, 1, 8, 30, tzinfo=UTC),
    datetime(2027, 1, 9, 11, tzinfo=UTC),
    datetime(2027, 6, 2, 20, tzinfo=UTC),
)


async def test_the_first_question_goes_straight_to_whoever_answers(sqlite_url: str) -> None:
    bot = Bot.from_settings(Settings(database_url=sqlite_url, port=0, semantic="0"), playground=True)
    await prepare_database(bot.database)
    await load_sample_network(bot.database, bot.arena)
    await bot.topic_trainer.train_current_topics()
    platform = bot.platforms[NAME]
    assert isinstance(platform, PlaygroundPlatform)
    await platform.open_sessions(bot.dispatcher, listen=False)
    async with bot.database.read() as store:
        members = {one.user: one for one in await store.playground_chat.list_playground_members(NAME, WORKSPACE)}
    for steps in load_first_steps().values():
        asked = WriteMessage(id=f"first-{steps.language}", channel=f"@{steps.asks}", text=steps.question)
        await write_page_message(platform, members[steps.asks], asked)
        async with bot.database.read() as store:
            (question,) = await store.session.scalars(sa.select(Question).where(Question.text == steps.question))
            leads = [person.name for person in await store.topics.list_topic_leads(question.topic_id)]
        assert question.state == ACCEPTED  # no suggestion of a solution comes first
        assert members[steps.answers].name in leads
    await bot.database.close()


@pytest.mark.parametrize("today", DAYS, ids=lambda day: f"{day:%A}")
async def test_the_sample_has_a_past_in_every_state(sqlite_url: str, today: datetime) -> None:
    bot = Bot.from_settings(Settings(database_url=sqlite_url, port=0, semantic="0"), playground=True)
    bot.database.clock = lambda: today
    await prepare_database(bot.database)
    assert await load_sample_network(bot.database, bot.arena)
    await play_sample_history(bot)
    assert bot.database.get_time() == today
    async with bot.database.read() as store:
        questions = await store.questions.list_published_questions()
        steps = {
            row.record_id: row.behind
            for row in await store.session.scalars(
                sa.select(Escalation).where(Escalation.kind == question_escalation.KIND)
            )
        }
        messages = (await store.session.scalars(sa.select(PlaygroundMessage))).all()
        actions = (await store.session.scalars(sa.select(Action))).all()
        (minutes,) = (await store.session.scalars(sa.select(Minutes))).all()
        answers = (await store.session.scalars(sa.select(ConsultationResponse))).all()
        found = await store.solutions.find_solution_by_code("L-025")
        stages = [match.stage for match in await store.matches.list_all_matches()]
        amounts = await store.match_amounts.list_all_amounts()
        listings = await store.listings.list_open_listings()
        forms = {round.form: round for round in (await store.session.scalars(sa.select(Round))).all()}
        said = await store.rounds.list_round_answers(forms[ADOPTION].id)
        sheets = await store.rounds.list_round_answers(forms[INQUIRY].id)
        ((task, _),) = await store.tasks.list_all_tasks()
        partners = await store.tasks.list_partners(task.id)
        (investor_sheet,) = await store.investor_sheets.list_frozen_sheets()
        (proposal,) = (await store.session.scalars(sa.select(ProposedStream))).all()
        (stop,) = await store.planned_stops.list_all_stops()
    await bot.database.close()
    assert [question.state for question in questions] == [SOLVED, OPEN, ANSWERED, OPEN]
    assert found is not None
    assert found.question_id == questions[0].id
    assert [steps[question.id] for question in questions if question.state == OPEN] == [3, 0]
    assert minutes.state == LOCKED
    assert sorted(action.state for action in actions) == ["done", "open", "open"]
    assert len(answers) == 4
    assert len(listings) == 40
    assert {RUNNING, TALKS, INTEREST, PROPOSED} == set(stages)
    assert sorted(one.amount for one in amounts) == ["29,4 GWh", "31 GWh"]
    assert {one.year for one in amounts} <= {(today - timedelta(days=5)).year, today.year}, "no year before it began"
    assert Counter(answer.state for answer, _ in said) == {"answered": 6, "asked": 4}
    assert Counter(answer.state for answer, _ in sheets) == {"answered": 2, "asked": 2}
    assert Counter(partner.state for partner, _ in partners) == {"joined": 2, "asked": 1}
    assert investor_sheet.frozen_at is not None
    assert compute_sheet_hash(investor_sheet, investor_sheet.frozen_at) == investor_sheet.content_hash
    assert (investor_sheet.version, proposal.fields["amount"]) == (1, "2 MW")
    assert stop.first_day > today.date()
    assert all(today - timedelta(days=30) < row.sent_at < today for row in messages)
    assert [row.text for row in messages if row.author == BOT and row.channel == "tema-hms"]
