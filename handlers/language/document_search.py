"""Index and search solutions, questions and other records, in any of the three languages.

A document is found as soon as it is indexed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handlers.language.hybrid_ranking import HybridRanking
from handlers.language.index_terms import compute_char_ngrams, compute_impacts, compute_index_version, pack_char_ngrams
from handlers.language.language_detection import detect_language
from handlers.language.marks import extract_marks, has_differing_marks
from handlers.language.matches import BY_MEANING, Match
from handlers.language.nearest_neighbours import find_near_documents
from handlers.language.ranking import RankedCandidates, compute_letter_similarity, score_candidates, search_candidates
from handlers.language.smalltalk import classify_smalltalk
from handlers.language.text_analysis import analyse_text
from handlers.language.text_embeddings import TextEmbeddings
from storage.access.audiences import OUTSIDE, Viewer
from storage.kit.database import Store
from storage.search.search_index import IndexEntry, SearchCandidate, SearchScope
from storage.search.search_rows import SearchDocument, SearchNgrams

#: solutions and questions that are open to all members
EVERYWHERE = SearchScope()
#: minimum share of a query in a hit: to be found, and to be suggested before a question is sent
FIND, SUGGEST = 0.12, 0.42
#: minimum share with which a single word is enough for a suggestion
ALONE = 0.75
#: Documents whose shares differ by less are told apart by chance. Each must hold MORE of the query to be suggested,
#: and what is further behind the best one is not.
TOO_NEAR, MORE = 0.15, 0.08
#: minimum similarity of two texts that are probably the same
SAME = 0.5
#: documents that are analysed before others have their turn
TOGETHER = 25
#: factor of the score of a question without an answer
UNANSWERED = 0.5
#: weights of the fields of a document
TITLE, KEYWORDS, BODY, EXTRA = 2.0, 1.5, 1.0, 0.5


@dataclass(frozen=True)
class Document:
    """Hold the searchable text and the filter values of a record."""

    #: kind of the record: "solution", "question", "issue" or "consultation"; `id` is its id
    kind: str
    id: int
    topic_id: int | None
    language: str
    organisation_id: int | None
    #: visibility level: "open", "members", "circle"
    level: str
    title: str
    body: str
    #: facts beside the text, with a lower weight
    extra: str
    #: other words with which people search for the record
    keywords: tuple[str, ...] = ()
    second_topic_id: int | None = None
    #: audience within the level; None: everybody
    reach_id: int | None = None
    #: date until which the record is verified; None: never verified
    verified_until: date | None = None
    #: True for a question without an answer
    unanswered: bool = False

    @property
    def text(self) -> str:
        return ". ".join(filter(None, (self.title, self.body, self.extra, *self.keywords)))

    @property
    def embedding_text(self) -> str:
        """Return the text that is embedded."""
        return ". ".join(filter(None, (self.title, self.body, ", ".join(self.keywords))))

    @property
    def seal(self) -> str:
        """Return a checksum of all words: other words give another checksum."""
        words = "\0".join((self.title, self.body, self.extra, *self.keywords))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Hit:
    """Represent a found record with its score and its reasons."""

    kind: str
    id: int
    #: from 0 to 1
    score: float
    #: how the words of the query match, or that only its meaning does
    why: tuple[Match, ...]
    #: True for a question without an answer
    unanswered: bool = False


async def index_documents(store: Store, *documents: Document) -> None:
    """Add the documents to the index or replace them, in the caller's transaction. Of many, some at a time."""
    for at in range(0, len(documents), TOGETHER):
        await store.search_index.put_entries(*map(_build_index_entry, documents[at : at + TOGETHER]))


async def index_new_document(store: Store, document: Document) -> None:
    """Add a document that was not in the index before, in the caller's transaction."""
    await store.search_index.add_new_entry(_build_index_entry(document))


def _build_index_entry(document: Document) -> IndexEntry:
    language = detect_language(f"{document.title}. {document.body}")
    title, body, extra = (analyse_text(text, language) for text in (document.title, document.body, document.extra))
    # Keywords may be in another language than the record. Analyse each as a query with the same words is.
    keywords = [analyse_text(words, detect_language(words)) for words in document.keywords]
    row = SearchDocument(
        kind=document.kind,
        record_id=document.id,
        level=document.level,
        topic_id=document.topic_id,
        second_topic_id=document.second_topic_id,
        organisation_id=document.organisation_id,
        reach_id=document.reach_id,
        language=document.language,
        verified_until=document.verified_until,
        unanswered=document.unanswered,
        version=compute_index_version(),
        seal=document.seal,
    )
    letters = SearchNgrams(
        marks=extract_marks(f"{document.title}. {document.body}"),
        grams=pack_char_ngrams(compute_char_ngrams([*title, *body, *chain(*keywords)])),
    )
    weighed = ((title, TITLE), (body, BODY), (extra, EXTRA), *((words, KEYWORDS) for words in keywords))
    return IndexEntry(row, compute_impacts(weighed), letters)


