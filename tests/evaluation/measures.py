"""How well the bot understands, as figures: routing and search over small sets of questions.

`questions` was at hand while the words of the trade were gathered, `searches` while the glossary was: they are kind.
`plain_questions` and `fresh_questions` say things in ways that nobody had foreseen, but had been read when the words of
the trade grew to what they are: they are kinder since. `held_questions` are a fifth, drawn by lot, of what was written
as examples, mostly without the topics' head words: the hard end. `later_questions` was written when all words and
examples were settled and shows what to expect; only Nynorsk spellings and the bound of a sure guess came after, the
latter with an eye on these sets. `park_searches` was written by who had written the glossary's entries, but after them.
The three `exam` sets were written by somebody who had seen nothing of what the bot is taught, only the domain; the
searches are hard on purpose (other words than the record's, near neighbours). Which of them fail was read once, when
endings after a vowel and irregular forms turned out to be missing; no word of theirs was added.
Three in ten of `smalltalk` are marked as held out: their texts were not looked at while the words of small talk were
gathered, but for two of them. Half of `smalltalk_later` was marked so before anything was done about the other half, by
the one who then did it.

To stay honest, no word may be added to the bot's data because it is missed in one of these sets.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.understanding import Guess, Mind, is_smalltalk, learn_from
from handlers.understanding.finding import SUGGEST, Document, find, keep
from handlers.understanding.lexicon import topics
from handlers.understanding.meanings import Meanings
from storage.database import Database, Store
from storage.topics import Topic

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    """A set of this folder: one JSON object a line."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def topic_examples() -> list[dict[str, Any]]:
    """The example questions of the topics themselves."""
    return [example for topic in topics() for example in topic["examples"]]


async def taught(store: Store, *, with_examples: bool = True) -> Mind:
    """A mind that knows the topics; without their own examples where these are what is asked."""
    if not await store.topics.all():
        for topic in topics():
            await store.topics.add(_topic(topic, topic["examples"] if with_examples else []))
    mind = Mind()
    await learn_from(mind, store)
    return mind


def _topic(topic: Mapping[str, Any], examples: list[Any]) -> Topic:
    return Topic(
        slug=topic["slug"],
        name_nb=topic["name"]["nb"],
        name_nn=topic["name"]["nn"],
        name_en=topic["name"]["en"],
        description=topic["description_nb"],
        keywords=topic["keywords"],
        examples=examples,
    )


@dataclass(frozen=True)
class Routing:
    """Shares of questions: best topic among the right ones, or their first; the first one among three; sent unasked,
    right of those, own errors asked."""

    questions: int
    right: float
    first: float
    three: float
    unasked: float
    right_unasked: float
    errors_asked: float


def routing(mind: Mind, questions: Sequence[Mapping[str, Any]]) -> Routing:
    guesses = [(row["topics"], mind.guess(row["text"])) for row in questions]
    unasked = [(topics, guess) for topics, guess in guesses if not guess.ask]
    errors = [guess for topics, guess in guesses if _best(guess) not in topics]
    return Routing(
        questions=len(guesses),
        right=_share([_best(guess) in topics for topics, guess in guesses]),
        first=_share([_best(guess) == topics[0] for topics, guess in guesses]),
        three=_share([topics[0] in [slug for slug, _ in guess.topics[:3]] for topics, guess in guesses]),
        unasked=len(unasked) / len(guesses),
        right_unasked=_share([_best(guess) in topics for topics, guess in unasked]),
        errors_asked=_share([guess.ask for guess in errors]),
    )


def _best(guess: Guess) -> str:
    return guess.topics[0][0]


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 1.0


def recognised(texts: Sequence[Mapping[str, Any]]) -> float:
    """The share of small talk that is told for what it is."""
    return _share([is_smalltalk(row["text"]) == row["kind"] for row in texts])


@dataclass(frozen=True)
class Searching:
    """Shares of searches: nDCG at ten, a right record first, among five, suggested; of those with nothing to find: no
    hit for nonsense, and no suggestion for anything."""

    searches: int
    ndcg: float
    first: float
    five: float
    suggested: float
    nothing: float
    unsuggested: float


async def fill(
    database: Database, library: Sequence[Mapping[str, Any]], meanings: Meanings | None = None
) -> dict[int, str]:
    """Index the records of a library, with vectors where there is a model; their ids by number."""
    documents = [document(number, record) for number, record in enumerate(library, 1)]
    async with database.begin() as store:
        for one in documents:
            await keep(store, one)
        if meanings is not None and meanings.ready:
            await meant(store, documents, meanings)
    return {number: record["id"] for number, record in enumerate(library, 1)}


async def meant(store: Store, documents: Sequence[Document], meanings: Meanings) -> None:
    """Give the documents their vectors."""
    from handlers.understanding.matrices import packed

    texts = {one.id: one.meant for one in documents}
    waiting = await store.vectors.missing(meanings.model, len(documents))
    vectors = packed(await meanings.embed([texts[one.record_id] for one in waiting], "passage"))
    await store.vectors.put(meanings.model, dict(zip((one.document_id for one in waiting), vectors, strict=True)))


def document(number: int, record: Mapping[str, Any]) -> Document:
    return Document(
        kind="solution",
        id=number,
        topic_id=None,
        language=record["lang"],
        organisation_id=None,
        level="open",
        title=record["title"],
        body=" ".join(record[name] for name in ("problem", "done", "result")),
        extra="",
    )


async def searching(
    store: Store,
    names: Mapping[int, str],
    searches: Sequence[Mapping[str, Any]],
    meanings: Meanings | None = None,
) -> Searching:
    gains, first, five, suggested, nothing, unsuggested = [], [], [], [], [], []
    for row in searches:
        hits = [names[hit.id] for hit in await find(store, row["text"], meanings=meanings)]
        strict = [names[hit.id] for hit in await find(store, row["text"], limit=3, floor=SUGGEST, meanings=meanings)]
        relevant = row["relevant"]
        if relevant:
            gains.append(_ndcg([relevant.get(name, 0) for name in hits], list(relevant.values())))
            first.append(any(name in relevant for name in hits[:1]))
            five.append(any(name in relevant for name in hits[:5]))
            suggested.append(any(name in relevant for name in strict))
        else:
            unsuggested.append(not strict)
            if row.get("style") != "absent":
                nothing.append(not hits)
    shares = (first, five, suggested, nothing, unsuggested)
    return Searching(len(searches), sum(gains) / len(gains), *map(_share, shares))


def _ndcg(found: Sequence[int], wanted: Sequence[int]) -> float:
    return _gain(found[:10]) / _gain(sorted(wanted, reverse=True)[:10])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
