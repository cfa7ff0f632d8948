"""Restores: from when to when a database has forgotten what happened, since it was put back from a backup."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.code_numbers import QUESTIONS, CodeFloor, numbers_of, skip_ahead
from storage.kit.inserts import insert
from storage.library.solutions import Solution
from storage.meetings.agenda import AgendaNumber
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue
from storage.policy.rounds import Round
from storage.questions.questions import Question

#: by the letter of their codes
_CODED = {"S": Issue.code, "H": Consultation.code, "R": Round.code, "L": Solution.code}


class Restore(Base):
    __tablename__ = "restores"

    #: the last moment of which the backup knows
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class Restores(Repository):
    """What is no longer known."""

    async def note_restore(self, since: datetime) -> None:
        """Write down that what happened since then is forgotten, and leave out the numbers it may have been given."""
        await self._put(Restore, "since", since=since, until=self.now)
        days = max(0, (self.now - since).days) + 1
        for letter, column in _CODED.items():
            codes = await self.session.scalars(sa.select(column).where(column.like(f"{letter}-%")))
            await self._leave_out(letter, skip_ahead(max(numbers_of(codes), default=0), days))
        await self._leave_out_questions(days)
        await self._leave_out_items(days)

    async def has_forgotten(self, at: datetime) -> bool:
        which = sa.and_(Restore.since <= at, Restore.until >= at)
        return bool(await self.session.scalar(sa.select(sa.exists().where(which))))

    async def _leave_out(self, kind: str, last: int) -> None:
        known = await self.session.scalar(sa.select(CodeFloor.last).where(CodeFloor.kind == kind))
        await self._put(CodeFloor, "kind", kind=kind, last=max(known or 0, last))

    async def _leave_out_questions(self, days: int) -> None:
        highest = await self.session.scalar(sa.select(sa.func.max(Question.number))) or 0
        last = skip_ahead(highest, days)
        await self._leave_out(QUESTIONS, last)
        if self.session.get_bind().dialect.name == "postgresql":  # it counts by itself
            counter = sa.func.pg_get_serial_sequence(Question.__tablename__, Question.number.name)
            await self.session.execute(
                sa.select(sa.func.setval(counter, sa.func.greatest(sa.func.nextval(counter), last)))
            )

    async def _leave_out_items(self, days: int) -> None:
        """Of every year that has a number, and of this one, which may have got its first."""
        years = {
            row.year: row.last for row in await self.session.execute(sa.select(AgendaNumber.year, AgendaNumber.last))
        }
        for year in {*years, self.now.year % 100}:
            await self._put(AgendaNumber, "year", year=year, last=skip_ahead(years.get(year, 0), days))

    async def _put(self, table: type[Base], key: str, **values: object) -> None:
        statement = insert(self.session.get_bind().dialect.name, table).values(values)
        await self.session.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))
