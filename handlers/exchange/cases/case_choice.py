"""Choose the known exchanges that are most like a listing. Pure functions: no store, no language of a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from handlers.chat.say import LANGUAGES
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from handlers.exchange.matching.listing_texts import TYPES_OF_KINDS
from handlers.language.text_analysis import list_meaningful_words

#: cases that are shown at the most
MOST_SHOWN = 3
#: what the same kind, the same type and each shared word are worth
SAME_KIND, SAME_TYPE, SHARED_WORD = 6, 3, 1
#: letters of the shortest stem that is compared
_SHORTEST = 4
#: a case from here is nearer to its reader
_HOME = "NO"


class KnownCase(Protocol):
    """Declare what the choice reads of a case."""

    @property
    def type(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str: ...
    def get_what(self, language: str, /) -> str: ...
    def get_text(self, language: str, /) -> str: ...


Case = TypeVar("Case", bound=KnownCase)


class WantedFlow(NamedTuple):
    """Hold what is looked for: a listing's direction, type, kind and words."""

    is_offer: bool
    type: str
    kind: str | None
    text: str
    language: str


def list_like_types(flow: WantedFlow) -> tuple[str, ...]:
    """Return the types of streams that such an offer has become, or such a need was served by."""
    if flow.is_offer:
        return (flow.type,)
    return tuple(offered for offered, served in SERVED_TYPES.items() if flow.type in served)


def choose_cases(flow: WantedFlow, cases: Iterable[Case]) -> list[Case]:
    """Return those that are like it, the most alike first, and of these the ones at home."""
    wanted = stem_text(flow.text, flow.language)
    judged = [(judge_case(flow, wanted, case), case) for case in cases]
    alike = [(worth, case) for worth, case in judged if worth > 0]
    return [case for _, case in sorted(alike, key=lambda one: (-one[0], one[1].country != _HOME))]


def judge_case(flow: WantedFlow, wanted: frozenset[str], case: KnownCase) -> int:
    """Return how much a case is like it; 0 for one that is about something else."""
    if case.type not in list_like_types(flow) or (flow.kind and case.kind and flow.kind != case.kind):
        return 0
    shared = len(wanted & stem_case(case, flow.language))
    same_kind = bool(flow.kind) and flow.kind == case.kind
    if flow.type in TYPES_OF_KINDS and not (same_kind or shared):
        return 0  # scrap and slag are both material, and have nothing else in common
    return SAME_KIND * same_kind + SAME_TYPE * (case.type == flow.type) + SHARED_WORD * shared


def stem_case(case: KnownCase, language: str) -> frozenset[str]:
    return stem_text(f"{case.get_what(language)} {case.get_text(language)}", language)


@lru_cache(maxsize=512)
def stem_text(text: str, language: str) -> frozenset[str]:
    """Return the stems of its words and of the parts of compounds, but for short ones."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    stems = {stem for word in list_meaningful_words(text, known) for stem in (word.stem, *word.parts)}
    return frozenset(stem for stem in stems if len(stem) >= _SHORTEST)


def count_same_words(case: KnownCase, cases: Sequence[KnownCase]) -> int:
    """Return in how many places the same was made of the same."""
    return sum(one.get_what("en") == case.get_what("en") for one in cases)
