"""The search index: documents and a posting for each of their terms, the same plain tables on both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository

TERM = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


class SearchDocument(Base):
    """What can be found, and who may find it."""

    __tablename__ = "search_documents"
    #: record first: by an index that begins with the kind SQLite would walk all documents instead of the few wanted
    __table_args__ = (sa.UniqueConstraint("record_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "solution" or "question", and its id there
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[int]
    level: Mapped[str] = mapped_column(sa.String(16))
    topic_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(sa.String(2))


class SearchLetters(Base):
    """What ranks the best candidates; apart, so that rows of documents stay small while many of them are looked at."""

    __tablename__ = "search_letters"

    document_id: Mapped[int] = mapped_column(
        sa.ForeignKey("search_documents.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: figures and names of places that tell near-duplicates apart, divided by spaces
    marks: Mapped[str] = mapped_column(sa.Text, default="")
    #: hashes of its letter sequences, four bytes each
    grams: Mapped[bytes] = mapped_column(sa.LargeBinary)


class SearchPosting(Base):
    """That a term says something about a document, and how much (its BM25 impact without the rarity of the term)."""

    __tablename__ = "search_postings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    #: ordered by its code points on both engines, since beginnings of terms are looked up as ranges
    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    document_id: Mapped[int] = mapped_column(
        sa.ForeignKey("search_documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[float] = mapped_column(sa.Float)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which documents may be found at all."""

    kinds: Sequence[str]
    levels: Sequence[str]
    topic_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that holds some of the terms; `score` is the sum of term weight x impact."""

    document_id: int
    kind: str
    record_id: int
    language: str
    score: float
    marks: str
    grams: bytes


class Search(Repository):
    """Terms in, documents out. It knows no language: words are made terms elsewhere."""

    async def put(self, document: SearchDocument, terms: Mapping[str, float], letters: SearchLetters) -> None:
        """Index the document, in place of what was indexed under its kind and record."""
        known = await self._id(document.kind, document.record_id)
        if known is not None:
            await self.session.execute(sa.delete(SearchPosting).where(SearchPosting.document_id == known))
            document.id = known
        document = await self.session.merge(document)
        await self.session.flush()
        letters.document_id = document.id
        await self.session.merge(letters)
        await self.session.flush()
        if terms:
            rows = [{"term": term, "document_id": document.id, "weight": weight} for term, weight in terms.items()]
            await self.session.execute(sa.insert(SearchPosting), rows)

    async def remove(self, kind: str, record_id: int) -> None:
        """Nothing of the document stays; one that is not there is no error."""
        id = await self._id(kind, record_id)
        if id is None:
            return
        for table, column in (
            (SearchPosting, SearchPosting.document_id),
            (SearchLetters, SearchLetters.document_id),
            (SearchDocument, SearchDocument.id),
        ):
            await self.session.execute(sa.delete(table).where(column == id))

    async def _id(self, kind: str, record_id: int) -> int | None:
        return await self.session.scalar(
            sa.select(SearchDocument.id).where(SearchDocument.kind == kind, SearchDocument.record_id == record_id)
        )

    async def counts(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """About how many documents there are, and in how many each term is; terms in none are left out."""
        highest = sa.select(sa.func.max(SearchDocument.id)).scalar_subquery()  # found without counting
        rows = await self.session.execute(
            sa.select(SearchPosting.term, sa.func.count().label("documents"), highest.label("size"))
            .where(SearchPosting.term.in_(terms))
            .group_by(SearchPosting.term)
        )
        found = rows.all()
        return (found[0].size if found else 0), {row.term: row.documents for row in found}

    async def beginning(self, start: str, limit: int = 200) -> Sequence[str]:
        """Terms that begin so, in order, for words that are in no document as they were typed."""
        rows = await self.session.scalars(
            sa.select(SearchPosting.term)
            .where(SearchPosting.term >= start, SearchPosting.term < start[:-1] + chr(ord(start[-1]) + 1))
            .distinct()
            .order_by(SearchPosting.term)
            .limit(limit)
        )
        return rows.all()

    async def best(self, weights: Mapping[str, float], reach: Reach, limit: int) -> list[Candidate]:
        """The documents with the highest sum of weight x impact, best first."""
        if not weights or not reach.kinds or not reach.levels:
            return []
        ranked = _ranked(weights, reach, limit)
        rows = await self.session.execute(
            sa.select(
                SearchDocument.id, SearchDocument.kind, SearchDocument.record_id, SearchDocument.language,
                ranked.c.total, SearchLetters.marks, SearchLetters.grams,
            )
            .join(ranked, ranked.c.id == SearchDocument.id)
            .join(SearchLetters, SearchLetters.document_id == SearchDocument.id)
            .order_by(ranked.c.total.desc(), SearchDocument.id)
        )  # fmt: skip
        return [Candidate(*row) for row in rows.all()]

    async def held(self, document_ids: Sequence[int], terms: Sequence[str]) -> dict[int, dict[str, float]]:
        """Which of the terms each document holds, with their impact."""
        rows = await self.session.execute(
            sa.select(SearchPosting.document_id, SearchPosting.term, SearchPosting.weight).where(
                SearchPosting.document_id.in_(document_ids), SearchPosting.term.in_(terms)
            )
        )
        found: dict[int, dict[str, float]] = {}
        for document_id, term, weight in rows.all():
            found.setdefault(document_id, {})[term] = weight
        return found


def _ranked(weights: Mapping[str, float], reach: Reach, limit: int) -> sa.Subquery:
    """Ids and totals of the best documents; who may find them is decided here, before the limit."""
    # a case and not a table of values: SQLAlchemy keeps its compiled form
    asked = sa.case(dict(weights), value=SearchPosting.term, else_=0.0)
    total = sa.func.sum(asked * SearchPosting.weight).label("total")
    where: list[sa.ColumnElement[bool]] = [
        SearchPosting.term.in_(list(weights)),
        SearchDocument.kind.in_(reach.kinds),
        SearchDocument.level.in_(reach.levels),
    ]
    if reach.topic_id is not None:
        where.append(SearchDocument.topic_id == reach.topic_id)
    return (
        sa.select(SearchDocument.id, total)
        .join(SearchPosting, SearchPosting.document_id == SearchDocument.id)
        .where(*where)
        .group_by(SearchDocument.id)
        .order_by(total.desc(), SearchDocument.id)
        .limit(limit)
        .subquery()
    )
