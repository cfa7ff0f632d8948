"""The search index: terms in, documents out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from storage.access.audiences import OUTSIDE, Sight
from storage.kit.base import Base, Repository
from storage.search import search_statements as statements
from storage.search.search_rows import SearchDocument, SearchLetters
from storage.search.search_statements import COUNTS, DOCUMENTS, LETTERS, POSTINGS, VECTORS

#: documents with the highest sums among which those within reach are looked for first, for each one that is wanted
AMONG = 2
#: and then among all that there can be
EVERY = 2**31 - 1
#: postings that are read while others wait; for more, SQLite goes into its thread
AT_ONCE = 500
#: four times as fast as the json module, and each search reads many
_decoded = msgspec.json.Decoder(dict[str, float]).decode


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents may be found at all; what is out of it neither shows nor counts."""

    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    topic_id: int | None = None
    organisation_id: int | None = None
    language: str | None = None
    #: only what somebody vouches for on this day
    verified_on: date | None = None
    #: whoever looks: what has a reach is found by those within it
    sight: Sight = OUTSIDE

    def narrowed(self) -> tuple[str, ...]:
        """What is asked for beside kind and level, by the names of `search_statements.NARROWED`."""
        given = ("topic", "organisation", "language", "verified_on")
        names = tuple(name for name in given if self._values()[name] is not None)
        return names if self.sight.whole else (*names, "all" if self.sight.house is None else "house")

    def given(self) -> dict[str, Any]:
        """The parameters of what it is narrowed to."""
        return {name: value for name, value in self._values().items() if value is not None}

    def _values(self) -> dict[str, Any]:
        return {
            "topic": self.topic_id,
            "organisation": self.organisation_id,
            "language": self.language,
            "verified_on": self.verified_on,
            "house": self.sight.house,
            "region": self.sight.region,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that holds some of the terms."""

    document_id: int
    kind: str
    record_id: int
    language: str
    #: a question that nobody has answered
    unanswered: bool
    #: the terms that were asked about and that it holds, with their impact
    held: Mapping[str, float]
    #: what ranks it beside its terms, as `SearchLetters` has it
    marks: str = ""
    grams: bytes = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with all that it is found by."""

    document: SearchDocument
    #: term -> its impact
    terms: Mapping[str, float]
    letters: SearchLetters


class Search(Repository):
    """Terms in, documents out. It knows no language: words are made terms elsewhere."""

    async def put(self, *entries: Entry) -> None:
        """Index the documents, each in place of what was indexed under its kind and record.

        What one meant goes with the words it had: it waits for a new vector.
        """
        if not entries:
            return
        before = await self.session.execute(statements.SEALS, {"ids": [one.document.record_id for one in entries]})
        seals = {(kind, record_id): seal for kind, record_id, seal in before.all()}
        rows = [_values(one.document) | {"terms": len(one.terms)} for one in entries]
        placed = await self._execute(statements.placing, rows)
        ids = {(kind, record_id): id for kind, record_id, id in placed.all()}
        numbered = {ids[_key(one.document)]: one for one in entries}
        await self.session.execute(statements.CLEARING, {"ids": list(numbered)})
        letters = [_values(one.letters) | {"document_id": id} for id, one in numbered.items()]
        await self._execute(statements.lettering, letters)
        terms = {id: dict(one.terms) for id, one in numbered.items()}
        await self._execute(statements.posting, {"terms": json.dumps(terms)})
        changed = [id for id, one in numbered.items() if seals.get(_key(one.document), "") != one.document.seal]
        if seals and changed:
            await self.session.execute(statements.UNMEANING, {"ids": changed})

    async def remove(self, kind: str, record_id: int) -> None:
        """Nothing of the document stays; one that is not there is no error."""
        which = sa.and_(DOCUMENTS.c.kind == kind, DOCUMENTS.c.record_id == record_id)
        id = await self.session.scalar(sa.select(DOCUMENTS.c.id).where(which))
        if id is None:
            return
        for column in (POSTINGS.c.document_id, LETTERS.c.document_id, VECTORS.c.document_id, DOCUMENTS.c.id):
            await self.session.execute(sa.delete(column.table).where(column == id))

    async def counts(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """About how many documents there are, and in how many each term is; terms in none are left out.

        All documents count, whoever may find them: what is out of somebody's reach makes a word a little less telling,
        and shows in nothing but the order and scores of what is within it.
        """
        given = {"terms": json.dumps(dict.fromkeys((*terms, ""), 1))}
        found = _pairs(await self._execute(statements.counting, given))
        uncounted = [term for term, documents in found.items() if documents == statements.COMMON + 1]
        if uncounted:  # many documents came since common terms were counted last
            found |= _pairs(await self.session.execute(statements.COUNTING, {"terms": uncounted}))
        if "" in uncounted:
            found[""] = await self.session.scalar(statements.SIZE) or 0
        size = max(found.values())  # what was counted a while ago may be less than what is counted now
        return size, {term: documents for term, documents in found.items() if term and documents}

    async def common(self) -> dict[str, int]:
        """In how many documents each common term is, and how many there are, if very many; this takes a while."""
        found = _pairs(await self.session.execute(statements.COUNTING_COMMON))
        size = await self.session.scalar(statements.SIZE) or 0
        return found | ({"": size} if size > statements.COMMON else {})

    async def remember(self, common: Mapping[str, int]) -> None:
        """Until they are counted again."""
        await self.session.execute(sa.delete(COUNTS))
        if common:
            rows = [{"term": term, "documents": documents} for term, documents in common.items()]
            await self.session.execute(sa.insert(COUNTS), rows)

    async def beginning(self, start: str, limit: int = 200) -> Sequence[str]:
        """Terms that begin so, in order, for words that are in no document as they were typed."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        return (await self.session.scalars(statements.BEGINNING, {"start": start, "end": end, "most": limit})).all()

    async def best(
        self,
        weights: Mapping[str, float],
        scope: Scope,
        limit: int,
        asked: Iterable[str] = (),
        *,
        reads: int = EVERY,
    ) -> list[Candidate]:
        """The documents with the highest sum of weight x impact, best first.

        `asked`: further terms they may hold. `reads`: how many postings the weighed terms have at most, where known.
        """
        if not weights or not scope.kinds or not scope.levels:
            return []
        terms = json.dumps(dict.fromkeys((*weights, *asked), 1))
        given = {"weights": json.dumps(dict(weights)), "terms": terms, "most": limit} | scope.given()
        statement = statements.ranking(
            self.session.get_bind().dialect.name,
            scope.kinds,
            scope.levels,
            narrowed=scope.narrowed(),
            long=reads > AT_ONCE,
        )
        # seldom is so much out of reach that not even the first ones are enough
        rows = (await self.session.execute(statement, given | {"first": AMONG * limit})).all()
        if len(rows) < limit and reads > AMONG * limit:
            rows = (await self.session.execute(statement, given | {"first": EVERY})).all()
        return [
            Candidate(id, kind, record, tongue, waits, _decoded(held), marks, grams)
            for id, kind, record, tongue, waits, held, marks, grams in rows
        ]

    async def _execute(self, statement: Callable[[str], sa.Executable], given: Any) -> sa.Result[*tuple[Any, ...]]:
        return await self.session.execute(statement(self.session.get_bind().dialect.name), given)


def _key(document: SearchDocument) -> tuple[str, int]:
    return document.kind, document.record_id


def _values(row: Base) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.c if column.name != "id"}


def _pairs(rows: sa.Result[*tuple[Any, ...]]) -> dict[str, int]:
    return dict(rows.all())
