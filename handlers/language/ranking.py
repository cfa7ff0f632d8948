"""Rank documents for a query: rare words choose the candidates, all words and letter n-grams rank them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from handlers.language.index_terms import compute_char_ngrams, unpack_char_ngrams
from handlers.language.matches import Match
from handlers.language.search_queries import SPELLING, SearchQuery, build_search_query
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import Word, is_known_word
from storage.kit.database import Store
from storage.search.search_index import SearchCandidate, SearchScope

#: maximum number of documents that are ranked
CANDIDATES = 32
#: Approximate number of postings read to choose candidates. Common terms only rank what rarer terms have chosen.
BUDGET = 4000
#: weight of letter n-grams in the ranking, beside words
LETTERS = 0.3
#: minimum number of letters of a word that may be misspelt, and maximum number of such words in a query
SHORTEST_MISSPELT, MOST_SPELLINGS = 6, 6
#: maximum number of terms looked up for a long text
MOST_TERMS = 80


@dataclass(frozen=True)
class RankedCandidates:
    """Hold the candidates of a query, best first."""

    query: SearchQuery
    weights: Mapping[str, float]
    documents: Sequence[SearchCandidate]

    @cached_property
    def shares(self) -> dict[int, float]:
        """Return document id -> the share of the query that the document holds, 0..1."""
        return {one.document_id: self.query.compute_share(one.held.keys()) for one in self.documents}

    def get_share(self, one: SearchCandidate) -> float:
        """Return the share of the query that the document holds; 0 if only its meaning brought it."""
        return self.shares.get(one.document_id, 0.0)

    def explain_document(self, one: SearchCandidate) -> tuple[Match, ...]:
        """Return the relations between the document and the words of the query."""
        return self.query.explain_terms(one.held.keys())

    def score_document(self, one: SearchCandidate) -> float:
        weights = self.weights
        return sum([weights[term] * impact for term, impact in one.held.items()])


async def search_candidates(
    store: Store, words: Sequence[Word], scope: SearchScope, *, spelling: bool = True
) -> RankedCandidates:
    """Return the documents within the audience that hold the query's meaningful terms."""
    query = await _complete_query(store, build_search_query(words), spelling=spelling)
    weights = dict(sorted(query.compute_term_weights().items(), key=lambda one: -one[1])[:MOST_TERMS])
    chosen = _select_affordable_terms(weights, query.counts)
    reads = sum(query.counts[term] for term in chosen)
    return RankedCandidates(
        query, weights, await store.search_index.list_best_candidates(chosen, scope, CANDIDATES, weights, reads=reads)
    )


def score_candidates(found: RankedCandidates, *, english: bool) -> list[float]:
    """Score by words and by letters, each 0..1 over the candidates; letters only within one language."""
    words = _scale_to_best([found.score_document(one) for one in found.documents])
    alike = _scale_to_best(
        _score_shared_letters([one.grams for one in found.documents], compute_char_ngrams(found.query.words))
    )
    return [
        (1 - LETTERS) * word + LETTERS * (letter if (one.language == "en") == english else word)
        for one, word, letter in zip(found.documents, words, alike, strict=True)
    ]


def compute_letter_similarity(words: Sequence[Word], one: SearchCandidate) -> float:
    """Return the cosine of letter n-grams of a text and a document, 0..1."""
    asked, held = compute_char_ngrams(words), unpack_char_ngrams(one.grams)
    return len(asked.intersection(held)) / math.sqrt(len(asked) * len(held)) if asked and held else 0.0


def _select_affordable_terms(weights: Mapping[str, float], counts: Mapping[str, int]) -> dict[str, float]:
    """Return the strongest terms whose postings fit the budget, the strongest in any case."""
    chosen: dict[str, float] = {}
    spent = 0
    for term, weight in weights.items():
        if not chosen or spent + counts[term] <= BUDGET:
            chosen[term] = weight
            spent += counts[term]
    return chosen


async def _complete_query(store: Store, query: SearchQuery, *, spelling: bool) -> SearchQuery:
    """Add index counts to the query, and other spellings of words that the index lacks."""
    query.set_index_counts(*await store.search_index.count_documents_by_term(query.terms))
    doubted = query.list_unknown_words()[:MOST_SPELLINGS] if spelling else []
    spelt = [(place, other) for place, word in doubted for other in await _list_respellings(store, word)]
    for place, other in spelt:
        query.add_term(other, (place,), SPELLING, "spelling")
    if spelt:
        _, others = await store.search_index.count_documents_by_term(other for _, other in spelt)
        query.set_index_counts(query.size, {**query.counts, **others})
    return query


async def _list_respellings(store: Store, word: Word) -> list[str]:
    """Return index terms that the word is probably a misspelling of; none for words that exist."""
    if len(word.stem) < SHORTEST_MISSPELT or not word.stem.isalpha() or is_known_word(word.typed):
        return []
    near = await store.search_index.list_terms_with_prefix(word.stem[:3])
    return [term for term in near if is_probable_misspelling(word.stem, term)]


def _score_shared_letters(documents: Sequence[bytes], asked: set[int]) -> list[float]:
    """Return the share of the asked n-grams that each document holds; those of few candidates count more."""
    common = [asked.intersection(unpack_char_ngrams(held)) for held in documents]
    counts = Counter(chain.from_iterable(common))
    rarities = {gram: math.log(1 + len(documents) / count) for gram, count in counts.items()}
    return [
        sum(map(rarities.__getitem__, shared)) / (len(held) + 200) ** 0.5
        for held, shared in zip(documents, common, strict=True)
    ]


def _scale_to_best(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top if top else 0.0 for value in values]
