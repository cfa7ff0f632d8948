"""The playground's clock goes on to the next working day, and what fell due on the way has come by then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.app import Bot
from bot.leading_trigger import LeadingTrigger
from bot.platforms.playground import PlaygroundPlatform, load_sample_network
from bot.platforms.playground.event_translation import NAME, WORKSPACE, WriteMessage
from bot.platforms.playground.first_steps import load_first_steps
from bot.platforms.playground.message_actions import write_page_message
from bot.platforms.playground.next_day import DayMover
from bot.settings import Settings
from handlers.library.solutions.publication import VERIFY
from storage.kit.clocks import MovableClock
from storage.playground.playground_chat import DIRECT
from tests.platforms.playground.conftest import Page, Stage

#: ten o'clock in Oslo; a Thursday before a day off and a weekend
MONDAY, EVE = datetime(2030, 3, 4, 9, tzinfo=UTC), datetime(2029, 5, 16, 8, tzinfo=UTC)
FIRST = load_first_steps()["nb"]


def _build_bot(url: str) -> Bot:
    return Bot.from_settings(Settings(database_url=url, port=0, grace_seconds=0, semantic="0"), playground=True)


def _get_days(bot: Bot) -> DayMover:
    platform = bot.platforms[NAME]
    assert isinstance(platform, PlaygroundPlatform)
    assert platform.days is not None
    return platform.days


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[Bot]:
    bot = _build_bot(sqlite_url)
    _get_days(bot).clock.move_forward(MONDAY)
    async with bot:
        await load_sample_network(bot.database, bot.arena)
        yield bot


async def _ask_first_question(bot: Bot) -> None:
    platform = bot.platforms[NAME]
    assert isinstance(platform, PlaygroundPlatform)
    async with bot.database.read() as store:
        members = {one.user: one for one in await store.playground_chat.list_playground_members(NAME, WORKSPACE)}
    action = WriteMessage(id="asked-on-monday", channel=DIRECT + FIRST.asks, text=FIRST.question)
    await write_page_message(platform, members[FIRST.asks], action)


async def _read_told(bot: Bot, who: str) -> str:
    async with bot.database.read() as store:
        rows = await store.playground_chat.list_latest_messages(DIRECT + who, who, limit=200)
    return "\n".join(row.text for row in rows)


async def test_a_question_that_nobody_answers_is_taken_further_day_by_day(bot: Bot) -> None:
    await _ask_first_question(bot)
    days = _get_days(bot)
    await days.leave_day(date(2030, 3, 4))
    assert FIRST.question not in await _read_told(bot, FIRST.answers)  # eight working hours are not over
    await days.leave_day(date(2030, 3, 5))
    assert days.read_day() == date(2030, 3, 6)
    assert FIRST.question in await _read_told(bot, FIRST.answers)


async def test_a_fresh_network_asks_about_one_solution_in_its_first_week(bot: Bot) -> None:
    for _ in range(4):
        await _get_days(bot).leave_day(_get_days(bot).read_day())
    async with bot.database.read() as store:
        found = await store.escalations.list_records_escalated_since(VERIFY, MONDAY)
    assert len(found) == 1


async def test_nothing_that_is_due_is_left_when_the_day_has_come(bot: Bot) -> None:
    await _ask_first_question(bot)
    days = _get_days(bot)
    for _ in range(5):
        before = days.read_day()
        await days.leave_day(before)
        async with bot.database.read() as store:
            due = await store.deliveries.find_next_due_time()
            assert due is None or due > store.now
        assert days.read_day() > before
    here = days.clock().astimezone(bot.arena.zone)
    assert (here.date(), here.hour) == (date(2030, 3, 11), 9)


async def test_two_presses_of_one_day_move_the_clock_once(bot: Bot) -> None:
    days = _get_days(bot)
    for _ in range(2):
        await days.leave_day(date(2030, 3, 4))
    assert days.read_day() == date(2030, 3, 5)


async def test_public_holidays_are_no_working_days(sqlite_url: str) -> None:
    bot = _build_bot(sqlite_url)
    days = _get_days(bot)
    days.clock.move_forward(EVE)
    async with bot:
        await days.leave_day(EVE.date())
        assert days.read_day() == date(2029, 5, 18)


async def test_a_bot_that_is_started_again_goes_on_from_the_day_it_had_come_to(bot: Bot) -> None:
    await _get_days(bot).leave_day(date(2030, 3, 4))
    again = _build_bot(bot.settings.database_url)
    await _get_days(again).resume_time()
    assert _get_days(again).read_day() == date(2030, 3, 5)
    await again.database.close()


async def test_jobs_run_at_their_hour_of_the_time_that_is_ahead() -> None:
    eight = LeadingTrigger(CronTrigger.from_crontab("0 8 * * *", timezone="UTC"), lambda: timedelta(hours=3))
    now = datetime(2030, 3, 4, 2, tzinfo=UTC)  # five o'clock there
    first = eight.get_next_fire_time(None, now)
    assert first == datetime(2030, 3, 4, 5, tzinfo=UTC)
    assert eight.get_next_fire_time(first, first + timedelta(seconds=1)) == datetime(2030, 3, 5, 5, tzinfo=UTC)


def test_a_clock_is_never_moved_back() -> None:
    clock = MovableClock()
    clock.move_forward(clock() + timedelta(days=1))
    lead = clock.get_lead()
    clock.move_forward(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.get_lead() == lead


async def test_a_page_whose_clock_stands_fast_shows_no_day(stage: Stage, kari: Page) -> None:
    assert (await kari.read("state"))["day"] is None
    response = await kari.post("tomorrow", {"id": "tomorrow-1", "day": "2030-03-04"})
    assert response.status == 404
