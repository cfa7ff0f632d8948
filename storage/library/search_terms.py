"""Store search terms: words that found nothing, and what was opened after which words.

Terms are counted, and belong to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import SEARCH_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert
from storage.kit.record_ids import Key, Ref
from storage.search.search_rows import SearchDocument

#: maximum number of characters of the search terms
LONGEST_TERMS = 200
#: not decided; made a keyword; not to be shown again
OPEN, TAUGHT, IGNORED = "", "taught", "ignored"
_STATE = "state IN ('','taught','ignored')"


class MissedSearch(Base):
    """Store words that nothing was found for. Neither who searched nor the moment is known."""

    __tablename__ = "searches_missed"
    __table_args__ = (sa.UniqueConstraint("words", "topic_id"), sa.CheckConstraint(_STATE, name="state"))

    id: Mapped[Key]
    words: Mapped[str] = mapped_column(sa.String(LONGEST_TERMS))
    #: topic that was searched, or that the words seem to belong to; 0: none
    topic_id: Mapped[Ref] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=1)
    last_day: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)


class ChosenSearch(Base):
    """Store words after which a record was opened. The record says whose topic it is."""

    __tablename__ = "searches_chosen"
    __table_args__ = (
        sa.UniqueConstraint("words", "record_id", "kind"),
        sa.CheckConstraint(_STATE, name="state"),
        sa.Index("ix_searches_chosen_record", "record_id", "kind"),
    )

    id: Mapped[Key]
    words: Mapped[str] = mapped_column(sa.String(LONGEST_TERMS))
    #: kind of the record, "solution" or "question"; `record_id` is its id
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[Ref]
    #: words that the record did not contain, separated by spaces
    missing: Mapped[str] = mapped_column(sa.String(LONGEST_TERMS), default="")
    times: Mapped[int] = mapped_column(default=1)
    last_day: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)


DECLARATIONS = (
    ClassifiedColumns(MissedSearch, SEARCH_DATA, key="id topic_id", text="words", state="times last_day state"),
    ClassifiedColumns(
        ChosenSearch, SEARCH_DATA, key="id record_id", text="words missing", state="kind times last_day state",
    ),
)  # fmt: skip


class SearchTerms(Repository):
    """Store what was searched for. `topic_ids`: whose searches are meant; None for all of them."""

    async def record_missed_search(self, words: str, topic_id: int, day: date) -> None:
        """Count one more search that found nothing.

        Words that were made a keyword and are not found again are open again.
        """
        again = sa.case((MissedSearch.state == TAUGHT, OPEN), else_=MissedSearch.state)
        values = {"words": words, "topic_id": topic_id, "last_day": day, "times": 1, "state": OPEN}
        await self._record_search(MissedSearch, ("words", "topic_id"), values, {"state": again})

    async def delete_missed_search(self, words: str) -> None:
        """Delete the missed search: the words are found by now. Ignored ones stay."""
        await self.session.execute(
            sa.delete(MissedSearch).where(MissedSearch.words == words, MissedSearch.state != IGNORED)
        )

    async def change_missed_search_state(self, words: str, state: str, into: str) -> None:
        """Move all missed searches of these words from one state to another."""
        which = (MissedSearch.words == words, MissedSearch.state == state)
        await self.session.execute(sa.update(MissedSearch).where(*which).values(state=into))

    async def record_chosen_search(self, words: str, kind: str, record_id: int, missing: str, day: date) -> None:
        """Count one more time that the record was opened after these words."""
        values = {"words": words, "kind": kind, "record_id": record_id, "missing": missing, "last_day": day}
        values |= {"times": 1, "state": OPEN}
        await self._record_search(ChosenSearch, ("words", "record_id", "kind"), values, {"missing": missing})

    async def _record_search(
        self, table: type[Base], unique: tuple[str, ...], values: dict[str, Any], news: dict[str, Any]
    ) -> None:
        row = build_session_insert(self.session, table).values(**values)
        counted = {"times": table.__table__.c.times + 1, "last_day": row.excluded.last_day}
        await self.session.execute(row.on_conflict_do_update(index_elements=unique, set_=counted | news))

    async def find_missed_search(self, id: int) -> MissedSearch | None:
        return await self.session.get(MissedSearch, id)

    async def find_chosen_search(self, id: int) -> ChosenSearch | None:
        return await self.session.get(ChosenSearch, id)

    async def list_missed_searches(
        self, topic_ids: Collection[int] | None, limit: int, skip: int = 0
    ) -> Sequence[MissedSearch]:
        """List open missed searches, most frequent first.

        Those after which something was opened in the end are left out.
        """
        order = (MissedSearch.times.desc(), MissedSearch.last_day.desc(), MissedSearch.id)
        rows = await self.session.scalars(_select_missed(topic_ids).order_by(*order).limit(limit).offset(skip))
        return rows.all()

    async def list_chosen_searches(
        self, topic_ids: Collection[int] | None, levels: Collection[str], viewer: Viewer, limit: int, skip: int = 0
    ) -> Sequence[ChosenSearch]:
        """List searches whose record lacks some of the words and is visible on these levels, most frequent
        first.
        """
        order = (ChosenSearch.times.desc(), ChosenSearch.last_day.desc(), ChosenSearch.id)
        rows = await self.session.scalars(
            _select_chosen(topic_ids, levels, viewer).order_by(*order).limit(limit).offset(skip)
        )
        return rows.all()

    async def count_open_searches(
        self, topic_ids: Collection[int] | None, levels: Collection[str], viewer: Viewer, since: date | None = None
    ) -> tuple[int, int]:
        """Return how many missed and chosen searches are open, last seen on that day or later."""
        missed, chosen = _select_missed(topic_ids), _select_chosen(topic_ids, levels, viewer)
        if since is not None:
            missed, chosen = missed.where(MissedSearch.last_day >= since), chosen.where(ChosenSearch.last_day >= since)
        counts = [sa.select(sa.func.count()).select_from(rows.subquery()) for rows in (missed, chosen)]
        one, other = [await self.session.scalar(count) or 0 for count in counts]
        return one, other

    async def list_searches_leading_to(self, kind: str, record_id: int) -> Sequence[ChosenSearch]:
        """List every search after which the record was opened, without ignored ones."""
        which = (ChosenSearch.kind == kind, ChosenSearch.record_id == record_id, ChosenSearch.state != IGNORED)
        return (await self.session.scalars(sa.select(ChosenSearch).where(*which))).all()

    async def delete_searches_leading_to(self, kind: str, record_id: int) -> None:
        """Delete what led to the record, because the record is gone."""
        await self.session.execute(
            sa.delete(ChosenSearch).where(ChosenSearch.kind == kind, ChosenSearch.record_id == record_id)
        )

    async def delete_old_searches(self, before: date) -> None:
        """Delete terms not searched since `before`."""
        for table in (MissedSearch, ChosenSearch):
            await self.session.execute(sa.delete(table).where(table.last_day < before))

    async def move_missed_searches(self, old_topic_id: int, topic_id: int) -> None:
        """Move searches from one topic to another. Where both have the same words, they are counted together."""
        rows = await self.session.scalars(sa.select(MissedSearch).where(MissedSearch.topic_id == old_topic_id))
        there = {row.words: row for row in await self.session.scalars(_select_missed_of_topic(topic_id))}
        for row in rows.all():
            known = there.get(row.words)
            if known is None:
                row.topic_id = topic_id
                continue
            known.times, known.last_day = known.times + row.times, max(known.last_day, row.last_day)
            await self.session.delete(row)
        await self.session.flush()


def _select_missed_of_topic(topic_id: int) -> sa.Select[MissedSearch]:
    return sa.select(MissedSearch).where(MissedSearch.topic_id == topic_id)


def _select_missed(topic_ids: Collection[int] | None) -> sa.Select[MissedSearch]:
    ended = sa.exists().where(
        ChosenSearch.words == MissedSearch.words, ChosenSearch.state == OPEN, ChosenSearch.missing != ""
    )
    rows = sa.select(MissedSearch).where(MissedSearch.state == OPEN, ~ended)
    return rows if topic_ids is None else rows.where(match_any_of(MissedSearch.topic_id, topic_ids))


def _select_chosen(
    topic_ids: Collection[int] | None, levels: Collection[str], viewer: Viewer
) -> sa.Select[ChosenSearch]:
    """Select chosen searches of records that can be found. A retired or deleted record leads nowhere."""
    record = sa.and_(SearchDocument.record_id == ChosenSearch.record_id, SearchDocument.kind == ChosenSearch.kind)
    rows = (
        sa.select(ChosenSearch)
        .join(SearchDocument, record)
        .where(ChosenSearch.state == OPEN, ChosenSearch.missing != "", SearchDocument.level.in_(sorted(levels)))
        .where(viewer.match_visible(SearchDocument.reach_id))
    )
    return rows if topic_ids is None else rows.where(match_any_of(SearchDocument.topic_id, topic_ids))
