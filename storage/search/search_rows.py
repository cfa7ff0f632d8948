"""Define the tables of the search index: documents, postings, n-grams and vectors; plain on both engines."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import SEARCH_DATA, ClassifiedColumns
from storage.kit.base import Base
from storage.kit.record_ids import Ref

TERM = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


class SearchDocument(Base):
    """Store what can be found, and who may find it."""

    __tablename__ = "search_documents"
    #: Record first: with an index that begins with the kind, SQLite would scan all documents.
    __table_args__ = (sa.UniqueConstraint("record_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: kind of the record: "solution", "question", "issue" or "consultation"; `record_id` is its id
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[Ref]
    level: Mapped[str] = mapped_column(sa.String(16))
    topic_id: Mapped[Ref | None]
    second_topic_id: Mapped[Ref | None]
    organisation_id: Mapped[Ref | None]
    #: audience; empty: all members
    reach_id: Mapped[Ref | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    #: Date until which it is verified. Empty if it never was, or while a reader's doubt is open.
    verified_until: Mapped[date | None]
    #: True for a question without an answer
    unanswered: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: version of the rules that turned its words into terms; 0: older than the column
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Hash of the indexed text, and number of terms. They allow a check without reading the text.
    seal: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    terms: Mapped[int] = mapped_column(default=0, server_default="0")


class SearchNgrams(Base):
    """Store what ranks the best candidates.

    The table is separate so that rows of documents stay small while many of them are looked at.
    """

    __tablename__ = "search_letters"

    document_id: Mapped[int] = mapped_column(
        sa.ForeignKey("search_documents.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: numbers and place names that distinguish near-duplicates, separated by spaces
    marks: Mapped[str] = mapped_column(sa.Text, default="")
    #: hashes of its letter n-grams, four bytes each
    grams: Mapped[bytes] = mapped_column(sa.LargeBinary)


class SearchPosting(Base):
    """Store that a term occurs in a document, with its BM25 impact without the rarity of the term."""

    __tablename__ = "search_postings"
    #: `storage.kit.tables` adds the included column on PostgreSQL. Naming the engine here would import all of it.
    __table_args__ = (
        sa.PrimaryKeyConstraint("term", "document_id", info={"include": ["weight"]}),
        {"sqlite_with_rowid": False},
    )

    #: Ordered by code points on both engines, because prefixes are looked up as ranges.
    term: Mapped[str] = mapped_column(TERM)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("search_documents.id", ondelete="CASCADE"), index=True)
    weight: Mapped[float] = mapped_column(sa.Float)


class SearchVector(Base):
    """Store what a document means to a model. There is no row without a model, or while the document is new."""

    __tablename__ = "search_vectors"
    __table_args__ = ({"sqlite_autoincrement": True},)

    #: Never reused. An id above the highest one seen is new, even for a vector that was replaced.
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("search_documents.id", ondelete="CASCADE"), unique=True)
    #: vectors of different models cannot be compared
    model: Mapped[str] = mapped_column(sa.String(80), index=True)
    #: float16 numbers, little-endian, as the model returned them
    vector: Mapped[bytes] = mapped_column(sa.LargeBinary)


class SearchTermCount(Base):
    """Store in how many documents a common term was when last counted, because counting is slower than a
    search.

    The empty term stores how many documents there were.
    Rare terms have no row: they are counted when asked.
    """

    __tablename__ = "search_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    documents: Mapped[int]


DECLARATIONS = (
    ClassifiedColumns(
        SearchDocument, SEARCH_DATA, key="reach_id id record_id topic_id second_topic_id",
        organisation="organisation_id", state="kind level language verified_until unanswered version seal terms",
    ),
    ClassifiedColumns(SearchNgrams, SEARCH_DATA, key="document_id", text="marks grams"),
    ClassifiedColumns(SearchPosting, SEARCH_DATA, key="document_id", text="term", state="weight"),
    ClassifiedColumns(SearchVector, SEARCH_DATA, key="id document_id model", text="vector"),
    ClassifiedColumns(SearchTermCount, SEARCH_DATA, text="term", state="documents"),
)  # fmt: skip
