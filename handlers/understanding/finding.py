"""Search among solutions and answered questions: what is kept is found at once, in any of the three languages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.understanding.glossary import WEIGHT, concepts
from handlers.understanding.languages import language_of
from handlers.understanding.smalltalk import is_smalltalk
from handlers.understanding.terms import PART, grams, impacts, marks, packed, unpacked
from handlers.understanding.words import Word, read
from storage.database import Store
from storage.search import Candidate, Reach, SearchDocument

#: the share of what a query says that a hit must hold: to be found, and to be suggested before a question is sent
FIND, SUGGEST = 0.16, 0.34
#: how many candidates are ranked again by their letters
CANDIDATES = 60
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


@dataclass
class _Query:
    """A query's terms, what they weigh, and the typed word each comes from."""

    words: Sequence[Word]
    weights: dict[str, float] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    def add(self, term: str, typed: str, weight: float) -> None:
        if weight > self.weights.get(term, 0.0):
            self.weights[term], self.typed[term] = weight, typed


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
    """What is probably the same as the document. Where figures or places differ, it is not."""
    return []


async def _ranked(store: Store, text: str, reach: Reach, floor: float) -> list[Hit]:
    query = _asked(text)
    if not query.weights:
        return []
    size = await store.search.size()
    counts = await store.search.frequencies(list(query.weights))
    weights = {term: weight * _rarity(size, counts[term]) for term, weight in query.weights.items() if term in counts}
    found = await store.search.best(weights, reach, CANDIDATES)
    if not found:
        return []
    held = await store.search.held([one.document_id for one in found], list(weights))
    whole = sum(
        weight * _rarity(size, counts.get(term, 0))
        for term, weight in query.weights.items()
        if not term.startswith("=")
    )
    ranks = _fused(found, grams(query.words))
    hits = []
    for one, rank in zip(found, ranks, strict=True):
        share = _share(held.get(one.document_id, set()), weights, query, whole)
        if share >= floor:
            words = tuple(dict.fromkeys(query.typed[t] for t in query.weights if t in held.get(one.document_id, ())))
            hits.append(Hit(one.kind, one.record_id, round(rank * min(1.0, 0.4 + share), 4), words))
    return sorted(hits, key=lambda hit: -hit.score)


def _asked(text: str) -> _Query:
    words = read(text, language_of(text))
    query = _Query(words)
    for word in words:
        if not word.stop:
            query.add(word.stem, word.typed, word.weight)
            for part in word.parts:
                query.add(part, word.typed, word.weight * PART)
    for concept, typed, weight in concepts(words):
        query.add("=" + concept, typed, WEIGHT * weight)
    return query


def _rarity(size: int, count: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


def _share(held: set[str], weights: Mapping[str, float], query: _Query, whole: float) -> float:
    best: dict[str, float] = {}
    for term in held:
        typed = query.typed[term]
        best[typed] = max(best.get(typed, 0.0), weights[term])
    return sum(best.values()) / whole if whole else 0.0


def _fused(found: Sequence[Candidate], asked: set[int]) -> list[float]:
    """Half by words, half by letters, each from 0 to 1 over the candidates."""
    common = [asked.intersection(unpacked(one.grams)) for one in found]
    counts: dict[int, int] = {}
    for shared in common:
        for gram in shared:
            counts[gram] = counts.get(gram, 0) + 1
    letters = [
        sum(math.log(1 + len(found) / counts[gram]) for gram in shared) / (len(one.grams) + 200) ** 0.5
        for one, shared in zip(found, common, strict=True)
    ]
    return [
        0.5 * words + 0.5 * letter
        for words, letter in zip(_spread([one.score for one in found]), _spread(letters), strict=True)
    ]


def _spread(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top if top else 0.0 for value in values]
