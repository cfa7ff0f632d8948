"""What has served its time, found and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.directory.people import Person
from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import Rsvp
from storage.questions.answers import Answer
from storage.questions.questions import Question
from storage.queue.delivery_rows import PENDING, POST, Delivery

#: cards whose arguments hold words of people, beside numbers: what of them is forgotten once they are sent
WORDS = {"questions.passed": "word"}


class Retention(Repository):
    """Each is called every hour, and finds little."""

    async def questions(self, before: datetime, limit: int) -> Sequence[Question]:
        """Those whose words are still there, and of which no solution came."""
        became = sa.exists().where(Solution.question_id == Question.id)
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.created_at < before, Question.text != "", ~became, Question.solved_by_solution_id.is_(None))
            .order_by(Question.id)
            .limit(limit)
        )
        return rows.all()

    async def forget_answers(self, question_id: int) -> None:
        """Their words; that somebody answered stays."""
        of_it = Answer.question_id == question_id
        await self.session.execute(sa.update(Answer).where(of_it).values(text="", source="", files=[]))

    async def forget_attendance(self, before: datetime) -> None:
        over = sa.select(Occurrence.id).where(Occurrence.end_at < before)
        await self.session.execute(sa.delete(Rsvp).where(Rsvp.occurrence_id.in_(over)))

    async def forget_arguments(self, before: datetime) -> None:
        """The card can still be drawn anew, without the words."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(
                Delivery.template.in_(WORDS), Delivery.state.not_in(PENDING), Delivery.created_at < before
            )
        )
        for row in rows:
            if row.args.get(WORDS[row.template]):
                row.args = {**row.args, WORDS[row.template]: ""}

    async def forget_messages(self, before: datetime) -> None:
        """Private messages, and what was said once in a room: the card of a record is redrawn as long as it stands."""
        change = aliased(Delivery)
        await self.session.execute(
            sa.delete(Delivery).where(
                Delivery.op == POST,
                Delivery.state.not_in(PENDING),
                Delivery.due_at < before,
                sa.or_(Delivery.room_id.is_(None), Delivery.subject == ""),
                ~sa.exists().where(change.target_id == Delivery.id),
            )
        )

    async def forget_erased(self) -> None:
        """What was still to be said to somebody who is erased, once it is said."""
        erased = sa.select(Person.id).where(Person.erased_at.is_not(None))
        await self.session.execute(
            sa.delete(Delivery).where(Delivery.person_id.in_(erased), Delivery.state.not_in(PENDING))
        )
