"""Define the tables of the search index: documents, postings, n-grams and vectors; plain on both engines."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base
from storage.kit.record_ids import Ref

TERM = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


class SearchDocument(Base):
    """Store what can be found, and who may find it."""

    __tablename__ = "search_documents"
    #: record first: by an index that begins with the kind SQLite would walk all documents instead of the few wanted
    __table_args__ = (sa.UniqueConstraint("record_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "solution", "question", "issue" or "consultation", and its id there
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[Ref]
    level: Mapped[str] = mapped_column(sa.String(16))
    topic_id: Mapped[Ref | None]
    second_topic_id: Mapped[Ref | None]
    organisation_id: Mapped[Ref | None]
    #: who may find it; empty: all members
    reach_id: Mapped[Ref | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    #: until when somebody vouches for it; empty where nobody does, or where a reader's doubt is open
    verified_until: Mapped[date | None]
    #: a question that nobody has answered
    unanswered: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: of the rules by which its words were made terms; 0: from before they were told apart
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    #: what its text was (a hash), and how many terms it has: whether it is as it should be is seen without reading it
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
    #: figures and names of places that tell near-duplicates apart, divided by spaces
    marks: Mapped[str] = mapped_column(sa.Text, default="")
    #: hashes of its letter sequences, four bytes each
    grams: Mapped[bytes] = mapped_column(sa.LargeBinary)


class SearchPosting(Base):
    """Store that a term occurs in a document, with its BM25 impact without the rarity of the term."""

    __tablename__ = "search_postings"
    #: `storage.kit.tables` tells PostgreSQL what its index holds besides: to name an engine here loads the whole of it
    __table_args__ = (
        sa.PrimaryKeyConstraint("term", "document_id", info={"include": ["weight"]}),
        {"sqlite_with_rowid": False},
    )

    #: ordered by its code points on both engines, since beginnings of terms are looked up as ranges
    term: Mapped[str] = mapped_column(TERM)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("search_documents.id", ondelete="CASCADE"), index=True)
    weight: Mapped[float] = mapped_column(sa.Float)


class SearchVector(Base):
    """Store what a document means to a model. There is no row without a model, or while the document is new."""

    __tablename__ = "search_vectors"
    __table_args__ = ({"sqlite_autoincrement": True},)

    #: given once and never again: what is above the highest one seen is new, also where it took another's place
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("search_documents.id", ondelete="CASCADE"), unique=True)
    #: vectors of different models cannot be compared
    model: Mapped[str] = mapped_column(sa.String(80), index=True)
    #: two bytes a number (float16, little-endian), as the model gave them
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
