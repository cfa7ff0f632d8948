"""From a query to ranked documents: rare words choose the candidates, all words and the letters rank them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from handlers.language.matches import Match
from handlers.language.queries import SPELLING, Query, understood
from handlers.language.spelling import alike
from handlers.language.terms import grams, unpacked
from handlers.language.words import Word, exists
from storage.kit.database import Store
from storage.search.search_index import Candidate, Scope

#: how many documents are ranked
CANDIDATES = 32
#: postings looked at to choose them, about: the commonest terms only rank what rarer ones have chosen
BUDGET = 4000
#: what letters say in the ranking beside words
LETTERS = 0.3
#: letters of the shortest word whose spelling is doubted, and how many words of a query are
SHORTEST_MISSPELT, MOST_SPELLINGS = 6, 6
#: the terms of a long text that are looked for
MOST_TERMS = 80


@dataclass(frozen=True)
class Found:
    """The candidates of a query, best first."""

    query: Query
    weights: Mapping[str, float]
    documents: Sequence[Candidate]

    @cached_property
    def shares(self) -> dict[int, float]:
        """Document id -> how much of what the query says it holds, 0..1."""
        return {one.document_id: self.query.share(one.held.keys()) for one in self.documents}

    def share(self, one: Candidate) -> float:
        """Nothing, where only its meaning has brought it."""
        return self.shares.get(one.document_id, 0.0)

    def why(self, one: Candidate) -> tuple[Match, ...]:
        """What the document has to do with the words of the query."""
        return self.query.why(one.held.keys())

    def score(self, one: Candidate) -> float:
        weights = self.weights
        return sum([weights[term] * impact for term, impact in one.held.items()])


async def candidates(store: Store, words: Sequence[Word], scope: Scope, *, spelling: bool = True) -> Found:
    """The documents within reach that hold the query's telling terms."""
    query = await _known(store, understood(words), spelling=spelling)
    weights = dict(sorted(query.weights().items(), key=lambda one: -one[1])[:MOST_TERMS])
    chosen = _affordable(weights, query.counts)
    reads = sum(query.counts[term] for term in chosen)
    return Found(query, weights, await store.search.best(chosen, scope, CANDIDATES, weights, reads=reads))


def ranks(found: Found, *, english: bool) -> list[float]:
    """By words and by letters, each from 0 to 1 over the candidates; letters only within one tongue."""
    words = _spread([found.score(one) for one in found.documents])
    alike = _spread(_shared_letters([one.grams for one in found.documents], grams(found.query.words)))
    return [
        (1 - LETTERS) * word + LETTERS * (letter if (one.language == "en") == english else word)
        for one, word, letter in zip(found.documents, words, alike, strict=True)
    ]


def alikeness(words: Sequence[Word], one: Candidate) -> float:
    """Cosine of letter sequences between a text and a document, 0..1."""
    asked, held = grams(words), unpacked(one.grams)
    return len(asked.intersection(held)) / math.sqrt(len(asked) * len(held)) if asked and held else 0.0


def _affordable(weights: Mapping[str, float], counts: Mapping[str, int]) -> dict[str, float]:
    """The strongest terms whose postings are within the budget, the strongest in any case."""
    chosen: dict[str, float] = {}
    spent = 0
    for term, weight in weights.items():
        if not chosen or spent + counts[term] <= BUDGET:
            chosen[term] = weight
            spent += counts[term]
    return chosen


async def _known(store: Store, query: Query, *, spelling: bool) -> Query:
    """The query with what the index knows about it, and with other spellings of words that it does not know."""
    query.know(*await store.search.counts(query.terms))
    doubted = query.unknown()[:MOST_SPELLINGS] if spelling else []
    spelt = [(place, other) for place, word in doubted for other in await _spelt(store, word)]
    for place, other in spelt:
        query.add(other, (place,), SPELLING, "spelling")
    if spelt:
        _, others = await store.search.counts(other for _, other in spelt)
        query.know(query.size, {**query.counts, **others})
    return query


async def _spelt(store: Store, word: Word) -> list[str]:
    """Terms of the index that the word is probably a misspelling of; words that exist are none."""
    if len(word.stem) < SHORTEST_MISSPELT or not word.stem.isalpha() or exists(word.typed):
        return []
    near = await store.search.beginning(word.stem[:3])
    return [term for term in near if alike(word.stem, term)]


def _shared_letters(documents: Sequence[bytes], asked: set[int]) -> list[float]:
    """How many of the asked letter sequences each holds; those that few candidates hold count more."""
    common = [asked.intersection(unpacked(held)) for held in documents]
    counts = Counter(chain.from_iterable(common))
    tells = {gram: math.log(1 + len(documents) / count) for gram, count in counts.items()}
    return [
        sum(map(tells.__getitem__, shared)) / (len(held) + 200) ** 0.5
        for held, shared in zip(documents, common, strict=True)
    ]


def _spread(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top if top else 0.0 for value in values]
