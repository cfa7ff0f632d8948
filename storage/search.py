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
    __table_args__ = (sa.UniqueConstraint("kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "solution" or "question", and its id there
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[int]
    level: Mapped[str] = mapped_column(sa.String(16))
    topic_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    #: figures and names of places that tell near-duplicates apart, divided by spaces
    marks: Mapped[str] = mapped_column(sa.Text, default="")
    #: hashes of its letter sequences, four bytes each, for ranking the best candidates
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

    async def put(self, document: SearchDocument, terms: Mapping[str, float]) -> None:
        """Index the document, in place of what was indexed under its kind and record."""
        await self.remove(document.kind, document.record_id)
        self.session.add(document)
        await self.session.flush()
        if terms:
            rows = [{"term": term, "document_id": document.id, "weight": weight} for term, weight in terms.items()]
            await self.session.execute(sa.insert(SearchPosting), rows)

    async def remove(self, kind: str, record_id: int) -> None:
        which = sa.select(SearchDocument.id).where(SearchDocument.kind == kind, SearchDocument.record_id == record_id)
        id = await self.session.scalar(which)
        if id is None:
            return
        await self.session.execute(sa.delete(SearchPosting).where(SearchPosting.document_id == id))
        await self.session.execute(
            sa.delete(SearchDocument).where(SearchDocument.id == id), execution_options={"synchronize_session": "fetch"}
        )

    async def size(self) -> int:
        """How many documents there are."""
        return await self.session.scalar(sa.select(sa.func.count()).select_from(SearchDocument)) or 0

    async def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many documents each term is; terms in none are left out."""
        rows = await self.session.execute(
            sa.select(SearchPosting.term, sa.func.count().label("documents"))
            .where(SearchPosting.term.in_(terms))
            .group_by(SearchPosting.term)
        )
        return {row.term: row.documents for row in rows}

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
                ranked.c.total, SearchDocument.marks, SearchDocument.grams,
            )
            .join(ranked, ranked.c.id == SearchDocument.id)
            .order_by(ranked.c.total.desc(), SearchDocument.id)
        )  # fmt: skip
        return [Candidate(*row) for row in rows.all()]

    async def held(self, document_ids: Sequence[int], terms: Sequence[str]) -> dict[int, set[str]]:
        """Which of the terms each document holds."""
        rows = await self.session.execute(
            sa.select(SearchPosting.document_id, SearchPosting.term).where(
                SearchPosting.document_id.in_(document_ids), SearchPosting.term.in_(terms)
            )
        )
        found: dict[int, set[str]] = {}
        for document_id, term in rows.all():
            found.setdefault(document_id, set()).add(term)
        return found


def _ranked(weights: Mapping[str, float], reach: Reach, limit: int) -> sa.Subquery:
    """Ids and totals of the best documents; who may find them is decided here, before the limit."""
    asked = sa.values(sa.column("term", sa.String), sa.column("weight", sa.Float), name="asked")
    query = asked.data([(term, weight) for term, weight in weights.items()]).cte("asked")
    total = sa.func.sum(query.c.weight * SearchPosting.weight).label("total")
    where: list[sa.ColumnElement[bool]] = [SearchDocument.kind.in_(reach.kinds), SearchDocument.level.in_(reach.levels)]
    if reach.topic_id is not None:
        where.append(SearchDocument.topic_id == reach.topic_id)
    return (
        sa.select(SearchDocument.id, total)
        .join(SearchPosting, SearchPosting.document_id == SearchDocument.id)
        .join(query, query.c.term == SearchPosting.term)
        .where(*where)
        .group_by(SearchDocument.id)
        .order_by(total.desc(), SearchDocument.id)
        .limit(limit)
        .subquery()
    )
