"""What becomes of the sets' questions and searches when the bot is asked them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.language import TopicClassifier, classify_smalltalk, guess_topics_by_meaning, train_meaning_classifier
from handlers.language.document_search import SUGGEST, Document, index_documents, search_documents
from handlers.language.duplicates import SURE, compute_duplicate_probability
from handlers.language.lexicon import load_default_topics
from handlers.language.nearest_neighbours import refresh_matrix
from handlers.language.text_embeddings import TextEmbeddings
from handlers.language.training_runs import train_from_people
from storage.directory.topics import Topic
from storage.kit.database import Database, Store
from storage.search.vectors import UnembeddedDocument
from tests.evaluation.duplicates import halves
from tests.evaluation.measures import Guessed, Paired, Searched, Told
from tests.evaluation.sets import (
    FIELDS,
    PAIRS,
    QUESTIONS,
    SEARCHES,
    SMALLTALK,
    SUGGESTIONS,
    Row,
    paired_questions,
    rows,
    topic_examples,
)


async def train_classifiers(store: Store) -> tuple[TopicClassifier, TopicClassifier]:
    """One that knows the topics without their own examples, and one that knows all; in an empty database."""
    known = {topic["slug"]: topic for topic in load_default_topics()}
    for topic in known.values():
        await store.topics.add(_topic(topic))
    unread, read = TopicClassifier(), TopicClassifier()
    await train_from_people(unread, store)
    for row in await store.topics.list_all_topics():
        row.examples = known[row.slug]["examples"]
    await store.session.flush()
    await train_from_people(read, store)
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


async def guessed(
    classifier: TopicClassifier, meanings: TextEmbeddings | None, questions: Sequence[Row]
) -> list[Guessed]:
    found = []
    for row in questions:
        began = time.perf_counter()
        if meanings is not None:
            await meanings.read_meaning(row["text"])
        guess = guess_topics_by_meaning(classifier, meanings, row["text"])
        spent = time.perf_counter() - began
        found.append(Guessed(row, [slug for slug, _ in guess.topics], guess.topics[0][1], guess.ask, spent))
    return found


async def routed(store: Store, meanings: TextEmbeddings | None = None) -> dict[str, list[Guessed]]:
    """By set; the topics' own examples are asked of a classifier that has not learnt them. In an empty database."""
    unread, read = await train_classifiers(store)
    if meanings is not None:
        await train_meaning_classifier(unread, meanings)
        await train_meaning_classifier(read, meanings)
    found = {name: await guessed(read, meanings, rows(name)) for name in QUESTIONS}
    found[PAIRS] = await guessed(read, meanings, paired_questions())
    return found | {"topic_examples": await guessed(unread, meanings, topic_examples())}


async def fill(database: Database, library: Sequence[Row], meanings: TextEmbeddings | None = None) -> None:
    """Index the records of a library by their numbers, from one on; with vectors where there is a model."""
    documents = [document(number, record) for number, record in enumerate(library, 1)]
    async with database.begin() as store:
        for one in documents:
            await index_documents(store, one)
    if meanings and meanings.ready:
        await _give_vectors(database, documents, meanings)


async def _give_vectors(database: Database, documents: Sequence[Document], meanings: TextEmbeddings) -> None:
    """Read the documents between two units of work, as the bot does."""
    async with database.read() as store:
        waiting = await store.vectors.list_unembedded_documents(meanings.model, len(documents))
    found = await _read_documents(waiting, documents, meanings)
    async with database.begin() as store:
        await store.vectors.put_vectors(meanings.model, found)


async def meant(store: Store, documents: Sequence[Document], meanings: TextEmbeddings) -> None:
    """Give the documents their vectors, in the store of a test."""
    waiting = await store.vectors.list_unembedded_documents(meanings.model, len(documents))
    await store.vectors.put_vectors(meanings.model, await _read_documents(waiting, documents, meanings))


async def _read_documents(
    waiting: Sequence[UnembeddedDocument], documents: Sequence[Document], meanings: TextEmbeddings
) -> dict[int, bytes]:
    from handlers.language.vector_matrix import pack_vectors

    texts = {one.id: one.embedding_text for one in documents}
    vectors = pack_vectors(await meanings.embed_in_background([texts[one.record_id] for one in waiting], "passage"))
    return dict(zip((one.document_id for one in waiting), vectors, strict=True))


async def searched(database: Database, name: str, meanings: TextEmbeddings | None = None) -> list[Searched]:
    """Each search of the set in its library, which is all that is there."""
    names = [record["id"] for record in rows((SEARCHES | SUGGESTIONS)[name])]
    if meanings is not None:
        await refresh_matrix(meanings, database)
    return [await _searched(database, row, names, meanings) for row in rows(name)]


async def _searched(database: Database, row: Row, names: Sequence[str], meanings: TextEmbeddings | None) -> Searched:
    began = time.perf_counter()
    if meanings is not None:
        await meanings.read_meaning(row["text"])
    async with database.read() as store:
        hits = await search_documents(store, row["text"], meanings=meanings)
        spent = time.perf_counter() - began
        suggested = await search_documents(store, row["text"], limit=3, floor=SUGGEST, meanings=meanings)
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
    found = {"questions": [Told(row, classify_smalltalk(row["text"])) for name in QUESTIONS for row in rows(name)]}
    for name in SMALLTALK:
        for row in rows(name):
            found.setdefault(f"{name}{'_held_out' * row['held_out']}", []).append(
                Told(row, classify_smalltalk(row["text"]))
            )
    return found


def paired() -> dict[str, list[Paired]]:
    """The pairs that likeness was fitted on, and those that were kept apart."""
    alike = {row["id"]: compute_duplicate_probability(row["a"], row["b"]) for row in rows("duplicates")}
    return {
        name: [Paired(row["same"], alike[row["id"]], alike[row["id"]] >= SURE) for row in half]
        for name, half in halves(rows("duplicates")).items()
    }
