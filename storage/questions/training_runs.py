"""Lessons: questions whose topic people confirmed, what routing was taught from them, and whether it was the better."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.directory.topics import Topic
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.questions.questions import PUBLIC, SOLVED, Question


class Confirmed(NamedTuple):
    """A question whose topic is known to be right."""

    id: int
    text: str
    #: of its topic
    slug: str
    #: whose word it is
    by: int


#: an answer that came in its topic solved it; when that is undone, so is this
_ANSWERED_THERE = sa.and_(Question.state == SOLVED, Question.accepted_answer_id.is_not(None))
#: a person chose or confirmed the topic, in so many words or by accepting an answer, and the question is out
CONFIRMED = (sa.or_(Question.topic_confirmed, _ANSWERED_THERE), Question.state.in_(PUBLIC))
_BY = sa.func.coalesce(
    sa.case((Question.topic_confirmed, Question.topic_by_id), else_=Question.solved_by_id), Question.asker_id
)


class Lesson(Base):
    """One attempt to learn from people; its id is the number of the version."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: hash of what was learnt
    version: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    #: it was no worse than the one before it, and is in use until a later one is taken
    taken: Mapped[bool]
    #: topic slug -> questions that were confirmed for it
    confirmed: Mapped[dict[str, Any]]
    #: ids of the questions that were learnt; forgotten when a later lesson is taken
    questions: Mapped[list[Any]]
    #: questions that were kept apart
    held: Mapped[int]
    #: the share of those whose topic is guessed first, and their log loss: with this lesson
    accuracy: Mapped[float]
    loss: Mapped[float]
    #: and with what was in use until then
    accuracy_before: Mapped[float]
    loss_before: Mapped[float]

    @property
    def size(self) -> int:
        """Questions that were confirmed by then."""
        return sum(self.confirmed.values())


class Lessons(Repository):
    """What there is to learn, and what was tried."""

    async def counts(self) -> dict[str, int]:
        """Topic slug -> how many questions are confirmed to belong there."""
        rows = await self.session.execute(
            sa.select(Topic.slug, sa.func.count())
            .join(Question, Question.topic_id == Topic.id)
            .where(*CONFIRMED)
            .group_by(Topic.slug)
        )
        return dict(rows.all())

    async def confirmed(self, limit: int, ids: Sequence[int] | None = None) -> Sequence[Confirmed]:
        """Those questions, newest first; of these ids where some are given."""
        which = () if ids is None else (among(Question.id, ids),)
        rows = await self.session.execute(
            sa.select(Question.id, Question.text, Topic.slug, _BY)
            .join(Topic, Topic.id == Question.topic_id)
            .where(*CONFIRMED, *which)
            .order_by(Question.id.desc())
            .limit(limit)
        )
        return [Confirmed(*row) for row in rows.all()]

    async def last(self) -> Lesson | None:
        """The latest attempt, whatever came of it."""
        return (await self.session.scalars(sa.select(Lesson).order_by(Lesson.id.desc()).limit(1))).first()

    async def taken(self) -> Lesson | None:
        """The one in use; None while topics are all that is known."""
        rows = sa.select(Lesson).where(Lesson.taken).order_by(Lesson.id.desc()).limit(1)
        return (await self.session.scalars(rows)).first()

    async def refused(self) -> int:
        """Attempts that were not taken."""
        return (
            await self.session.scalar(sa.select(sa.func.count()).select_from(Lesson).where(Lesson.taken.is_(False)))
            or 0
        )

    async def add(self, lesson: Lesson) -> Lesson:
        """Figures of earlier lessons are kept, what they were learnt from is not."""
        lesson.at = self.now
        self.session.add(lesson)
        await self.session.flush()
        if lesson.taken:
            await self.session.execute(sa.update(Lesson).where(Lesson.id < lesson.id).values(questions=[]))
        return lesson