async def unindex_document(store: Store, kind: str, id: int) -> None:
    """Remove a document from the index, in the caller's transaction, with the searches that led to its record."""
    await store.search_index.remove_from_index(kind, id)
    await store.search_terms.delete_searches_leading_to(kind, id)


async def search_documents(
    store: Store,
    text: str,
    scope: SearchScope = EVERYWHERE,
    *,
    limit: int = 10,
    skip: int = 0,
    floor: float = FIND,
    meanings: TextEmbeddings | None = None,
) -> list[Hit]:
    """Return the best hits within the scope first. Nonsense gives nothing.

    `floor`: the share of the query that a hit must hold. `meanings`: add hits of nearly the same meaning; the text
    must have been read before. Raises MeaningError.
    """
    if classify_smalltalk(text):
        return []
    english = detect_language(text) == "en"
    found = await search_candidates(store, analyse_text(text, "en" if english else "nb"), scope)
    fit = _select_suggestible_documents(found) if floor >= SUGGEST else _select_fitting_documents(found, floor)
    if not fit and not (meanings and meanings.ready):
        return []
    ranked = zip(found.documents, score_candidates(found, english=english), strict=True)
    rank = {one.document_id: rank * (0.3 + 0.7 * found.get_share(one)) for one, rank in ranked}
    shown = [(one, rank[one.document_id]) for one in found.documents if one.document_id in fit]
    if meanings:
        by_meaning = await find_near_documents(meanings, store, text, scope=scope, documents=list(rank))
        if by_meaning:
            shown = HybridRanking(found, rank, fit, by_meaning).list_shown_documents(strict=floor >= SUGGEST)
    best = _sort_by_worth(shown)[skip : skip + limit]
    return [_build_hit(found, one, score, by_words=one.document_id in fit) for one, score in best]


def _sort_by_worth(scored: Iterable[tuple[SearchCandidate, float]]) -> list[tuple[SearchCandidate, float]]:
    """Return the documents, best first; a question that nobody has answered is worth less."""
    worth = [(one, round(UNANSWERED * score if one.unanswered else score, 4)) for one, score in scored]
    return sorted(worth, key=lambda pair: -pair[1])


def _build_hit(found: RankedCandidates, one: SearchCandidate, score: float, *, by_words: bool) -> Hit:
    why = found.explain_document(one) if by_words else (BY_MEANING,)
    return Hit(one.kind, one.record_id, score, why, one.unanswered)


def _select_fitting_documents(found: RankedCandidates, wanted: float) -> set[int]:
    """Return the documents that hold enough of the query."""
    return {one.document_id for one in found.documents if found.get_share(one) >= wanted}


def _select_suggestible_documents(found: RankedCandidates) -> set[int]:
    """Return the documents whose words say enough for a suggestion.

    An unanswered question keeps nobody else from being suggested, because it answers nothing.
    """
    answering = sorted((found.get_share(one) for one in found.documents if not one.unanswered), reverse=True)
    best, second = [*answering, 0.0, 0.0][:2]
    wanted = SUGGEST if best - second >= TOO_NEAR else SUGGEST + MORE
    fit = set()
    for one in found.documents:
        share = found.get_share(one)
        least = SUGGEST if one.unanswered else max(wanted, best - TOO_NEAR)
        if share >= least and (share >= ALONE or len(found.explain_document(one)) > 1):
            fit.add(one.document_id)
    return fit


async def list_similar_documents(
    store: Store, document: Document, viewer: Viewer = OUTSIDE, limit: int = 3
) -> list[Hit]:
    """Return documents of the same kind that are probably equal; other figures or places rule that out."""
    text = f"{document.title}. {document.body}"
    words = analyse_text(text, detect_language(text))
    found = await search_candidates(store, words, SearchScope((document.kind,), sight=viewer), spelling=False)
    own = extract_marks(text)
    hits = []
    for one in found.documents:
        likeness = (found.get_share(one) + compute_letter_similarity(words, one)) / 2
        if one.record_id != document.id and likeness >= SAME and not has_differing_marks(own, one.marks):
            hits.append(_build_hit(found, one, round(likeness, 4), by_words=True))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]
