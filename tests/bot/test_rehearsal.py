"""Before a process says that it is ready, it has rehearsed what people begin with, and nothing of that is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import aiohttp
import pytest
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import CacheStats
from structlog.testing import capture_logs

from bot.app import Bot
from bot.runtime.rehearsal import Rehearsal
from bot.settings import Settings
from bot.teams_settings import TeamsSettings
from handlers.chat.say import LANGUAGES, load_catalogue
from handlers.language.late_patterns import LatePattern, compile_later
from handlers.language.text_embeddings import TextEmbeddings
from handlers.moderation.competition.rules import load_compiled_rules
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit.database import Database
from storage.kit.tables import metadata
from storage.questions.questions import Question
from storage.queue.delivery_rows import SENT, Delivery
from storage.queue.inbox import ReceivedEvent
from storage.queue.outbox import ROWS
from tests.conversation import Conversation
from tests.processes import free_port
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import Stage
from tests.scenarios.teams_stage import TeamsStage

#: written by what runs beside the rehearsal
BESIDE = {
    "memory_version",
    "inbox",
    "heartbeats",
    "topics",
    "slots",
    "search_counts",
    "lessons",
    "workspaces",
    "installations",
    "conversations",
}


async def rows(database: Database) -> dict[str, int]:
    async with database.read() as store:
        found = {
            name: await store.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }
    return {name: count for name, count in found.items() if count and name not in BESIDE}


@pytest.mark.parametrize("stage", [SlackStage, TeamsStage])
async def test_what_is_rehearsed_on_each_platform_succeeds_and_leaves_nothing(
    database_url: str, stage: type[SlackStage | TeamsStage]
) -> None:
    load_compiled_rules.cache_clear()
    late = cast("LatePattern", compile_later("waits for its first use"))
    with capture_logs() as logs:
        async with stage(Settings(database_url=database_url, port=0, semantic="0")) as played:
            assert [line for line in logs if line["log_level"] in ("error", "critical")] == []
            assert [line for line in logs if line["event"] == "rehearsal refused"] == []
            assert await rows(played.bot.database) == {}
            async with played.bot.database.read() as store:
                seen = (await store.session.scalars(sa.select(ReceivedEvent.id))).all()
            assert [id for id in seen if not id.startswith("tick:")] == []
            assert load_compiled_rules.cache_info().currsize == 1, "the rules of competition law are compiled"
            assert late.is_compiled
            counted = [
                sample
                for metric in played.bot.metrics.registry.collect()
                for sample in metric.samples
                if metric.name == "arena_events"
            ]
            assert counted == []


async def test_no_number_that_people_see_is_used_up_by_a_start(database_url: str) -> None:
    for _ in range(2):
        async with Bot.from_settings(Settings(database_url=database_url, port=0, semantic="0"), playground=True) as bot:
            pass
    opened = Database(database_url)
    async with opened.begin() as store:
        kari = await store.people.add_person_with_account(
            Person(name="Kari", language="nb", asked_where_at=store.now),
            Account(platform="playground", workspace="local", user="kari", name="Kari"),
        )
        question = Question(
            asker_id=kari.id, text="Hvem?", language="nb", state="open", origin={}, suggested=[], guess=[],
            created_at=store.now,
        )  # fmt: skip
        await store.questions.add(question)
        assert question.number == 1
    await opened.close()
    assert bot.health.warm


async def test_the_rules_of_competition_law_are_compiled_before_any_event(sqlite_url: str) -> None:
    opened = Database(sqlite_url)
    talk = await Conversation(opened).begin()
    load_compiled_rules.cache_clear()
    await Rehearsal(talk.dispatcher, TextEmbeddings(), []).rehearse_first_events()
    assert load_compiled_rules.cache_info().currsize == 1
    await opened.close()


async def test_the_texts_of_every_language_are_read_before_any_event(sqlite_url: str) -> None:
    opened = Database(sqlite_url)
    talk = await Conversation(opened).begin()
    load_catalogue.cache_clear()
    await Rehearsal(talk.dispatcher, TextEmbeddings(), []).rehearse_first_events()
    read = load_catalogue.cache_info()
    for language in LANGUAGES:
        load_catalogue(language)
    assert load_catalogue.cache_info().misses == read.misses == len(LANGUAGES)
    await opened.close()


async def test_a_process_is_not_ready_before_it_has_rehearsed(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, bool]] = []

    async def looking(self: object) -> None:
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/health/ready") as answer:
            told.append((answer.status, (await answer.json())["warm"]))

    monkeypatch.setattr("bot.app.Rehearsal.rehearse_first_events", looking)
    port = free_port()
    async with Bot.from_settings(Settings(database_url=sqlite_url, port=port, semantic="0"), playground=True) as bot:
        assert told == [(503, False)]
        assert bot.health.warm


class _Fresh(Stage):
    """Nothing is compiled yet, and the first message is the first that the bot hears."""

    def build(self) -> Bot:
        bot = Bot.from_settings(self.settings, worker=False)
        for engine in bot.database.unit_engines:
            engine.clear_compiled_cache()
        return bot

    async def open(self, bot: Bot) -> None:
        self.bot, self.http = bot, await self._stack.enter_async_context(aiohttp.ClientSession())
        self.url = f"http://127.0.0.1:{bot.port}{self.path}"

    async def settle(self) -> None:
        """Nothing is delivered: the message was answered when its request was."""


class FreshSlack(_Fresh, SlackStage):
    path = "/slack/events"


class FreshTeams(_Fresh, TeamsStage):
    path = "/api/messages"


class FreshTenant(FreshTeams):
    """No tenant is named, so that the first one is a tenant that the bot has not heard of."""

    def credentials(self) -> TeamsSettings:
        return replace(super().credentials(), allowed_tenants=())


@contextmanager
def watched(database: Database) -> Iterator[list[str]]:
    """The statements that were not compiled before."""
    found = []

    def look(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        if context.cache_hit is CacheStats.CACHE_MISS:
            found.append(statement)

    for engine in database.unit_engines:
        sa.event.listen(engine, "after_cursor_execute", look)
    yield found
    for engine in database.unit_engines:
        sa.event.remove(engine, "after_cursor_execute", look)


@pytest.mark.parametrize("stage", [FreshSlack, FreshTeams, FreshTenant])
async def test_the_first_command_finds_every_statement_compiled(
    database_url: str, stage: type[FreshSlack | FreshTeams]
) -> None:
    async with stage(Settings(database_url=database_url, port=0, semantic="0")) as played:
        with watched(played.bot.database) as compiled:
            await played.tells("kari", "hjelp")
        assert compiled == []
        async with played.bot.database.read() as store:
            assert await store.session.scalar(sa.select(Account.user)) == played.user("kari")


@pytest.mark.parametrize("stage", [FreshSlack, FreshTeams])
async def test_the_first_question_and_its_receipt_find_every_statement_compiled(
    database_url: str, stage: type[FreshSlack | FreshTeams]
) -> None:
    async with stage(Settings(database_url=database_url, port=0, semantic="0")) as played:
        with watched(played.bot.database) as compiled:
            await played.tells("kari", "spør Hvem har erfaring med tilknytning til strømnettet?")
            await played.bot.courier.deliver_all_due()
        if not played.bot.database.is_sqlite:  # a number from its sequence, which no rehearsal may advance
            compiled = [statement for statement in compiled if "RETURNING questions.number" not in statement]
        assert compiled == []
        async with played.bot.database.read() as store:
            assert await store.session.scalar(sa.select(sa.func.count()).where(Delivery.state == SENT)), "it was told"


async def test_the_first_question_is_published_with_statements_that_are_compiled(database_url: str) -> None:
    async with FreshSlack(Settings(database_url=database_url, port=0, semantic="0", grace_seconds=0)) as played:
        async with played.bot.database.begin() as store:
            room = await store.rooms.add(Room(platform="slack", workspace="T1", channel="C3", language="nb"))
            await store.rooms.set_room_topics(room.id, {topic.id for topic in await store.topics.list_all_topics()})
        with watched(played.bot.database) as compiled:
            await played.tells("kari", "spør Hvem har erfaring med tilknytning til strømnettet og anleggsbidrag?")
            await played.bot.courier.deliver_all_due()
        if not played.bot.database.is_sqlite:  # as above
            compiled = [statement for statement in compiled if "RETURNING questions.number" not in statement]
        assert compiled == []
        async with played.bot.database.read() as store:
            assert await store.session.scalar(sa.select(Delivery.state).where(Delivery.room_id == room.id)) == SENT


async def test_what_is_due_meanwhile_is_not_touched_by_a_rehearsal(database_url: str) -> None:
    async with FreshSlack(Settings(database_url=database_url, port=0, semantic="0")) as played:
        await played.tells("kari", "spør Hvem har erfaring med tilknytning til strømnettet?")
        async with played.bot.database.read() as store:
            before = (await store.session.execute(sa.select(ROWS))).all()
        bot = played.bot
        await Rehearsal(bot.dispatcher, bot.meanings, bot.platforms.values()).rehearse_first_events()
        async with bot.database.read() as store:
            assert (await store.session.execute(sa.select(ROWS))).all() == before != []


async def test_the_first_message_of_a_tenant_waits_for_few_units_of_work(sqlite_url: str) -> None:
    async with FreshTeams(Settings(database_url=sqlite_url, port=0, semantic="0")) as played:
        begun: list[object] = []
        for engine in played.bot.database.unit_engines:
            sa.event.listen(engine, "begin", begun.append)
        await played.tells("kari", "hjelp")
    assert len(begun) <= 12, "each place by itself, read before it is written, would be twenty-two"


async def test_the_memory_of_the_first_lesson_is_given_back_before_anybody_comes(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Bot.from_settings(Settings(database_url=sqlite_url, port=0, semantic="0"), playground=True)
    told: list[bool] = []
    monkeypatch.setattr("bot.maintenance.trainer.return_freed_memory", lambda: told.append(bot.health.warm))
    async with bot:
        assert told == [False]
