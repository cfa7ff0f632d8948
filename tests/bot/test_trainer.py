"""The trainer: topics are learnt as they change, lessons are tried beside the work, and what came of them is told."""

from __future__ import annotations

import asyncio
import time

import pytest
from prometheus_client import generate_latest

from bot.cli.commands import run_check_command
from bot.maintenance.trainer import TopicTrainer
from bot.runtime.bootstrap_data import ensure_initial_topics
from bot.runtime.metrics import Metrics
from bot.settings import read_settings
from handlers.language import TopicClassifier
from handlers.language.text_embeddings import TextEmbeddings
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Database, Store
from storage.questions.questions import OPEN, Question
from tests.patience import BOUND


async def add(store: Store, slug: str, *terms: str) -> None:
    names = dict.fromkeys(("name_nb", "name_nn", "name_en"), slug)
    keywords = [{"term": term, "head": True} for term in terms]
    await store.topics.add(Topic(slug=slug, description="", keywords=keywords, examples=[], **names))


async def begun(database: Database, *, tries: bool = True) -> tuple[TopicTrainer, Metrics]:
    async with database.begin() as store:
        if not await store.topics.list_all_topics():
            await add(store, "hms", "sikkerhet")
            await add(store, "nett", "trafo")
    metrics = Metrics()
    trainer = TopicTrainer(database, TopicClassifier(), TextEmbeddings(), metrics, tries=tries)
    await trainer.train_current_topics()
    return trainer, metrics


async def confirm(database: Database, count: int, slug: str = "hms") -> None:
    """So many questions in words that nobody has taught, by a new person each."""
    async with database.begin() as store:
        topic = await store.topics.find_topic_by_slug(slug)
        assert topic is not None
        people = [Person(name=f"P{n}", language="nb", created_at=store.now) for n in range(count)]
        store.session.add_all(people)
        await store.session.flush()
        for n, person in enumerate(people):
            await store.questions.add(
                Question(
                    asker_id=person.id, topic_id=topic.id, text=f"kvekkefjøl til brøsling {n}", language="nb",
                    state=OPEN, topic_confirmed=True, topic_by_id=person.id, origin={}, suggested=[], guess=[],
                )
            )  # fmt: skip


def told(metrics: Metrics) -> dict[str, str]:
    lines = generate_latest(metrics.registry).decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if line.startswith(("arena_lesson", "arena_mind")))


async def test_what_is_learnt_from_people_is_told_in_figures(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    trainer, metrics = await begun(database)
    assert told(metrics)["arena_lesson"] == "0.0"
    await trainer.try_new_lesson()
    await confirm(database, 30)
    await trainer.try_new_lesson()
    assert trainer.classifier.guess_topics("noen med kvekkefjøl?").topics[0][0] == "hms"
    figures = told(metrics)
    assert (figures["arena_lesson"], figures["arena_lesson_confirmed"]) == ("1.0", "30.0")
    assert figures["arena_lesson_accuracy"] == "1.0"
    assert figures['arena_lessons_total{outcome="taken"}'] == "1.0"
    assert any(line.startswith('arena_mind_info{version="') for line in figures)
    await run_check_command(
        read_settings({"DATABASE_URL": database.engine.url.render_as_string(hide_password=False)}), {}
    )
    line = " ".join(capsys.readouterr().out.split())
    assert "routing: lesson 1 (" in line
    assert "from 30 confirmed questions, 100% of 7 kept apart guessed right" in line
    assert "0 lessons refused" in line


async def test_a_process_that_only_follows_knows_what_another_one_has_taken(database: Database) -> None:
    trainer, _ = await begun(database)
    follower, figures = await begun(database, tries=False)
    await confirm(database, 30)
    await trainer.try_new_lesson()
    await follower.train_current_topics()
    assert follower.classifier.learnt == trainer.classifier.learnt
    assert told(figures)["arena_lesson"] == "1.0"
    assert follower.classifier.guess_topics("noen med kvekkefjøl?").topics[0][0] == "hms"


async def test_a_changed_topic_is_learnt_at_once_and_not_at_the_next_look(database: Database) -> None:
    trainer, _ = await begun(database)
    running = asyncio.create_task(trainer.run_training_loop())
    async with database.begin() as store:
        await add(store, "ny", "kvekkefjøl")
    trainer.classifier.stale = True
    trainer.wake_trainer()
    async with asyncio.timeout(BOUND):
        while trainer.classifier.guess_topics("kvekkefjøl").topics[0][0] != "ny":  # noqa: ASYNC110 - as a member would look
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_loop_is_not_held_up_while_much_is_learnt_and_judged(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.begin() as store:
        await ensure_initial_topics(store)
    trainer, _ = await begun(database)
    await confirm(database, 400)
    trying = asyncio.create_task(trainer.try_new_lesson())
    # what this process computes between two looks of the loop: other programs may take the processor as long as they
    # like, and a thread that keeps the interpreter to itself is counted as well
    slept = []
    while not trying.done():
        began = time.process_time()
        await asyncio.sleep(0.001)
        slept.append(time.process_time() - began)
    await trying
    await database.close()
    # on the loop it would be one stop of half a second
    assert max(slept) < 0.2
    assert len(slept) > 20
