"""A network to ask in: a room for each topic, people who ask, a library to search, and unanswered questions."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial

from bot.importers.seeding import seed_records
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.language import TopicClassifier
from handlers.language.document_search import SUGGEST, search_documents
from handlers.language.lexicon import FOLDER
from handlers.language.training_runs import train_from_people
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit import schema_migration
from storage.kit.database import Database
from tests.bench.loads import Request
from tests.bench.workspaces import ASKERS, TEAM, mention

#: solutions in the library
LIBRARY = 400
#: different texts that are asked again and again, each time with its number
TEXTS = 24


async def furnish(url: str) -> None:
    """The database at head, with all that is there before the first question."""
    database = Database(url)
    await schema_migration.migrate_schema(database)
    async with database.begin() as store:
        await ensure_initial_topics(store)
        for topic in await store.topics.list_all_topics():
            room = Room(
                platform="slack", workspace=TEAM, channel=f"C{topic.id:03d}", name=f"#{topic.slug}", language="nb"
            )
            await store.rooms.set_room_topics((await store.rooms.add(room)).id, {topic.id})
        for user in ASKERS:
            person = Person(name=user, language="nb", asked_where_at=store.now)
            await store.people.add_person_with_account(
                person, Account(platform="slack", workspace=TEAM, user=user, name=user)
            )
        slugs = [topic.slug for topic in await store.topics.list_all_topics()]
    await seed_records(database, "solutions", _solutions(slugs))
    await database.close()


async def questions(url: str) -> Callable[[int], Request]:
    """Number -> a signed question that is routed without asking back and finds nothing in the library.

    It has no figure but its number, which tells it from those that were asked before.
    """
    database, classifier, found = Database(url), TopicClassifier(), []
    async with database.read() as store:
        await train_from_people(classifier, store)
        for text in _examples():
            asked = [f"Sak {number:06d}: {text}" for number in range(1, 9_000, 450)]
            sure = not any(classifier.guess_topics(one).ask for one in asked)
            alone = not any(letter.isdigit() for letter in text)
            if alone and sure and not await search_documents(store, asked[0], limit=1, floor=SUGGEST):
                found.append(text)
    await database.close()
    assert len(found) >= TEXTS, f"only {len(found)} questions go straight to a room"
    return partial(_ask, found[:TEXTS])


def _ask(texts: list[str], number: int) -> Request:
    return mention(number, f"Sak {number:06d}: {texts[number % len(texts)]}")


def _examples() -> list[str]:
    lines = (FOLDER / "examples.jsonl").read_text("utf-8").splitlines()
    return [row["text"] for line in lines if (row := json.loads(line))["lang"] == "nb" and len(row["text"]) > 40]


def _solutions(slugs: list[str]) -> list[str]:
    """Made of the words of the questions, so that a search has postings to read, but never of three of one question."""
    chance = random.Random(1)
    words = sorted({word.strip(".,?–") for text in _examples() for word in text.split()})
    rows = []
    for number in range(LIBRARY):
        title, problem, done = (" ".join(chance.sample(words, n)) for n in (3, 9, 12))
        rows.append(
            json.dumps(
                {
                    "id": f"L-{number:04d}",
                    "title": title,
                    "problem": problem,
                    "done": done,
                    "topic": chance.choice(slugs),
                }
            )
        )
    return rows
