"""Words and meaning together: one score of two, and what a document must have of either to be shown at all.

All figures were measured on the searches of `tests/evaluation`, with libraries of 40 to 100 records.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from handlers.language.meanings import UNRELATED
from handlers.language.neighbours import Near
from handlers.language.ranking import Found
from storage.search.search_index import Candidate

#: what words and what meaning say in the score
WORDS, MEANING = 0.45, 0.55
#: the cosine at which meaning begins to say something in the score
LOWEST = -0.1
#: the share of the best score that what meaning alone brings must have, where something is found at all
BESIDE_THE_BEST = 0.4
#: how many documents the bars were measured with; among e times as many the nearest wrong one is this much nearer
MEASURED_AMONG, CLOSER = 100, 0.033


@dataclass(frozen=True, slots=True)
class Bar:
    """What a document must reach that too few words speak for: its cosine and a part of the share that it holds."""

    of_share: float
    least: float
    #: whether the nearest of many must be nearer
    crowded: bool = True


#: to be found at all: of 48 searches for nonsense, meaning finds something for none that words find nothing for; and to
#: stand beside what is found
FOUND, BESIDE = Bar(0.5, 0.3), Bar(0.5, UNRELATED, crowded=False)
#: to be suggested: of 88 searches to which there is nothing, two get a suggestion, and four by words alone
SUGGESTED = Bar(0.1, 0.36)


@dataclass(frozen=True)
class Blend:
    """What words and what meaning have brought."""

    found: Found
    #: document id -> what its words say
    words: Mapping[int, float]
    #: documents whose words are reason enough to show them
    worded: AbstractSet[int]
    near: Near

    def shown(self, *, strict: bool) -> list[tuple[Candidate, float]]:
        """With their scores, 0..1, in no order; `strict`: as suggestions, which nobody has asked for."""
        documents = [*self.found.documents, *self.near.further]
        if strict:
            return [(one, score) for one, score in self._scored(documents) if self._suggested(one)]
        if not any(self._worded(one) or self._passes(FOUND, one) for one in documents):
            return []
        scored = self._scored(documents)
        least = BESIDE_THE_BEST * max(score for _, score in scored)
        return [
            (one, score) for one, score in scored if self._worded(one) or (score >= least and self._passes(BESIDE, one))
        ]

    def _worded(self, one: Candidate) -> bool:
        return one.document_id in self.worded

    def _suggested(self, one: Candidate) -> bool:
        """Words are not enough where the meaning is another one."""
        if self._worded(one):
            return self.near.cosines.get(one.document_id, 1.0) >= UNRELATED
        return self._passes(SUGGESTED, one)

    def _passes(self, bar: Bar, one: Candidate) -> bool:
        cosine = self.near.cosines.get(one.document_id)
        if cosine is None:
            return False
        crowd = CLOSER * math.log(max(1.0, self.near.among / MEASURED_AMONG)) if bar.crowded else 0.0
        return cosine + bar.of_share * self.found.share(one) >= bar.least + crowd

    def _scored(self, documents: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
        """Each part as a share of its best; of what has no vector yet, words say both."""
        top = max(self.words.values(), default=0.0)
        nearest = max(self.near.cosines.values(), default=0.0) - LOWEST
        scored = []
        for one in documents:
            word = self.words.get(one.document_id, 0.0) / top if top else 0.0
            cosine = self.near.cosines.get(one.document_id)
            meaning = word if cosine is None else max(0.0, cosine - LOWEST) / nearest if nearest > 0 else 0.0
            scored.append((one, WORDS * word + MEANING * meaning))
        return scored
