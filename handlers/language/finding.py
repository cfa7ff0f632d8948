"""Search among solutions and answered questions: what is kept is found at once, in any of the three languages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handlers.language.blending import Blend
from handlers.language.languages import language_of
from handlers.language.marks import differ, marks
from handlers.language.matches import BY_MEANING, Match
from handlers.language.meanings import Meanings
from handlers.language.neighbours import near
from handlers.language.ranking import Found, alikeness, candidates, ranks
from handlers.language.smalltalk import is_smalltalk
from handlers.language.terms import grams, impacts, index_version, packed
from handlers.language.words import read
from storage.access.audiences import OUTSIDE, Sight
from storage.kit.database import Store
from storage.search.search_index import Entry, Scope
from storage.search.search_rows import SearchDocument, SearchLetters

#: the share of what a query says that a hit must hold: to be found, and to be suggested before a question is sent
FIND, SUGGEST = 0.12, 0.42
#: the share from which one word alone is enough for a suggestion
ALONE = 0.75
#: how alike two texts are that are probably the same
SAME = 0.5
#: what a question counts for that nobody has answered, beside one with an answer
UNANSWERED = 0.5
#: fields of a document and how much they count
TITLE, KEYWORDS, BODY, EXTRA = 2.0, 1.5, 1.0, 0.5


@dataclass(frozen=True)
class Document:
    """Something to be found."""

    #: "solution", "question", "issue" or "consultation", with its id there
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
    #: other words that people search for it with
    keywords: tuple[str, ...] = ()
    second_topic_id: int | None = None
    #: who may find it at that level; None: all
    reach_id: int | None = None
    #: until when somebody vouches for it; None where nobody does
    verified_until: date | None = None
    #: a question that nobody has answered
    unanswered: bool = False

    @property
    def text(self) -> str:
        return ". ".join(filter(None, (self.title, self.body, self.extra, *self.keywords)))

    @property
    def meant(self) -> str:
        """What its vector is made of."""
        return ". ".join(filter(None, (self.title, self.body, ", ".join(self.keywords))))

    @property
    def seal(self) -> str:
        """Another one for any other words."""
        words = "\0".join((self.title, self.body, self.extra, *self.keywords))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Hit:
    """Something found."""

    kind: str
    id: int
    #: 0..1
    score: float
    #: what the words of the query have to do with it, or that only its meaning brought it
    why: tuple[Match, ...]
    #: a question that nobody has answered
    unanswered: bool = False


async def keep(store: Store, *documents: Document) -> None:
    """Put into the index, or put anew, in the caller's transaction."""
    await store.search.put(*map(_entry, documents))


def _entry(document: Document) -> Entry:
    language = language_of(f"{document.title}. {document.body}")
    title, body, extra = (read(text, language) for text in (document.title, document.body, document.extra))
    # often in another language than the record: each is read as a search with the same words is
    keywords = [read(words, language_of(words)) for words in document.keywords]
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
        version=index_version(),
        seal=document.seal,
    )
    letters = SearchLetters(
        marks=marks(f"{document.title}. {document.body}"), grams=packed(grams([*title, *body, *chain(*keywords)]))
    )
    weighed = ((title, TITLE), (body, BODY), (extra, EXTRA), *((words, KEYWORDS) for words in keywords))
    return Entry(row, impacts(weighed), letters)


async def drop(store: Store, kind: str, id: int) -> None:
    """Take out of the index, in the caller's transaction, with the searches that led to it."""
    await store.search.remove(kind, id)
    await store.searches.forget(kind, id)


async def find(
    store: Store,
    text: str,
    *,
    kinds: Sequence[str] = ("solution", "question"),
    levels: Sequence[str] = ("open", "members"),
    sight: Sight = OUTSIDE,
    topic_id: int | None = None,
    organisation_id: int | None = None,
    language: str | None = None,
    verified_on: date | None = None,
    limit: int = 10,
    skip: int = 0,
    floor: float = FIND,
    meanings: Meanings | None = None,
) -> list[Hit]:
    """The best hits first, within what is asked for and the sight of whoever looks. Nonsense gives nothing.

    `floor`: the share of the query that a hit must hold. `verified_on`: only what somebody vouches for on this day.
    With `meanings` that have read the text, also what only means nearly the same. Raises MeaningError.
    """
    if is_smalltalk(text):
        return []
    english = language_of(text) == "en"
    scope = Scope(tuple(kinds), tuple(levels), topic_id, organisation_id, language, verified_on, sight)
    found = await candidates(store, read(text, "en" if english else "nb"), scope)
    fit = _fitting(found, floor)
    if not fit and not (meanings and meanings.ready):
        return []
    ranked = zip(found.documents, ranks(found, english=english), strict=True)
    rank = {one.document_id: rank * (0.3 + 0.7 * found.share(one)) for one, rank in ranked}
    shown = [(one, rank[one.document_id]) for one in found.documents if one.document_id in fit]
    if meanings:
        by_meaning = await near(meanings, store, text, scope=scope, documents=list(rank))
        if by_meaning:
            shown = Blend(found, rank, fit, by_meaning).shown(strict=floor >= SUGGEST)
    worth = [(one, round(UNANSWERED * score if one.unanswered else score, 4)) for one, score in shown]
    best = sorted(worth, key=lambda scored: -scored[1])[skip : skip + limit]
    why = {one.document_id: found.why(one) if one.document_id in fit else (BY_MEANING,) for one, _ in best}
    return [Hit(one.kind, one.record_id, score, why[one.document_id], one.unanswered) for one, score in best]


def _fitting(found: Found, wanted: float) -> set[int]:
    """The documents that hold enough of the query."""
    fit = set()
    for one in found.documents:
        share = found.share(one)
        if share >= wanted and (wanted < SUGGEST or share >= ALONE or len(found.why(one)) > 1):
            fit.add(one.document_id)
    return fit


async def similar(store: Store, document: Document, sight: Sight = OUTSIDE, limit: int = 3) -> list[Hit]:
    """Documents of its kind that are probably the same. Where figures or places differ, they are not."""
    text = f"{document.title}. {document.body}"
    words = read(text, language_of(text))
    found = await candidates(store, words, Scope((document.kind,), ("open", "members"), sight=sight), spelling=False)
    own = marks(text)
    hits = []
    for one in found.documents:
        likeness = (found.share(one) + alikeness(words, one)) / 2
        if one.record_id != document.id and likeness >= SAME and not differ(own, one.marks):
            hits.append(Hit(one.kind, one.record_id, round(likeness, 4), found.why(one), one.unanswered))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]
