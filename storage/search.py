"""The search index: terms in, documents out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage import search_statements as statements
from storage.base import Base, Repository
from storage.search_rows import SearchDocument, SearchLetters
from storage.search_statements import DOCUMENTS, LETTERS, POSTINGS, VECTORS


@dataclass(frozen=True, slots=True)
class Reach:
    """Which documents may be found at all; what is out of it neither shows nor counts."""

    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    topic_id: int | None = None
    organisation_id: int | None = None
    language: str | None = None
    #: only what somebody vouches for on this day
    verified_on: date | None = None

    def narrowed(self) -> dict[str, Any]:
        """What is asked for beside kind and level, by the names of `search_statements.NARROWED`."""
        given = {
            "topic": self.topic_id,
            "organisation": self.organisation_id,
            "language": self.language,
            "verified_on": self.verified_on,
        }
        return {name: value for name, value in given.items() if value is not None}


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


@dataclass(frozen=True, slots=True)
class Letters:
    """What ranks a candidate beside its terms."""

    marks: str
    grams: bytes


class Search(Repository):
    """Terms in, documents out. It knows no language: words are made terms elsewhere."""

    async def put(self, document: SearchDocument, terms: Mapping[str, float], letters: SearchLetters) -> None:
        """Index the document, in place of what was indexed under its kind and record.

        What it meant goes with the words it had: it waits for a new vector.
        """
        id = (await self._execute(statements.placing, _values(document))).scalar_one()
        await self._execute(statements.clearing, {"of": id})
        await self._execute(statements.unmeaning, {"of": id})
        await self._execute(statements.lettering, _values(letters) | {"document_id": id})
        if terms:
            await self._execute(statements.posting, {"of": id, "terms": json.dumps(dict(terms))})

    async def remove(self, kind: str, record_id: int) -> None:
        """Nothing of the document stays; one that is not there is no error."""
        which = sa.and_(DOCUMENTS.c.kind == kind, DOCUMENTS.c.record_id == record_id)
        id = await self.session.scalar(sa.select(DOCUMENTS.c.id).where(which))
        if id is None:
            return
        for column in (POSTINGS.c.document_id, LETTERS.c.document_id, VECTORS.c.document_id, DOCUMENTS.c.id):
            await self.session.execute(sa.delete(column.table).where(column == id))

    async def counts(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """About how many documents there are, and in how many each term is; terms in none are left out."""
        rows = (await self._execute(statements.counting, {"terms": json.dumps(dict.fromkeys(terms, 1))})).all()
        return (rows[0].size or 0 if rows else 0), {row.term: row.documents for row in rows if row.documents}

    async def beginning(self, start: str, limit: int = 200) -> Sequence[str]:
        """Terms that begin so, in order, for words that are in no document as they were typed."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        return (await self.session.scalars(statements.BEGINNING, {"start": start, "end": end, "most": limit})).all()

    async def best(
        self,
        weights: Mapping[str, float],
        reach: Reach,
        limit: int,
        asked: Iterable[str] = (),
        *,
        long: bool = False,
    ) -> list[Candidate]:
        """The documents with the highest sum of weight x impact, best first.

        `asked`: further terms they may hold. `long`: so many postings are read that others should not wait meanwhile.
        """
        if not weights or not reach.kinds or not reach.levels:
            return []
        given: dict[str, Any] = {"weights": json.dumps(dict(weights)), "most": limit}
        terms = dict.fromkeys((*weights, *asked), 1)
        if len(terms) > len(weights):
            given["terms"] = json.dumps(terms)
        narrowed = reach.narrowed()
        statement = statements.ranking(
            self.session.get_bind().dialect.name,
            reach.kinds,
            reach.levels,
            narrowed=tuple(narrowed),
            further="terms" in given,
            long=long,
        )
        rows = await self.session.execute(statement, given | narrowed)
        return [Candidate(*row) for row in rows.all()]

    async def letters(self, document_ids: Iterable[int]) -> dict[int, Letters]:
        """Marks and letter sequences of these documents."""
        rows = await self.session.execute(statements.LETTERS_OF, {"ids": list(document_ids)})
        return {id: Letters(marks, grams) for id, marks, grams in rows.all()}

    async def _execute(self, statement: Callable[[str], sa.Executable], given: dict[str, Any]) -> sa.Result[Any]:
        return await self.session.execute(statement(self.session.get_bind().dialect.name), given)


def _values(row: Base) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.c if column.name != "id"}
