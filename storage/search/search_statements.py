"""Build the statements of the search index: without the ORM and each once, for every question is searched."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from storage.access.audiences import select_audiences_of_organisation
from storage.kit.arrays import match_any_of
from storage.kit.base import Base
from storage.kit.inserts import build_engine_insert
from storage.kit.sqlite_session import mark_long_statement
from storage.search.search_rows import SearchDocument, SearchNgrams, SearchPosting, SearchTermCount, SearchVector

DOCUMENTS = Base.metadata.tables[SearchDocument.__tablename__]
LETTERS = Base.metadata.tables[SearchNgrams.__tablename__]
POSTINGS = Base.metadata.tables[SearchPosting.__tablename__]
VECTORS = Base.metadata.tables[SearchVector.__tablename__]
_VECTOR = VECTORS.alias("vector")
COUNTS = Base.metadata.tables[SearchTermCount.__tablename__]
#: Maximum number of documents counted in a query. For more common terms the count is stored.
COMMON = 250

BEGINNING = (
    sa.select(POSTINGS.c.term)
    .where(POSTINGS.c.term >= sa.bindparam("start"), POSTINGS.c.term < sa.bindparam("end"))
    .distinct()
    .order_by(POSTINGS.c.term)
    .limit(sa.bindparam("most"))
)
SEALS = sa.select(DOCUMENTS.c.kind, DOCUMENTS.c.record_id, DOCUMENTS.c.seal).where(
    match_any_of(DOCUMENTS.c.record_id, sa.bindparam("ids"))
)
CLEARING, UNMEANING = (
    sa.delete(table).where(match_any_of(table.c.document_id, sa.bindparam("ids"))) for table in (POSTINGS, VECTORS)
)
#: filters of a search, each with a parameter of its name
NARROWED = {
    "topic": sa.bindparam("topic").in_((DOCUMENTS.c.topic_id, DOCUMENTS.c.second_topic_id)),
    "organisation": DOCUMENTS.c.organisation_id == sa.bindparam("organisation"),
    "language": DOCUMENTS.c.language == sa.bindparam("language"),
    "verified_on": DOCUMENTS.c.verified_until >= sa.bindparam("verified_on"),
    "all": DOCUMENTS.c.reach_id.is_(None),
    "viewer_organisation": sa.or_(
        DOCUMENTS.c.reach_id.is_(None),
        DOCUMENTS.c.reach_id.in_(
            select_audiences_of_organisation(sa.bindparam("viewer_organisation"), sa.bindparam("region"))
        ),
    ),
}


def _build_parameter_table(dialect: str, name: str) -> sa.CTE:
    """Return terms and numbers as a table of `key` and `value`, from one parameter.

    So the statement is always the same.
    """
    text = sa.bindparam(name, type_=sa.Text)
    if dialect == "postgresql":
        rows = sa.func.json_each_text(sa.cast(text, sa.JSON)).table_valued("key", sa.column("value", sa.Text))
    else:
        rows = sa.func.json_each(text).table_valued("key", sa.column("value", sa.Float))
    return _build_materialized_cte(sa.select(rows.c.key, sa.cast(rows.c.value, sa.Float).label("value")), name)


def _build_materialized_cte(rows: sa.Select[Any], name: str) -> sa.CTE:
    """Return a CTE that is computed once, and not again for every row that is compared with it."""
    return rows.cte(name).prefix_with("MATERIALIZED")


def _build_weight_sums(dialect: str) -> sa.CTE:
    """Return the sums of weighed terms per document: the first so many, the highest first."""
    weights = _build_parameter_table(dialect, "weights")
    postings: sa.FromClause = POSTINGS
    joined: sa.ColumnElement[bool] = POSTINGS.c.term == weights.c.key
    if dialect == "postgresql":  # forces lookups by term: the planner would read all postings
        fenced = sa.select(POSTINGS).where(joined).offset(sa.literal_column("0"))
        postings, joined = fenced.lateral("postings"), sa.true()
    total = sa.func.sum(weights.c.value * postings.c.weight).label("total")
    sums = sa.select(postings.c.document_id, total).select_from(weights.join(postings, joined))
    ordered = sums.group_by(postings.c.document_id).order_by(total.desc(), postings.c.document_id)
    return _build_materialized_cte(ordered.limit(sa.bindparam("first")), "sums")


def _build_held_terms(dialect: str, best: sa.CTE) -> sa.ScalarSelect[Any]:
    """Return the asked terms that a document holds, with their impact, as the text of one object."""
    terms = _build_parameter_table(dialect, "terms")
    gathered = sa.func.json_object_agg if dialect == "postgresql" else sa.func.json_group_object
    held = sa.and_(POSTINGS.c.term == terms.c.key, POSTINGS.c.document_id == best.c.id)
    object_ = gathered(POSTINGS.c.term, POSTINGS.c.weight).filter(POSTINGS.c.term.is_not(None))
    # The outer join makes SQLite look up each term. Otherwise it would read all terms of the document.
    return sa.select(sa.cast(object_, sa.Text)).select_from(terms.outerjoin(POSTINGS, held)).scalar_subquery()


def match_scope(kinds: tuple[str, ...], levels: tuple[str, ...], narrowed: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Match documents that may be found. Whatever looks for documents uses this condition."""
    asked_for = [NARROWED[name] for name in narrowed]
    return sa.and_(_match_one_of(DOCUMENTS.c.kind, kinds), _match_one_of(DOCUMENTS.c.level, levels), *asked_for)


