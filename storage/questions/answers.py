"""Store answers to questions, written in a thread or in the form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.record_ids import Key
from storage.kit.unit_memory import remember_in_unit
from storage.queue.early_changes import EarlyChange


class Answer(Base):
    __tablename__ = "answers"
    __table_args__ = (
        build_partial_index("ix_answers_source", "source", unique=True, where="source <> ''"),
        sa.Index("ix_answers_author", "author_id", "created_at"),
    )

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    #: Attachments, which stay in the message: [["file", "plan.pdf", "https://..."], ...].
    #: A picture that the bot can read has its address there, too.
    files: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: original message ("platform/workspace/channel/message"); empty for answers from a form
    source: Mapped[str] = mapped_column(sa.String(400), default="")
    #: room it was written in, which needs no copy
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    platform: Mapped[str] = mapped_column(sa.String(16))
    created_at: Mapped[datetime]
    #: time by the clock of the platform
    edited_at: Mapped[datetime | None]
    #: set also when the text became internal
    deleted_at: Mapped[datetime | None]
    #: hidden until the secretariat restores it
    hidden_at: Mapped[datetime | None]

    @property
    def is_shown(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None


DECLARATIONS = (
    ClassifiedColumns(
        Answer, QUESTION_DATA, author="author_id", key="id question_id room_id", account="source", text="text files",
        organisation="organisation_id", state="platform created_at edited_at deleted_at hidden_at",
    ),
)  # fmt: skip


#: neither deleted nor hidden
SHOWN = sa.and_(Answer.deleted_at.is_(None), Answer.hidden_at.is_(None))
#: Prebuilt, since every answer needs them: compiling costs as much as executing.
_BY_SOURCE = sa.select(Answer).where(Answer.source == sa.bindparam("source"), Answer.source != spell_constant(""))
_SOURCE = sa.select(sa.bindparam("source", type_=sa.String).label("source")).subquery()
_BY_SOURCE_OR_EARLY = (
    sa.select(Answer, EarlyChange)
    .select_from(_SOURCE)
    .outerjoin(Answer, sa.and_(Answer.source == _SOURCE.c.source, Answer.source != spell_constant("")))
    .outerjoin(EarlyChange, EarlyChange.source == _SOURCE.c.source)
)
_SHOWN = sa.select(Answer).where(Answer.question_id == sa.bindparam("question"), SHOWN).order_by(Answer.id)
_SHOWN_COUNT = (
    sa.select(sa.func.count())
    .select_from(Answer)
    .where(Answer.question_id == sa.bindparam("question"), SHOWN, Answer.author_id != sa.bindparam("asker"))
)


class Answers(Repository):
    """Store the answers of members."""

    async def find(self, id: int | None) -> Answer | None:
        return None if id is None else await self.session.get(Answer, id)

    async def find_answer_by_source(self, source: str) -> Answer | None:
        return (await self.session.scalars(_BY_SOURCE, {"source": source})).first()

    async def find_answer_or_early_change(self, source: str) -> tuple[Answer | None, EarlyChange | None]:
        """Return what is known of a message: the answer it became, and the change that arrived before it."""
        answer, early = (await self.session.execute(_BY_SOURCE_OR_EARLY, {"source": source})).one()
        return answer, early

    async def add(self, answer: Answer) -> Answer:
        answer.created_at = self.now
        self.session.add(answer)
        await self.session.flush()
        return answer

    @remember_in_unit("answers")
    async def list_answers_to_question(self, question_id: int) -> Sequence[Answer]:
        """List shown answers in the order they came, without deleted and hidden ones."""
        return (await self.session.scalars(_SHOWN, {"question": question_id})).all()

    async def count_answers(self, question_id: int, *, but: int | None = None) -> int:
        """Count the shown answers, without those of `but`: what the asker adds is no answer."""
        return await self.session.scalar(_SHOWN_COUNT, {"question": question_id, "asker": but or 0}) or 0

    async def count_answers_by_question(self, question_ids: Collection[int]) -> dict[int, int]:
        """Return question id -> how many answers are shown. Questions without any are left out."""
        rows = sa.select(Answer.question_id, sa.func.count()).where(
            match_any_of(Answer.question_id, question_ids), SHOWN
        )
        counted = await self.session.execute(rows.group_by(Answer.question_id))
        return dict(counted.all())

    async def has_repeated_answer(self, author_id: int, text: str, since: datetime) -> bool:
        """Return True if this person has answered in these words since then."""
        which = sa.and_(Answer.author_id == author_id, Answer.created_at >= since, Answer.text == text)
        return await self.session.scalar(sa.select(Answer.id).where(which).limit(1)) is not None
