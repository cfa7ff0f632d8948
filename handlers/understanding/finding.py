"""Search among solutions and answered questions: what is kept is found at once, in any of the three languages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understanding.languages import language_of
from handlers.understanding.queries import SPELLING, Query, understood
from handlers.understanding.smalltalk import is_smalltalk
from handlers.understanding.spelling import alike
from handlers.understanding.terms import differ, grams, impacts, marks, packed, unpacked
from handlers.understanding.words import Word, exists, read
from storage.database import Store
from storage.search import Candidate, Reach, SearchDocument

#: the share of what a query says that a hit must hold: to be found, and to be suggested before a question is sent
FIND, SUGGEST = 0.2, 0.36
#: the share from which one word alone is enough for a suggestion
ALONE = 0.75
#: how many candidates are ranked again by their letters
CANDIDATES = 60
#: what letters say in the ranking beside words
LETTERS = 0.3
#: letters of the shortest word whose spelling is doubted, and how many words of a query are
SHORTEST_MISSPELT, MOST_SPELLINGS = 6, 6
#: how alike two texts are that are probably the same
SAME = 0.5
#: fields of a document and how much they count
TITLE, BODY, EXTRA = 2.0, 1.0, 0.5


@dataclass(frozen=True)
class Document:
    """Something to be found."""

    #: "solution" or "question", with its id there
    kind: str
    id: int
    topic_id: int | None
    language: str
    organisation_id: int | None
    #: who may see it: "open", "members", "circle"
    level: str
    title: str
    body: str
    #: what is known about it beside its text, and counts for less
    extra: str


@dataclass(frozen=True)
class Hit:
    """Something found."""

    kind: str
    id: int
    #: 0..1
    score: float
    #: the words of the query that it holds, as typed: why it was found
    words: tuple[str, ...]


async def keep(store: Store, document: Document) -> None:
    """Put into the index, or put anew, in the caller's transaction."""
    language = language_of(f"{document.title}. {document.body}")
    title, body, extra = (read(text, language) for text in (document.title, document.body, document.extra))
    row = SearchDocument(
        kind=document.kind,
        record_id=document.id,
        level=document.level,
        topic_id=document.topic_id,
        organisation_id=document.organisation_id,
        language=document.language,
        marks=marks(f"{document.title}. {document.body}"),
        grams=packed(grams([*title, *body])),
    )
    await store.search.put(row, impacts(((title, TITLE), (body, BODY), (extra, EXTRA))))


async def drop(store: Store, kind: str, id: int) -> None:
    """Take out of the index, in the caller's transaction."""
    await store.search.remove(kind, id)


async def find(
    store: Store,
    text: str,
    *,
    kinds: Sequence[str] = ("solution", "question"),
    levels: Sequence[str] = ("open", "members"),
    topic_id: int | None = None,
    limit: int = 10,
    skip: int = 0,
    floor: float | None = None,
) -> list[Hit]:
    """The best hits first. Nonsense gives nothing; `floor` is the share of the query that a hit must hold."""
    if is_smalltalk(text):
        return []
    hits = await _ranked(store, text, Reach(kinds, levels, topic_id), FIND if floor is None else floor)
    return hits[skip : skip + limit]


async def similar(store: Store, document: Document, limit: int = 3) -> list[Hit]:
    """Documents of its kind that are probably the same. Where figures or places differ, they are not."""
    text = f"{document.title}. {document.body}"
    words = read(text, language_of(text))
    query = await _known(store, understood(words), spelling=False)
    found = await store.search.best(query.weights(), Reach((document.kind,), ("open", "members")), CANDIDATES)
    held = await store.search.held([one.document_id for one in found], list(query.terms))
    own, asked = marks(text), grams(words)
    hits = []
    for one in found:
        terms = held.get(one.document_id, set())
        likeness = (query.share(terms) + _cosine(asked, unpacked(one.grams))) / 2
        if one.record_id != document.id and likeness >= SAME and not differ(own, one.marks):
            hits.append(Hit(one.kind, one.record_id, round(likeness, 4), query.why(terms)))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


async def _ranked(store: Store, text: str, reach: Reach, floor: float) -> list[Hit]:
    language = language_of(text)
    query = await _known(store, understood(read(text, language)))
    found = await store.search.best(query.weights(), reach, CANDIDATES)
    if not found:
        return []
    held = await store.search.held([one.document_id for one in found], list(query.terms))
    hits = []
    for one, rank in zip(found, _fused(found, grams(query.words), language), strict=True):
        terms = held.get(one.document_id, set())
        share, why = query.share(terms), query.why(terms)
        if share >= floor and (len(why) > 1 or floor < SUGGEST or share >= ALONE):
            hits.append(Hit(one.kind, one.record_id, round(rank * (0.3 + 0.7 * share), 4), why))
    return sorted(hits, key=lambda hit: -hit.score)


async def _known(store: Store, query: Query, *, spelling: bool = True) -> Query:
    """The query with what the index knows about it, and with other spellings of words that it does not know."""
    query.size = await store.search.size()
    query.counts = await store.search.frequencies(list(query.terms))
    doubted = query.unknown()[:MOST_SPELLINGS] if spelling else []
    for place, word in doubted:
        for other in await _spelt(store, word):
            query.add(other, (place,), SPELLING)
    if doubted:
        query.counts = await store.search.frequencies(list(query.terms))
    return query


async def _spelt(store: Store, word: Word) -> list[str]:
    """Terms of the index that the word is probably a misspelling of; words that exist are none."""
    if len(word.stem) < SHORTEST_MISSPELT or not word.stem.isalpha() or exists(word.typed):
        return []
    near = await store.search.beginning(word.stem[:3])
    return [term for term in near if alike(word.stem, term)]


def _fused(found: Sequence[Candidate], asked: set[int], language: str) -> list[float]:
    """By words and by letters, each from 0 to 1 over the candidates; letters only within one tongue."""
    common = [asked.intersection(unpacked(one.grams)) for one in found]
    counts: dict[int, int] = {}
    for shared in common:
        for gram in shared:
            counts[gram] = counts.get(gram, 0) + 1
    letters = [
        sum(math.log(1 + len(found) / counts[gram]) for gram in shared) / (len(one.grams) + 200) ** 0.5
        for one, shared in zip(found, common, strict=True)
    ]
    words = _spread([one.score for one in found])
    return [
        (1 - LETTERS) * word + LETTERS * (letter if (one.language == "en") == (language == "en") else word)
        for one, word, letter in zip(found, words, _spread(letters), strict=True)
    ]


def _cosine(asked: set[int], held: Sequence[int]) -> float:
    return len(asked.intersection(held)) / math.sqrt(len(asked) * len(held)) if asked and held else 0.0


def _spread(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top if top else 0.0 for value in values]
