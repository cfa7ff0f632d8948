"""What the search index is asked: without the ORM and each statement written once, for every question is searched."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from storage.access.audiences import reached
from storage.kit.arrays import among
from storage.kit.base import Base
from storage.kit.inserts import insert
from storage.kit.sqlite import LONG
from storage.search.search_rows import SearchCount, SearchDocument, SearchLetters, SearchPosting, SearchVector

DOCUMENTS = Base.metadata.tables[SearchDocument.__tablename__]
LETTERS = Base.metadata.tables[SearchLetters.__tablename__]
POSTINGS = Base.metadata.tables[SearchPosting.__tablename__]
VECTORS = Base.metadata.tables[SearchVector.__tablename__]
COUNTS = Base.metadata.tables[SearchCount.__tablename__]
#: documents with a term that are counted when it is asked about; of commoner terms it is kept how many there were
COMMON = 250

BEGINNING = (
    sa.select(POSTINGS.c.term)
    .where(POSTINGS.c.term >= sa.bindparam("start"), POSTINGS.c.term < sa.bindparam("end"))
    .distinct()
    .order_by(POSTINGS.c.term)
    .limit(sa.bindparam("most"))
)
SEALS = sa.select(DOCUMENTS.c.kind, DOCUMENTS.c.record_id, DOCUMENTS.c.seal).where(
    among(DOCUMENTS.c.record_id, sa.bindparam("ids"))
)
CLEARING, UNMEANING = (
    sa.delete(table).where(among(table.c.document_id, sa.bindparam("ids"))) for table in (POSTINGS, VECTORS)
)
#: what may narrow a search, each asked by a parameter of its name
NARROWED = {
    "topic": sa.bindparam("topic").in_((DOCUMENTS.c.topic_id, DOCUMENTS.c.second_topic_id)),
    "organisation": DOCUMENTS.c.organisation_id == sa.bindparam("organisation"),
    "language": DOCUMENTS.c.language == sa.bindparam("language"),
    "verified_on": DOCUMENTS.c.verified_until >= sa.bindparam("verified_on"),
    "all": DOCUMENTS.c.reach_id.is_(None),
    "house": sa.or_(
        DOCUMENTS.c.reach_id.is_(None), DOCUMENTS.c.reach_id.in_(reached(sa.bindparam("house"), sa.bindparam("region")))
    ),
}


def _given(dialect: str, name: str) -> sa.CTE:
    """Terms and numbers as a table of `key` and `value`, from one parameter: the statement is always the same."""
    text = sa.bindparam(name, type_=sa.Text)
    if dialect == "postgresql":
        rows = sa.func.json_each_text(sa.cast(text, sa.JSON)).table_valued("key", sa.column("value", sa.Text))
    else:
        rows = sa.func.json_each(text).table_valued("key", sa.column("value", sa.Float))
    return _once(sa.select(rows.c.key, sa.cast(rows.c.value, sa.Float).label("value")), name)


def _once(rows: sa.Select[Any], name: str) -> sa.CTE:
    """Worked out once, and not again for every row that is compared with it."""
    return rows.cte(name).prefix_with("MATERIALIZED")


def _sums(dialect: str) -> sa.CTE:
    """What the weighed terms come to in each document that holds any of them: the first so many, the highest first."""
    weights = _given(dialect, "weights")
    postings: sa.FromClause = POSTINGS
    joined: sa.ColumnElement[bool] = POSTINGS.c.term == weights.c.key
    if dialect == "postgresql":  # looks up term by term; else it would read every posting, expecting a hundred terms
        fenced = sa.select(POSTINGS).where(joined).offset(sa.literal_column("0"))
        postings, joined = fenced.lateral("postings"), sa.true()
    total = sa.func.sum(weights.c.value * postings.c.weight).label("total")
    sums = sa.select(postings.c.document_id, total).select_from(weights.join(postings, joined))
    ordered = sums.group_by(postings.c.document_id).order_by(total.desc(), postings.c.document_id)
    return _once(ordered.limit(sa.bindparam("first")), "sums")


def _held(dialect: str, best: sa.CTE) -> sa.ScalarSelect[Any]:
    """The terms asked about that a document holds, with their impact, as the text of one object."""
    terms = _given(dialect, "terms")
    gathered = sa.func.json_object_agg if dialect == "postgresql" else sa.func.json_group_object
    held = sa.and_(POSTINGS.c.term == terms.c.key, POSTINGS.c.document_id == best.c.id)
    object_ = gathered(POSTINGS.c.term, POSTINGS.c.weight).filter(POSTINGS.c.term.is_not(None))
    # an outer join, so that SQLite looks the terms up one by one: else it would read all that the document holds
    return sa.select(sa.cast(object_, sa.Text)).select_from(terms.outerjoin(POSTINGS, held)).scalar_subquery()


def within(kinds: tuple[str, ...], levels: tuple[str, ...], narrowed: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """What may be found: whatever looks for documents asks this of them."""
    asked_for = [NARROWED[name] for name in narrowed]
    return sa.and_(_one_of(DOCUMENTS.c.kind, kinds), _one_of(DOCUMENTS.c.level, levels), *asked_for)


def _one_of(column: sa.ColumnElement[str], values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """As `in_`, which would be written anew for each search."""
    return sa.or_(sa.false(), *(column == value for value in values))


@cache
def ranking(
    dialect: str, kinds: tuple[str, ...], levels: tuple[str, ...], *, narrowed: tuple[str, ...], long: bool
) -> sa.Select[Any]:
    """The best within reach of the documents with the highest sums, each with the terms it holds."""
    sums = _sums(dialect)
    shown = ("id", "kind", "record_id", "language", "unanswered")
    best = _once(
        sa.select(*(DOCUMENTS.c[name] for name in shown), sums.c.total)
        .select_from(sums.join(DOCUMENTS, DOCUMENTS.c.id == sums.c.document_id))
        .where(within(kinds, levels, narrowed))
        .order_by(sums.c.total.desc(), DOCUMENTS.c.id)
        .limit(sa.bindparam("most")),
        "best",
    )
    letters = (sa.func.coalesce(LETTERS.c.marks, ""), sa.func.coalesce(LETTERS.c.grams, b""))
    ranked = (
        sa.select(*(best.c[name] for name in shown), _held(dialect, best), *letters)
        .select_from(best.outerjoin(LETTERS, LETTERS.c.document_id == best.c.id))
        .order_by(best.c.total.desc(), best.c.id)
    )
    return ranked.prefix_with(LONG, dialect="sqlite") if long else ranked


@cache
def counting(dialect: str) -> sa.Select[Any]:
    """In how many documents each term is; more than `COMMON` may be more still, if not counted. The empty one: all."""
    terms = _given(dialect, "terms")
    here = sa.select(sa.literal(1)).where(POSTINGS.c.term == terms.c.key).correlate(terms).limit(COMMON + 1)
    whole = sa.select(sa.literal(1)).select_from(DOCUMENTS).limit(COMMON + 1)
    found, all_ = (
        sa.select(sa.func.count()).select_from(rows.subquery(name)).scalar_subquery()
        for rows, name in ((here, "here"), (whole, "whole"))
    )
    counted = sa.select(COUNTS.c.documents).where(COUNTS.c.term == terms.c.key).scalar_subquery()
    return sa.select(terms.c.key, sa.func.coalesce(counted, sa.case((terms.c.key == "", all_), else_=found)))


SIZE = sa.select(sa.func.count()).select_from(DOCUMENTS)
#: of some terms, however common
COUNTING = (
    sa.select(POSTINGS.c.term, sa.func.count())
    .where(POSTINGS.c.term.in_(sa.bindparam("terms", expanding=True)))
    .group_by(POSTINGS.c.term)
    .prefix_with(LONG, dialect="sqlite")
)
#: of all that are
COUNTING_COMMON = (
    sa.select(POSTINGS.c.term, sa.func.count())
    .group_by(POSTINGS.c.term)
    .having(sa.func.count() > COMMON)
    .prefix_with(LONG, dialect="sqlite")
)


@cache
def placing(dialect: str) -> ReturningInsert[Any]:
    """Rows of documents; one that is put again keeps its id."""
    row = insert(dialect, DOCUMENTS)
    news = {column.name: row.excluded[column.name] for column in DOCUMENTS.c if column.name != "id"}
    written = row.on_conflict_do_update(index_elements=["record_id", "kind"], set_=news)
    return written.returning(DOCUMENTS.c.kind, DOCUMENTS.c.record_id, DOCUMENTS.c.id)


@cache
def lettering(dialect: str) -> sa.Insert:
    row = insert(dialect, LETTERS)
    news = {name: row.excluded[name] for name in ("marks", "grams")}
    return row.on_conflict_do_update(index_elements=["document_id"], set_=news)


@cache
def posting(dialect: str) -> sa.Insert:
    """From one parameter, an object of the documents' terms, in the order in which they are kept."""
    text = sa.bindparam("terms", type_=sa.Text)
    if dialect == "postgresql":
        of = sa.func.json_each(sa.cast(text, sa.JSON)).table_valued("key", sa.column("value", sa.JSON), name="of")
        terms = sa.func.json_each_text(of.c.value)
    else:
        of = sa.func.json_each(text).table_valued("key", "value", name="of")
        terms = sa.func.json_each(of.c.value)
    held = terms.table_valued("key", "value", name="held")
    id = sa.cast(of.c.key, sa.Integer)
    rows = sa.select(held.c.key, id, sa.cast(held.c.value, sa.Float)).select_from(of.join(held, sa.true()))
    return sa.insert(POSTINGS).from_select(["term", "document_id", "weight"], rows.order_by(held.c.key, id))
