"""Build the terms and weights of a search, and compute how much of the search a document answers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from handlers.language.glossary import list_concepts
from handlers.language.matches import Match, Relation
from handlers.language.related_words import list_related_words
from handlers.language.text_analysis import Word

#: similarity of a term to its word: the stem, a part, a concept, another spelling
STEM, PART, CONCEPT, SPELLING = 1.0, 0.7, 0.9, 0.8
#: similarity of a related word of everyday speech, and of a part of one
RELATED, PART_OF_RELATED = 0.8, 0.4


@dataclass
class SearchQuery:
    """Hold the terms of a text, and the places of the words they stand for."""

    words: Sequence[Word]
    #: term -> (similarity, positions of the words it stands for)
    terms: dict[str, tuple[float, tuple[int, ...]]] = field(default_factory=dict)
    #: term -> its relation to those words
    relations: dict[str, Relation] = field(default_factory=dict)
    #: number of documents with each term; `size` is the number of all documents
    counts: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    #: information of each word, by position
    tells: Sequence[float] = ()
    #: sum of `tells`
    whole: float = 0.0
    #: term -> (position, information of the word there that a document with the term covers)
    told: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)

    def add_term(self, term: str, places: tuple[int, ...], likeness: float, relation: Relation) -> None:
        if likeness > self.terms.get(term, (0.0, ()))[0]:
            self.terms[term], self.relations[term] = (likeness, places), relation

    def set_index_counts(self, size: int, counts: Mapping[str, int]) -> None:
        """Store what the index holds of the terms, and compute the weights that follow."""
        self.size, self.counts = size, counts
        self.tells = [0.0 if word.stop else word.weight * self.compute_rarity(word.stem) for word in self.words]
        self.whole = sum(self.tells)
        self.told = {
            term: [(place, likeness * self.tells[place]) for place in places]
            for term, (likeness, places) in self.terms.items()
        }

    def list_unknown_words(self) -> list[tuple[int, Word]]:
        """Return the words that no document holds in any way."""
        held = {place for term, (_, places) in self.terms.items() if term in self.counts for place in places}
        return [(place, word) for place, word in enumerate(self.words) if not word.stop and place not in held]

    def compute_term_weights(self) -> dict[str, float]:
        """Return term -> its weight in the ranking."""
        return {
            term: likeness * self._compute_highest_weight(places) * self.compute_rarity(term)
            for term, (likeness, places) in self.terms.items()
            if term in self.counts
        }

    def compute_share(self, held: AbstractSet[str]) -> float:
        """Return how much of the query a document with these terms holds, 0..1."""
        best: dict[int, float] = {}
        for term in held:
            for place, told in self.told[term]:
                if told > best.get(place, 0.0):
                    best[place] = told
        return min(1.0, sum(best.values()) / self.whole) if self.whole else 0.0

    def explain_terms(self, held: AbstractSet[str]) -> tuple[Match, ...]:
        """Return the nearest relation of each word to a document with these terms, in the order of the words.

        A phrase speaks for its words.
        """
        found: dict[tuple[int, ...], Match] = {}
        seen: set[int] = set()
        for term in sorted(held, key=self._build_relation_key):
            _, places = self.terms[term]
            if not seen.issuperset(places):
                seen.update(places)
                found[places] = Match(self._join_typed_words(places), self.relations[term], term=term)
        said = (places for places in sorted(found) if not any(set(places) < set(others) for others in found))
        return tuple(dict.fromkeys(found[places] for places in said))

    def compute_rarity(self, term: str) -> float:
        count = max(1, self.counts.get(term, 0))
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def _build_relation_key(self, term: str) -> tuple[float, int, str]:
        likeness, places = self.terms[term]
        return -likeness, -len(places), term

    def _join_typed_words(self, places: tuple[int, ...]) -> str:
        """Return the words from the first to the last of these places: a phrase has small words inside."""
        return " ".join(word.typed for word in self.words[places[0] : places[-1] + 1])

    def _compute_highest_weight(self, places: tuple[int, ...]) -> float:
        return max(self.words[place].weight for place in places)


def build_search_query(words: Sequence[Word]) -> SearchQuery:
    """Build the query of a text, before anything is known about what the index holds."""
    query = SearchQuery(words)
    for place, word in enumerate(words):
        if not word.stop:
            query.add_term(word.stem, (place,), STEM, "same")
            for part in word.parts:
                query.add_term(part, (place,), PART, "part")
    for concept in list_concepts(words):
        telling = tuple(place for place in concept.places if not words[place].stop)
        if telling:
            query.add_term("=" + concept.name, telling, CONCEPT * concept.weight, "concept")
    for places, other, partly in list_related_words(words):
        query.add_term(other, places, PART_OF_RELATED if partly else RELATED, "concept")
    return query
