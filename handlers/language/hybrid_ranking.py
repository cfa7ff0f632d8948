"""Combine word scores and meaning scores, and decide what a document needs to be shown at all.

All figures were measured on the searches of `tests/evaluation`, with libraries of 40 to 100 records.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from handlers.language.nearest_neighbours import NearDocuments
from handlers.language.ranking import RankedCandidates
from handlers.language.text_embeddings import UNRELATED
from storage.search.search_index import SearchCandidate

#: weights of words and of meaning in the score
WORDS, MEANING = 0.45, 0.55
#: cosine from which meaning adds to the score
LOWEST = -0.1
#: minimum share of the best score for a document found by meaning alone, beside other hits
BESIDE_THE_BEST = 0.4
#: The thresholds were measured with this many documents. With e times as many, the nearest wrong document is closer by
#: CLOSER.
MEASURED_AMONG, CLOSER = 100, 0.033


@dataclass(frozen=True, slots=True)
class MeaningThreshold:
    """Set what a document with too few matching words must reach: its cosine plus part of its share."""

    of_share: float
    least: float
    #: True if the threshold rises with the number of documents
    crowded: bool = True


#: FOUND: of 48 nonsense searches, meaning adds no hit to any that has none by words.
#: BESIDE: to be listed beside other hits.
FOUND, BESIDE = MeaningThreshold(0.5, 0.3), MeaningThreshold(0.5, UNRELATED, crowded=False)
#: For suggestions: of 138 searches without an answer, five get one. Of what questions get suggested, 92 in 100 are apt.
SUGGESTED = MeaningThreshold(0.35, 0.48)
#: cosine below which words are not enough for a suggestion, and how far behind the closest document another may be
KINDRED, BEHIND = 0.22, 0.1


@dataclass(frozen=True)
class HybridRanking:
    """Hold the results of word search and meaning search."""

    found: RankedCandidates
    #: document id -> score by words
    words: Mapping[int, float]
    #: ids of documents that are shown for their words alone
    worded: AbstractSet[int]
    near: NearDocuments

    def list_shown_documents(self, *, strict: bool) -> list[tuple[SearchCandidate, float]]:
        """Return documents with scores, 0..1, in no order; `strict`: as suggestions, which nobody has asked
        for.
        """
        documents = [*self.found.documents, *self.near.further]
        if strict:
            return self._list_suggested_documents(documents)
        if not any(self._has_word_match(one) or self._passes_threshold(FOUND, one) for one in documents):
            return []
        scored = self._score_documents(documents)
        least = BESIDE_THE_BEST * max(score for _, score in scored)
        return [
            (one, score)
            for one, score in scored
            if self._has_word_match(one) or (score >= least and self._passes_threshold(BESIDE, one))
        ]

    def _has_word_match(self, one: SearchCandidate) -> bool:
        return one.document_id in self.worded

    def _list_suggested_documents(self, documents: Sequence[SearchCandidate]) -> list[tuple[SearchCandidate, float]]:
        closest = max((self._measure_closeness(one) or 0.0 for one in documents if not one.unanswered), default=0.0)
        return [
            (one, score)
            for one, score in self._score_documents(documents)
            if self._may_suggest(one, 0.0 if one.unanswered else closest - BEHIND)
        ]

    def _may_suggest(self, one: SearchCandidate, least: float) -> bool:
        """Return True if the document may be suggested; words are not enough for a document of another meaning."""
        closeness = self._measure_closeness(one)
        if closeness is None:  # it has no vector yet
            return self._has_word_match(one)
        kindred = self._has_word_match(one) and self.near.cosines[one.document_id] >= KINDRED
        return closeness >= least and (kindred or self._passes_threshold(SUGGESTED, one))

    def _measure_closeness(self, one: SearchCandidate) -> float | None:
        cosine = self.near.cosines.get(one.document_id)
        return None if cosine is None else cosine + SUGGESTED.of_share * self.found.get_share(one)

    def _passes_threshold(self, threshold: MeaningThreshold, one: SearchCandidate) -> bool:
        cosine = self.near.cosines.get(one.document_id)
        if cosine is None:
            return False
        surcharge = CLOSER * math.log(max(1.0, self.near.among / MEASURED_AMONG)) if threshold.crowded else 0.0
        return cosine + threshold.of_share * self.found.get_share(one) >= threshold.least + surcharge

    def _score_documents(self, documents: Sequence[SearchCandidate]) -> list[tuple[SearchCandidate, float]]:
        """Score each part as a share of its best. Without a vector the word score is used for both."""
        top = max(self.words.values(), default=0.0)
        nearest = max(self.near.cosines.values(), default=0.0) - LOWEST
        scored = []
        for one in documents:
            word = self.words.get(one.document_id, 0.0) / top if top else 0.0
            cosine = self.near.cosines.get(one.document_id)
            meaning = word if cosine is None else max(0.0, cosine - LOWEST) / nearest if nearest > 0 else 0.0
            scored.append((one, WORDS * word + MEANING * meaning))
        return scored
