"""What becomes of the sets' questions and searches when the bot is asked them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.language import Mind, considered, is_smalltalk, learn_from, make_sense
from handlers.language.duplicates import SURE, likeness
from handlers.language.finding import SUGGEST, Document, find, keep
from handlers.language.lexicon import topics
from handlers.language.meanings import Meanings
from handlers.language.neighbours import refresh
from storage.directory.topics import Topic
from storage.kit.database import Database, Store
from storage.search.vectors import Waiting
from tests.evaluation.duplicates import halves
from tests.evaluation.measures import Guessed, Paired, Searched, Told
from tests.evaluation.sets import FIELDS, QUESTIONS, SEARCHES, SMALLTALK, Row, rows, topic_examples


async def minds(store: Store) -> tuple[Mind, Mind]:
    """One that knows the topics without their own examples, and one that knows all; in an empty database."""
    known = {topic["slug"]: topic for topic in topics()}
    for topic in known.values():
        await store.topics.add(_topic(topic))
    unread, read = Mind(), Mind()
    await learn_from(unread, store)
    for row in await store.topics.all():
        row.examples = known[row.slug]["examples"]
    await store.session.flush()
    await learn_from(read, store)
    return unread, read


def _topic(topic: Mapping[str, Any]) -> Topic:
    return Topic(
        slug=topic["slug"],
        name_nb=topic["name"]["nb"],
        name_nn=topic["name"]["nn"],
        name_en=topic["name"]["en"],
        description=topic["description_nb"],
        keywords=topic["keywords"],
        examples=[],
    )


async def guessed(mind: Mind, meanings: Meanings | None, questions: Sequence[Row]) -> list[Guessed]:
    found = []
    for row in questions:
        began = time.perf_counter()
        if meanings is not None:
            await meanings.read(row["text"])
        guess = considered(mind, meanings, row["text"])
        spent = time.perf_counter() - began
        found.append(Guessed(row, [slug for slug, _ in guess.topics], guess.topics[0][1], guess.ask, spent))
    return found


async def routed(store: Store, meanings: Meanings | None = None) -> dict[str, list[Guessed]]:
    """By set; the topics' own examples are asked of a mind that has not learnt them. In an empty database."""
    unread, read = await minds(store)
    if meanings is not None:
        await make_sense(unread, meanings)
        await make_sense(read, meanings)
    found = {name: await guessed(read, meanings, rows(name)) for name in QUESTIONS}
    return found | {"topic_examples": await guessed(unread, meanings, topic_examples())}


async def fill(database: Database, library: Sequence[Row], meanings: Meanings | None = None) -> None:
    """Index the records of a library by their numbers, from one on; with vectors where there is a model."""
    documents = [document(number, record) for number, record in enumerate(library, 1)]
    async with database.begin() as store:
        for one in documents:
            await keep(store, one)
    if meanings and meanings.ready:
        await _give_vectors(database, documents, meanings)


async def _give_vectors(database: Database, documents: Sequence[Document], meanings: Meanings) -> None:
    """Read the documents between two units of work, as the bot does."""
    async with database.read() as store:
        waiting = await store.vectors.missing(meanings.model, len(documents))
    found = await _read_documents(waiting, documents, meanings)
    async with database.begin() as store:
        await store.vectors.put(meanings.model, found)


async def meant(store: Store, documents: Sequence[Document], meanings: Meanings) -> None:
    """Give the documents their vectors, in the store of a test."""
    waiting = await store.vectors.missing(meanings.model, len(documents))
    await store.vectors.put(meanings.model, await _read_documents(waiting, documents, meanings))


async def _read_documents(
    waiting: Sequence[Waiting], documents: Sequence[Document], meanings: Meanings
) -> dict[int, bytes]:
    from handlers.language.matrices import packed

    texts = {one.id: one.meant for one in documents}
    vectors = packed(await meanings.embed([texts[one.record_id] for one in waiting], "passage"))
    return dict(zip((one.document_id for one in waiting), vectors, strict=True))


async def searched(database: Database, name: str, meanings: Meanings | None = None) -> list[Searched]:
    """Each search of the set in its library, which is all that is there."""
    names = [record["id"] for record in rows(SEARCHES[name])]
    if meanings is not None:
        await refresh(meanings, database)
    return [await _searched(database, row, names, meanings) for row in rows(name)]


async def _searched(database: Database, row: Row, names: Sequence[str], meanings: Meanings | None) -> Searched:
    began = time.perf_counter()
    if meanings is not None:
        await meanings.read(row["text"])
    async with database.read() as store:
        hits = await find(store, row["text"], meanings=meanings)
        spent = time.perf_counter() - began
        suggested = await find(store, row["text"], limit=3, floor=SUGGEST, meanings=meanings)
    return Searched(row, [names[hit.id - 1] for hit in hits], [names[hit.id - 1] for hit in suggested], spent)


def document(number: int, record: Row) -> Document:
    title, *body = (record[field] for field in FIELDS)
    return Document(
        kind="solution",
        id=number,
        topic_id=None,
        language=record["lang"],
        organisation_id=None,
        level="open",
        title=title,
        body=" ".join(body),
        extra="",
    )


def told() -> dict[str, list[Told]]:
    """Small talk that had been read while its words were gathered, and that had not; and questions, which are none."""
    found = {"questions": [Told(row, is_smalltalk(row["text"])) for name in QUESTIONS for row in rows(name)]}
    for name in SMALLTALK:
        for row in rows(name):
            found.setdefault(f"{name}{'_held_out' * row['held_out']}", []).append(Told(row, is_smalltalk(row["text"])))
    return found


def paired() -> dict[str, list[Paired]]:
    """The pairs that likeness was fitted on, and those that were kept apart."""
    alike = {row["id"]: likeness(row["a"], row["b"]) for row in rows("duplicates")}
    return {
        name: [Paired(row["same"], alike[row["id"]], alike[row["id"]] >= SURE) for row in half]
        for name, half in halves(rows("duplicates")).items()
    }
