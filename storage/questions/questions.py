"""Store questions from draft to solved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.code_numbers import QUESTIONS, build_number_after
from storage.kit.record_declarations import CodedRecords, IndexedRecords, select_indexed
from storage.kit.record_ids import Key, Ref
from storage.kit.unit_memory import remember_in_unit
from storage.notifications.escalations import match_never_escalated

#: visible to the asker only; waits for their choice of topic or suggestion
DRAFT = "draft"
#: accepted, but can still be undone
ACCEPTED = "accepted"
#: with the secretariat, because there is no topic, or no room for it
TRIAGE = "triage"
OPEN, ANSWERED, SOLVED = "open", "answered", "solved"
#: withdrawn by its author, or set aside as no question
WITHDRAWN = "withdrawn"
#: hidden until the secretariat restores it
HIDDEN = "hidden"
STATES = (DRAFT, ACCEPTED, TRIAGE, OPEN, ANSWERED, SOLVED, WITHDRAWN, HIDDEN)
#: reasons for resting: found inactive by the bot; closed by its asker
STALE, CLOSED = "stale", "closed"
#: whether the author of quoted words agrees: not asked yet, asked, cannot be asked, has agreed; "": none are quoted
WORDS_HELD, WORDS_ASKED, WORDS_UNREACHED, WORDS_AGREED = "held", "asked", "unreached", "agreed"
#: visible to others
PUBLIC = (OPEN, ANSWERED, SOLVED)


class Question(Base):
    __tablename__ = "questions"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('draft','accepted','triage','open','answered','solved','withdrawn','hidden')", name="state"
        ),
        build_partial_index("ix_questions_source", "source", unique=True, where="source <> ''"),
        sa.Index("ix_questions_state", "state", "id"),
    )

    id: Mapped[Key]
    #: Number for people ("question 12"): short, and discloses nothing else.
    number: Mapped[int] = mapped_column(sa.Identity(), unique=True)
    asker_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: account it was asked from, which gets the answers
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    #: shown on the card, and its rooms get the card too
    second_topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))
    #: audience; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    #: attachments, as of an answer
    files: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    #: True: the asker's name is visible to the secretariat only
    anonymous: Mapped[bool] = mapped_column(default=False)
    #: Original message ("platform/workspace/channel/message"). Empty if it came by form or slash command.
    source: Mapped[str] = mapped_column(sa.String(400), default="")
    #: place of the asker, where the bot can answer
    origin: Mapped[dict[str, Any]]
    #: suggestions shown before it was sent: [["solution", 3], ["question", 8]]
    suggested: Mapped[list[Any]]
    #: topic guesses, best first: [["nett", 0.83], ...]
    guess: Mapped[list[Any]]
    #: True if a person chose or confirmed the topic, so that routing may learn from it
    topic_confirmed: Mapped[bool] = mapped_column(default=False)
    #: person who confirmed the topic
    topic_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: Number of times it was accepted. An undone acceptance has used up its delivery keys.
    sendings: Mapped[int] = mapped_column(default=0)
    publish_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    edited_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    solved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: Answer that solved it. No foreign key, since answers refer to questions.
    accepted_answer_id: Mapped[Ref | None]
    #: existing solution that solved it
    solved_by_solution_id: Mapped[Ref | None]
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    #: other words with which people search for it after it is solved
    keywords: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    #: Escalation policy while nobody answers, fixed at the time of asking: [[working hours, step], ...].
    escalation: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: STALE without activity for a while; CLOSED if its asker closed it unsolved
    resting: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    #: True: all rooms get it, whatever their topics
    everywhere: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: who is working on it in triage
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: who wrote the words, if the asker quotes somebody else
    words_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    words_state: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")


#: not a duplicate of another question
ALONE = Question.duplicate_of_id.is_(None)
_FOUND = select_indexed(
    Question,
    Question.state.in_(PUBLIC),
    sa.or_(Question.state != OPEN, ALONE),
    topic_id=Question.topic_id,
    second_topic_id=Question.second_topic_id,
    organisation_id=sa.case((Question.anonymous, None), else_=Question.organisation_id),
    unanswered=Question.state == OPEN,
)
DECLARATIONS = (
    IndexedRecords("question", Question, _FOUND), CodedRecords(Question, Question.number),
    ClassifiedColumns(
        Question, QUESTION_DATA, author="asker_id", named="topic_by_id solved_by_id taken_by_id words_by_id",
        key="reach_id id number account_id topic_id second_topic_id accepted_answer_id solved_by_solution_id "
        "duplicate_of_id",
        account="source origin", text="text files outcome keywords", organisation="organisation_id",
        state="language state anonymous suggested guess topic_confirmed sendings publish_at created_at edited_at "
        "published_at solved_at escalation resting everywhere words_state",
    ),
)  # fmt: skip

#: Prebuilt, since every card that is sent needs it: compiling costs as much as executing.
_LOCKED = sa.select(Question).where(Question.id == sa.bindparam("id")).with_for_update()
_SAME = (Question.duplicate_of_id == sa.bindparam("question"), Question.state.in_(PUBLIC))
_DUPLICATES = sa.select(Question.id).where(*_SAME).order_by(Question.id)
#: on SQLite; PostgreSQL has a sequence, which nobody waits for
_NEXT_NUMBER = build_number_after(QUESTIONS, Question.number)


class Questions(Repository):
    """Store the questions of members."""

    async def find(self, id: int | None) -> Question | None:
        return None if id is None else await self.session.get(Question, id)

    @remember_in_unit()
    async def lock(self, id: int) -> Question | None:
        """Return the question with a row lock, which is held until this unit of work ends."""
        return (await self.session.scalars(_LOCKED, {"id": id}, execution_options={"populate_existing": True})).first()

    async def map_questions_by_id(self, ids: Sequence[int]) -> dict[int, Question]:
        rows = await self.session.scalars(sa.select(Question).where(match_any_of(Question.id, ids))) if ids else ()
        return {row.id: row for row in rows}

    async def find_question_number(self, id: int | None) -> int | None:
        """Return the number that people know the question by, or None."""
        question = await self.find(id)
        return question.number if question is not None else None

    async def find_question_by_number(self, number: int) -> Question | None:
        return (await self.session.scalars(sa.select(Question).where(Question.number == number))).first()

    async def find_question_by_source(self, source: str) -> Question | None:
        which = sa.and_(Question.source == source, Question.source != spell_constant(""))
        return (await self.session.scalars(sa.select(Question).where(which))).first()

    async def add(self, question: Question) -> Question:
        """Write the question at once, so that it has a number. A question that was added before keeps its own."""
        if question not in self.session:
            is_sqlite = self.session.get_bind().dialect.name == "sqlite"
            question.created_at, question.number = self.now, _NEXT_NUMBER if is_sqlite else None  # type: ignore[assignment]
        self.session.add(question)
        await self.session.flush()
        return question

    async def list_questions_asked_by(self, person_id: int, limit: int = 10) -> Sequence[Question]:
        """List the person's questions, newest first, without withdrawn ones."""
        return await self._list_questions_of_person(person_id, (WITHDRAWN,), limit, 0)

    async def list_questions_sent_by(self, person_id: int, limit: int, skip: int = 0) -> Sequence[Question]:
        """List the person's questions, newest first, without drafts and withdrawn ones."""
        return await self._list_questions_of_person(person_id, (DRAFT, WITHDRAWN), limit, skip)

    async def count_questions_sent_by(self, person_id: int) -> int:
        """Return how many questions the person has sent, without drafts and withdrawn ones."""
        mine = sa.and_(Question.asker_id == person_id, Question.state.not_in((DRAFT, WITHDRAWN)))
        return await self.session.scalar(sa.select(sa.func.count()).select_from(Question).where(mine)) or 0

    async def _list_questions_of_person(
        self, person_id: int, but: Collection[str], limit: int, skip: int
    ) -> Sequence[Question]:
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.asker_id == person_id, ~match_any_of(Question.state, but))
            .order_by(Question.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return rows.all()

    async def has_repeated_question(self, asker_id: int, text: str, since: datetime) -> bool:
        """Return True if this person has sent a question in these words since then."""
        mine = sa.and_(Question.asker_id == asker_id, Question.text == text, Question.created_at >= since)
        sent = sa.select(Question.id).where(mine, Question.state.not_in((DRAFT, WITHDRAWN))).limit(1)
        return await self.session.scalar(sent) is not None

    async def list_unanswered_questions(
        self, topic_ids: Sequence[int], viewer: Viewer, limit: int = 10
    ) -> Sequence[Question]:
        """List unanswered questions, oldest first; resting ones come last.

        Closed questions and duplicates are left out.
        """
        waits = (Question.state == OPEN, Question.resting != CLOSED, ALONE)
        seen = viewer.match_visible(Question.reach_id, Question.asker_id)
        rows = await self.session.scalars(
            sa.select(Question)
            .where(match_any_of(Question.topic_id, topic_ids), *waits, seen)
            .order_by(Question.resting, Question.id)
            .limit(limit)
        )
        return rows.all()

    async def list_questions_published_since(self, since: datetime) -> Sequence[Question]:
        """List questions published since then, oldest first."""
        which = sa.and_(Question.state.in_(PUBLIC), Question.published_at >= since)
        return (await self.session.scalars(sa.select(Question).where(which).order_by(Question.id))).all()

    async def list_published_questions(self) -> Sequence[Question]:
        """List all published questions, oldest first."""
        rows = await self.session.scalars(sa.select(Question).where(Question.state.in_(PUBLIC)).order_by(Question.id))
        return rows.all()

    async def list_duplicate_ids(self, question_id: int) -> Sequence[int]:
        """Return the ids of published questions that are marked as duplicates of this one."""
        return (await self.session.scalars(_DUPLICATES, {"question": question_id})).all()

    async def list_triage_questions(self, limit: int = 20) -> Sequence[Question]:
        rows = sa.select(Question).where(Question.state == TRIAGE).order_by(Question.id).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def list_questions_without_escalation(
        self, kind: str, states: Sequence[str], limit: int = 200
    ) -> Sequence[Question]:
        """List questions in these states for which no escalation of this kind has ever begun."""
        which = sa.and_(Question.state.in_(states), match_never_escalated(kind, Question.id))
        return (await self.session.scalars(sa.select(Question).where(which).order_by(Question.id).limit(limit))).all()