def _match_one_of(column: sa.ColumnElement[str], values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Match like `in_`, which would be compiled again for each search."""
    return sa.or_(sa.false(), *(column == value for value in values))


@cache
def build_ranking(
    dialect: str, kinds: tuple[str, ...], levels: tuple[str, ...], *, narrowed: tuple[str, ...], long: bool
) -> sa.Select[Any]:
    """Return the best visible documents of those with the highest sums, each with the terms it holds."""
    sums = _build_weight_sums(dialect)
    shown = ("id", "kind", "record_id", "language", "unanswered")
    best = _build_materialized_cte(
        sa.select(*(DOCUMENTS.c[name] for name in shown), sums.c.total)
        .select_from(sums.join(DOCUMENTS, DOCUMENTS.c.id == sums.c.document_id))
        .where(match_scope(kinds, levels, narrowed))
        .order_by(sums.c.total.desc(), DOCUMENTS.c.id)
        .limit(sa.bindparam("most")),
        "best",
    )
    letters = (sa.func.coalesce(LETTERS.c.marks, ""), sa.func.coalesce(LETTERS.c.grams, b""))
    ranked = (
        sa.select(*(best.c[name] for name in shown), _build_held_terms(dialect, best), *letters)
        .select_from(best.outerjoin(LETTERS, LETTERS.c.document_id == best.c.id))
        .order_by(best.c.total.desc(), best.c.id)
    )
    return mark_long_statement(ranked) if long else ranked


@cache
def build_term_counting(dialect: str) -> sa.Select[Any]:
    """Return in how many documents each term is; the empty term stands for all documents.

    Counts above `COMMON` are a lower bound, if the term was not counted before.
    """
    terms = _build_parameter_table(dialect, "terms")
    here = sa.select(sa.literal(1)).where(POSTINGS.c.term == terms.c.key).correlate(terms).limit(COMMON + 1)
    whole = sa.select(sa.literal(1)).select_from(DOCUMENTS).limit(COMMON + 1)
    found, all_ = (
        sa.select(sa.func.count()).select_from(rows.subquery(name)).scalar_subquery()
        for rows, name in ((here, "here"), (whole, "whole"))
    )
    counted = sa.select(COUNTS.c.documents).where(COUNTS.c.term == terms.c.key).scalar_subquery()
    return sa.select(terms.c.key, sa.func.coalesce(counted, sa.case((terms.c.key == "", all_), else_=found)))


SIZE = sa.select(sa.func.count()).select_from(DOCUMENTS)
#: counts given terms, however common
COUNTING = mark_long_statement(
    sa.select(POSTINGS.c.term, sa.func.count())
    .where(POSTINGS.c.term.in_(sa.bindparam("terms", expanding=True)))
    .group_by(POSTINGS.c.term)
)
#: counts all common terms
COUNTING_COMMON = mark_long_statement(
    sa.select(POSTINGS.c.term, sa.func.count()).group_by(POSTINGS.c.term).having(sa.func.count() > COMMON)
)


@cache
def build_document_upsert(dialect: str) -> ReturningInsert[Any]:
    """Return the upsert of document rows. A document that is put again keeps its id."""
    row = build_engine_insert(dialect, DOCUMENTS)
    news = {column.name: row.excluded[column.name] for column in DOCUMENTS.c if column.name != "id"}
    written = row.on_conflict_do_update(index_elements=["record_id", "kind"], set_=news)
    return written.returning(DOCUMENTS.c.kind, DOCUMENTS.c.record_id, DOCUMENTS.c.id)


@cache
def build_document_insert(dialect: str) -> ReturningInsert[Any]:
    """Return the insert of documents that are new; one that is there already is left as it is, and not returned."""
    written = build_engine_insert(dialect, DOCUMENTS).on_conflict_do_nothing(index_elements=["record_id", "kind"])
    return written.returning(DOCUMENTS.c.kind, DOCUMENTS.c.record_id, DOCUMENTS.c.id)


@cache
def build_ngram_upsert(dialect: str) -> ReturningInsert[Any]:
    """Return the upsert of a document's n-grams, which says whether the document has a vector."""
    row = build_engine_insert(dialect, LETTERS)
    news = {name: row.excluded[name] for name in ("marks", "grams")}
    placed: sa.ColumnElement[int] = sa.literal_column(
        f"{LETTERS.name}.document_id"
    )  # SQLAlchemy would name no table on SQLite
    has_vector = sa.exists().where(_VECTOR.c.document_id == placed)
    written = row.on_conflict_do_update(index_elements=["document_id"], set_=news)
    return written.returning(LETTERS.c.document_id, has_vector)


@cache
def build_long_posting_insert(dialect: str) -> sa.Insert:
    """Return the insert for many documents, which lets others have their turn meanwhile."""
    return mark_long_statement(build_posting_insert(dialect))


@cache
def build_posting_insert(dialect: str) -> sa.Insert:
    """Return the insert from one parameter, an object of the documents' terms, in the order of storage."""
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
