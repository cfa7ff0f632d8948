"""What the search index is asked: without the ORM and each statement written once, for every question is searched."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from storage.base import Base
from storage.inserts import insert
from storage.search_rows import SearchDocument, SearchLetters, SearchPosting, SearchVector
from storage.sqlite import LONG

DOCUMENTS = Base.metadata.tables[SearchDocument.__tablename__]
LETTERS = Base.metadata.tables[SearchLetters.__tablename__]
POSTINGS = Base.metadata.tables[SearchPosting.__tablename__]
VECTORS = Base.metadata.tables[SearchVector.__tablename__]

BEGINNING = (
    sa.select(POSTINGS.c.term)
    .where(POSTINGS.c.term >= sa.bindparam("start"), POSTINGS.c.term < sa.bindparam("end"))
    .distinct()
    .order_by(POSTINGS.c.term)
    .limit(sa.bindparam("most"))
)
LETTERS_OF = sa.select(LETTERS.c.document_id, LETTERS.c.marks, LETTERS.c.grams).where(
    LETTERS.c.document_id.in_(sa.bindparam("ids", expanding=True))
)
#: what may narrow a search, each asked by a parameter of its name
NARROWED = {
    "topic": sa.bindparam("topic").in_((DOCUMENTS.c.topic_id, DOCUMENTS.c.second_topic_id)),
    "organisation": DOCUMENTS.c.organisation_id == sa.bindparam("organisation"),
    "language": DOCUMENTS.c.language == sa.bindparam("language"),
    "verified_on": DOCUMENTS.c.verified_until >= sa.bindparam("verified_on"),
}


def _given(dialect: str, name: str) -> sa.TableValuedAlias:
    """Terms and numbers as a table of `key` and `value`, from one parameter: the statement is always the same."""
    text = sa.bindparam(name, type_=sa.Text)
    if dialect == "postgresql":
        return sa.func.json_each_text(sa.cast(text, sa.JSON)).table_valued(
            "key", sa.column("value", sa.Text), name=name
        )
    return sa.func.json_each(text).table_valued("key", sa.column("value", sa.Float), name=name)


def _number(given: sa.TableValuedAlias) -> sa.ColumnElement[float]:
    return sa.cast(given.c.value, sa.Float)


def _gathered(dialect: str, postings: sa.FromClause) -> sa.ColumnElement[Any]:
    """Terms and their impact as one object."""
    gathered = sa.func.json_object_agg if dialect == "postgresql" else sa.func.json_group_object
    return gathered(postings.c.term, postings.c.weight, type_=sa.JSON)


def _sums(dialect: str, *, held: bool) -> sa.Subquery:
    """What the weighed terms come to in each document that holds any of them, the highest first."""
    weights = _given(dialect, "weights")
    postings: sa.FromClause = POSTINGS
    joined: sa.ColumnElement[bool] = POSTINGS.c.term == weights.c.key
    if dialect == "postgresql":  # looks up term by term; else it would read every posting, expecting a hundred terms
        fenced = sa.select(POSTINGS).where(joined).offset(sa.literal_column("0"))
        postings, joined = fenced.lateral("postings"), sa.true()
    total = sa.func.sum(_number(weights) * postings.c.weight).label("total")
    gathered = _gathered(dialect, postings) if held else sa.null()
    return (
        sa.select(postings.c.document_id, total, gathered.label("held"))
        .select_from(weights.join(postings, joined))
        .group_by(postings.c.document_id)
        .order_by(total.desc(), postings.c.document_id)
        .subquery("sums")
    )


def _best(dialect: str, within: sa.ColumnElement[bool], *, held: bool) -> sa.Subquery:
    """The documents with the highest sums; who may find them is decided here, before the limit."""
    sums = _sums(dialect, held=held)
    documents: sa.FromClause = DOCUMENTS
    joined: sa.ColumnElement[bool] = sa.and_(DOCUMENTS.c.id == sums.c.document_id, within)
    if dialect == "postgresql":  # looks them up in the order of the sums; else it would read every document there is
        documents, joined = sa.select(DOCUMENTS).where(joined).limit(1).lateral("documents"), sa.true()
    shown = [documents.c[name] for name in ("id", "kind", "record_id", "language", "unanswered")]
    return (
        sa.select(*shown, sums.c.held, sums.c.total)
        .select_from(sums.join(documents, joined))
        .order_by(sums.c.total.desc(), sums.c.document_id)
        .limit(sa.bindparam("most"))
        .subquery("best")
    )


def within(kinds: tuple[str, ...], levels: tuple[str, ...], narrowed: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """What may be found: whatever looks for documents asks this of them."""
    asked_for = [NARROWED[name] for name in narrowed]
    return sa.and_(DOCUMENTS.c.kind.in_(kinds), DOCUMENTS.c.level.in_(levels), *asked_for)


@cache
def ranking(
    dialect: str,
    kinds: tuple[str, ...],
    levels: tuple[str, ...],
    *,
    narrowed: tuple[str, ...],
    further: bool,
    long: bool,
) -> sa.Select[Any]:
    """The best documents, each with the terms it holds; `further`: of others too than those that chose it."""
    best = _best(dialect, within(kinds, levels, narrowed), held=not further)
    held: sa.ColumnElement[Any] = best.c.held
    if further:
        asked = POSTINGS.c.term.in_(sa.select(_given(dialect, "terms").c.key))
        held = (
            sa.select(_gathered(dialect, POSTINGS)).where(asked, POSTINGS.c.document_id == best.c.id).scalar_subquery()
        )
    shown = [best.c[name] for name in ("id", "kind", "record_id", "language", "unanswered")]
    ranked = sa.select(*shown, held).order_by(best.c.total.desc(), best.c.id)
    return ranked.prefix_with(LONG, dialect="sqlite") if long else ranked


@cache
def counting(dialect: str) -> sa.Select[Any]:
    terms = _given(dialect, "terms")
    documents = sa.select(sa.func.count()).select_from(POSTINGS).where(POSTINGS.c.term == terms.c.key)
    highest = sa.select(sa.func.max(DOCUMENTS.c.id))  # found without counting
    return sa.select(
        terms.c.key.label("term"),
        documents.scalar_subquery().label("documents"),
        highest.scalar_subquery().label("size"),
    )


@cache
def placing(dialect: str) -> ReturningInsert[Any]:
    """The row of the document, which keeps its id when it is put again."""
    row = insert(dialect, DOCUMENTS)
    news = {column.name: row.excluded[column.name] for column in DOCUMENTS.c if column.name != "id"}
    return row.on_conflict_do_update(index_elements=["record_id", "kind"], set_=news).returning(DOCUMENTS.c.id)


@cache
def clearing(_dialect: str) -> sa.Delete:
    return sa.delete(POSTINGS).where(POSTINGS.c.document_id == sa.bindparam("of"))


@cache
def unmeaning(_dialect: str) -> sa.Delete:
    return sa.delete(VECTORS).where(VECTORS.c.document_id == sa.bindparam("of"))


@cache
def lettering(dialect: str) -> sa.Insert:
    row = insert(dialect, LETTERS)
    news = {name: row.excluded[name] for name in ("marks", "grams")}
    return row.on_conflict_do_update(index_elements=["document_id"], set_=news)


@cache
def posting(dialect: str) -> sa.Insert:
    terms = _given(dialect, "terms")
    rows = sa.select(terms.c.key, sa.bindparam("of", type_=sa.Integer), _number(terms))
    return sa.insert(POSTINGS).from_select(["term", "document_id", "weight"], rows)
