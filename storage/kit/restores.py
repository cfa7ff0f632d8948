"""Store restores: periods that the database has forgotten, since it was restored from a backup."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import OPERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import QUESTIONS, CodeFloor, compute_skipped_number, find_highest_number
from storage.kit.inserts import build_session_insert
from storage.kit.record_declarations import CodedRecords, collect_declarations
from storage.meetings.agenda import AgendaNumber
from storage.questions.questions import Question


class Restore(Base):
    __tablename__ = "restores"

    #: time of the last change in the backup
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]


DECLARATIONS = (ClassifiedColumns(Restore, OPERATION_DATA, state="since until"),)


class Restores(Repository):
    """Store which periods are no longer known."""

    async def record_restore(self, since: datetime) -> None:
        """Record that what happened since then is forgotten, and skip the numbers that may have been given
        since.
        """
        await self._upsert_restore_row(Restore, "since", since=since, until=self.now)
        days = max(0, (self.now - since).days) + 1
        for coded in collect_declarations(CodedRecords):
            if coded.letter:
                highest = await find_highest_number(self.session, coded.letter, coded.code)
                await self._raise_code_floor(coded.letter, compute_skipped_number(highest, days))
        await self._skip_question_numbers(days)
        await self._skip_agenda_numbers(days)

    async def is_within_restore(self, at: datetime) -> bool:
        which = sa.and_(Restore.since <= at, Restore.until >= at)
        return bool(await self.session.scalar(sa.select(sa.exists().where(which))))

    async def _raise_code_floor(self, kind: str, last: int) -> None:
        known = await self.session.scalar(sa.select(CodeFloor.last).where(CodeFloor.kind == kind))
        await self._upsert_restore_row(CodeFloor, "kind", kind=kind, last=max(known or 0, last))

    async def _skip_question_numbers(self, days: int) -> None:
        highest = await self.session.scalar(sa.select(sa.func.max(Question.number))) or 0
        last = compute_skipped_number(highest, days)
        await self._raise_code_floor(QUESTIONS, last)
        if self.session.get_bind().dialect.name == "postgresql":  # PostgreSQL has a sequence
            counter = sa.func.pg_get_serial_sequence(Question.__tablename__, Question.number.name)
            await self.session.execute(
                sa.select(sa.func.setval(counter, sa.func.greatest(sa.func.nextval(counter), last)))
            )

    async def _skip_agenda_numbers(self, days: int) -> None:
        """Skip numbers of every year that has any, and of this year, which may have got its first."""
        years = {
            row.year: row.last for row in await self.session.execute(sa.select(AgendaNumber.year, AgendaNumber.last))
        }
        for year in {*years, self.now.year % 100}:
            await self._upsert_restore_row(
                AgendaNumber, "year", year=year, last=compute_skipped_number(years.get(year, 0), days)
            )

    async def _upsert_restore_row(self, table: type[Base], key: str, **values: object) -> None:
        statement = build_session_insert(self.session, table).values(values)
        await self.session.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))
