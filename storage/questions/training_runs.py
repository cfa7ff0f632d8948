"""Store training runs: the confirmed questions, what routing was taught from them, and whether it improved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import SEARCH_DATA, ClassifiedColumns
from storage.directory.topics import Topic
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.questions.questions import PUBLIC, SOLVED, Question


class ConfirmedQuestion(NamedTuple):
    """Hold a question whose topic is known to be right."""

    id: int
    text: str
    #: topic of the question
    slug: str
    #: id of the person who confirmed it
    by: int


#: Solved by an answer given in its topic. Undoing that also undoes the confirmation.
_ANSWERED_THERE = sa.and_(Question.state == SOLVED, Question.accepted_answer_id.is_not(None))
#: Published, and a person confirmed the topic, explicitly or by accepting an answer.
CONFIRMED = (sa.or_(Question.topic_confirmed, _ANSWERED_THERE), Question.state.in_(PUBLIC))
_BY = sa.func.coalesce(
    sa.case((Question.topic_confirmed, Question.topic_by_id), else_=Question.solved_by_id), Question.asker_id
)


class TrainingRun(Base):
    """Store one attempt to learn from people; its id is the number of the version."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: hash of the training data
    version: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    #: True if it was no worse than its predecessor. It is in use until a later run is adopted.
    taken: Mapped[bool]
    #: topic slug -> number of confirmed questions
    confirmed: Mapped[dict[str, Any]]
    #: ids of the training questions; cleared when a later run is adopted
    questions: Mapped[list[Any]]
    #: number of held-out questions
    held: Mapped[int]
    #: accuracy and log loss on held-out questions, with this run
    accuracy: Mapped[float]
    loss: Mapped[float]
    #: accuracy and log loss with the model before it
    accuracy_before: Mapped[float]
    loss_before: Mapped[float]

    @property
    def confirmed_count(self) -> int:
        """Return how many questions were confirmed by then."""
        return sum(self.confirmed.values())


DECLARATIONS = (
    ClassifiedColumns(
        TrainingRun, SEARCH_DATA, key="id version",
        state="at taken confirmed questions held accuracy loss accuracy_before loss_before",
    ),
)  # fmt: skip


class TrainingRuns(Repository):
    """Store what there is to learn, and what was tried."""

    async def count_confirmed_by_topic(self) -> dict[str, int]:
        """Return topic slug -> how many questions are confirmed to belong there."""
        rows = await self.session.execute(
            sa.select(Topic.slug, sa.func.count())
            .join(Question, Question.topic_id == Topic.id)
            .where(*CONFIRMED)
            .group_by(Topic.slug)
        )
        return dict(rows.all())

    async def list_confirmed_questions(
        self, limit: int, ids: Sequence[int] | None = None
    ) -> Sequence[ConfirmedQuestion]:
        """List confirmed questions, newest first; only these ids where some are given."""
        which = () if ids is None else (match_any_of(Question.id, ids),)
        rows = await self.session.execute(
            sa.select(Question.id, Question.text, Topic.slug, _BY)
            .join(Topic, Topic.id == Question.topic_id)
            .where(*CONFIRMED, *which)
            .order_by(Question.id.desc())
            .limit(limit)
        )
        return [ConfirmedQuestion(*row) for row in rows.all()]

    async def find_last_training_run(self) -> TrainingRun | None:
        """Return the latest attempt, whatever came of it."""
        return (await self.session.scalars(sa.select(TrainingRun).order_by(TrainingRun.id.desc()).limit(1))).first()

    async def find_active_training_run(self) -> TrainingRun | None:
        """Return the run in use; None while topics are all that is known."""
        rows = sa.select(TrainingRun).where(TrainingRun.taken).order_by(TrainingRun.id.desc()).limit(1)
        return (await self.session.scalars(rows)).first()

    async def count_rejected_training_runs(self) -> int:
        """Return the number of attempts that were not taken."""
        return (
            await self.session.scalar(
                sa.select(sa.func.count()).select_from(TrainingRun).where(TrainingRun.taken.is_(False))
            )
            or 0
        )

    async def add_training_run(self, training_run: TrainingRun) -> TrainingRun:
        """Store the run. Figures of earlier runs are kept; what they were learnt from is deleted when this one
        is taken.
        """
        training_run.at = self.now
        self.session.add(training_run)
        await self.session.flush()
        if training_run.taken:
            await self.session.execute(
                sa.update(TrainingRun).where(TrainingRun.id < training_run.id).values(questions=[])
            )
        return training_run
