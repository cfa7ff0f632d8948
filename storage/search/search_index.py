"""Look up documents by terms in the search index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from storage.access.audiences import OUTSIDE, Viewer
from storage.kit.base import Base, Repository
from storage.search import search_statements
from storage.search.search_rows import SearchDocument, SearchNgrams
from storage.search.search_statements import COUNTS, DOCUMENTS, LETTERS, POSTINGS, VECTORS

#: Candidates read per wanted hit, by highest sum, before their visibility is checked.
AMONG = 2
#: number for all candidates, when the first ones were too few
EVERY = 2**31 - 1
#: postings read without yielding; a larger SQLite search runs in its thread
AT_ONCE = 500
#: documents of which the words are stored without yielding
MANY = 20
#: Four times as fast as the json module. Each search decodes many.
_decoded = msgspec.json.Decoder(dict[str, float]).decode


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Describe which documents may be found at all. Others neither show nor count."""

    kinds: tuple[str, ...] = ("solution", "question")
    levels: tuple[str, ...] = ("open", "members")
    topic_id: int | None = None
    organisation_id: int | None = None
    language: str | None = None
    #: if set, only records that are verified on this day
    verified_on: date | None = None
    #: viewer, whose audiences limit the search
    sight: Viewer = OUTSIDE

    def list_narrowing_names(self) -> tuple[str, ...]:
        """Return the names of the conditions beside kind and level, as in `search_statements.NARROWED`."""
        given = ("topic", "organisation", "language", "verified_on")
        names = tuple(name for name in given if self._map_scope_values()[name] is not None)
        return (
            names
            if self.sight.whole
            else (*names, "all" if self.sight.organisation_id is None else "viewer_organisation")
        )

    def map_narrowing_parameters(self) -> dict[str, Any]:
        """Return the parameters of the narrowing conditions."""
        return {name: value for name, value in self._map_scope_values().items() if value is not None}

    def _map_scope_values(self) -> dict[str, Any]:
        return {
            "topic": self.topic_id,
            "organisation": self.organisation_id,
            "language": self.language,
            "verified_on": self.verified_on,
            "viewer_organisation": self.sight.organisation_id,
            "region": self.sight.region,
        }


@dataclass(frozen=True, slots=True)
class SearchCandidate:
    """Describe a document that holds some of the terms."""

    document_id: int
    kind: str
    record_id: int
    language: str
    #: True for a question without an answer
    unanswered: bool
    #: requested terms in the document -> impact
    held: Mapping[str, float]
    #: other data for ranking, as in `SearchNgrams`
    marks: str = ""
    grams: bytes = b""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Describe a document with all that it is found by."""

    document: SearchDocument
    #: term -> impact
    terms: Mapping[str, float]
    letters: SearchNgrams


class SearchIndex(Repository):
    """Store terms and find documents. The index knows no language: words are made terms elsewhere."""

    async def put_entries(self, *entries: IndexEntry) -> None:
        """Index the documents, each in place of what was indexed under its kind and record.

        The vector of a changed text is deleted: the document waits for a new one.
        """
        if not entries:
            return
        before = await self.session.execute(
            search_statements.SEALS, {"ids": [one.document.record_id for one in entries]}
        )
        seals = {(kind, record_id): seal for kind, record_id, seal in before.all()}
        rows = [_get_column_values(one.document) | {"terms": len(one.terms)} for one in entries]
        placed = await self._execute_for_engine(search_statements.build_document_upsert, rows)
        ids = {(kind, record_id): id for kind, record_id, id in placed.all()}
        numbered = {ids[_get_document_key(one.document)]: one for one in entries}
        if indexed := [id for key, id in ids.items() if key in seals]:
            await self.session.execute(search_statements.CLEARING, {"ids": indexed})
        with_vector = await self._store_words(numbered)
        outdated = [
            id
            for id in with_vector
            if seals.get(_get_document_key(numbered[id].document)) != numbered[id].document.seal
        ]
        if outdated:
            await self.session.execute(search_statements.UNMEANING, {"ids": outdated})

    async def add_new_entry(self, entry: IndexEntry) -> None:
        """Index a document for the first time. One that is indexed already is replaced."""
        row = _get_column_values(entry.document) | {"terms": len(entry.terms)}
        placed = (await self._execute_for_engine(search_statements.build_document_insert, [row])).first()
        if placed is None:
            await self.put_entries(entry)
        else:
            await self._store_words({placed.id: entry})

    async def _store_words(self, entries: Mapping[int, IndexEntry]) -> list[int]:
        """Store what these documents are found by; return those with a vector. `entries` by id of the document."""
        letters = [_get_column_values(one.letters) | {"document_id": id} for id, one in entries.items()]
        placed = (await self._execute_for_engine(search_statements.build_ngram_upsert, letters)).all()
        terms = {id: dict(one.terms) for id, one in entries.items()}
        many = len(entries) > MANY
        build = search_statements.build_long_posting_insert if many else search_statements.build_posting_insert
        await self._execute_for_engine(build, {"terms": json.dumps(terms)})
        return [id for id, has_vector in placed if has_vector]

    async def remove_from_index(self, kind: str, record_id: int) -> None:
        """Delete the document from the index. Idempotent: a missing document is no error."""
        which = sa.and_(DOCUMENTS.c.kind == kind, DOCUMENTS.c.record_id == record_id)
        id = await self.session.scalar(sa.select(DOCUMENTS.c.id).where(which))
        if id is None:
            return
        for column in (POSTINGS.c.document_id, LETTERS.c.document_id, VECTORS.c.document_id, DOCUMENTS.c.id):
            await self.session.execute(sa.delete(column.table).where(column == id))

    async def count_documents_by_term(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """Return about how many documents there are, and in how many each term is. Terms in none are left out.

        All documents count, whoever may find them.
        So an invisible document makes a word a little less telling: it changes only the order and scores of
        visible ones.
        """
        given = {"terms": json.dumps(dict.fromkeys((*terms, ""), 1))}
        found = _collect_pairs(await self._execute_for_engine(search_statements.build_term_counting, given))
        uncounted = [term for term, documents in found.items() if documents == search_statements.COMMON + 1]
        if uncounted:  # many new documents since common terms were counted
            found |= _collect_pairs(await self.session.execute(search_statements.COUNTING, {"terms": uncounted}))
        if "" in uncounted:
            found[""] = await self.session.scalar(search_statements.SIZE) or 0
        size = max(found.values())  # stored counts may be older than others
        return size, {term: documents for term, documents in found.items() if term and documents}

    async def count_common_terms(self) -> dict[str, int]:
        """Return in how many documents each common term is, and how many there are, if very many. Takes a
        while.
        """
        found = _collect_pairs(await self.session.execute(search_statements.COUNTING_COMMON))
        size = await self.session.scalar(search_statements.SIZE) or 0
        return found | ({"": size} if size > search_statements.COMMON else {})

    async def store_term_counts(self, common: Mapping[str, int]) -> None:
        """Store the counts until the terms are counted again."""
        await self.session.execute(sa.delete(COUNTS))
        if common:
            rows = [{"term": term, "documents": documents} for term, documents in common.items()]
            await self.session.execute(sa.insert(COUNTS), rows)

    async def list_terms_with_prefix(self, start: str, limit: int = 200) -> Sequence[str]:
        """List terms with this prefix, in order, for words that are in no document as they were typed."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        return (
            await self.session.scalars(search_statements.BEGINNING, {"start": start, "end": end, "most": limit})
        ).all()

    async def list_best_candidates(
        self,
        weights: Mapping[str, float],
        scope: SearchScope,
        limit: int,
        asked: Iterable[str] = (),
        *,
        reads: int = EVERY,
    ) -> list[SearchCandidate]:
        """Return the documents with the highest sum of weight x impact, best first.

        `asked`: further terms they may hold. `reads`: how many postings the weighed terms have at most,
        where known.
        """
        if not weights or not scope.kinds or not scope.levels:
            return []
        terms = json.dumps(dict.fromkeys((*weights, *asked), 1))
        given = {"weights": json.dumps(dict(weights)), "terms": terms, "most": limit} | scope.map_narrowing_parameters()
        statement = search_statements.build_ranking(
            self.session.get_bind().dialect.name,
            scope.kinds,
            scope.levels,
            narrowed=scope.list_narrowing_names(),
            long=reads > AT_ONCE,
        )
        # Rarely are so many documents invisible that the first ones are too few.
        rows = (await self.session.execute(statement, given | {"first": AMONG * limit})).all()
        if len(rows) < limit and reads > AMONG * limit:
            rows = (await self.session.execute(statement, given | {"first": EVERY})).all()
        return [
            SearchCandidate(id, kind, record, language, waits, _decoded(held), marks, grams)
            for id, kind, record, language, waits, held, marks, grams in rows
        ]

    async def _execute_for_engine(
        self, statement: Callable[[str], sa.Executable], given: Any
    ) -> sa.Result[*tuple[Any, ...]]:
        return await self.session.execute(statement(self.session.get_bind().dialect.name), given)


def _get_document_key(document: SearchDocument) -> tuple[str, int]:
    return document.kind, document.record_id


def _get_column_values(row: Base) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.c if column.name != "id"}


def _collect_pairs(rows: sa.Result[*tuple[Any, ...]]) -> dict[str, int]:
    return dict(rows.all())
