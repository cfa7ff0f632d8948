"""Rounds: what the secretariat asks organisations for, with a deadline, and what each of them has answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.directory.organisations import Organisation, OrganisationTopic
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import next_number, numbers_of
from storage.kit.record_ids import Key

#: written and not sent; out; over, by its deadline or earlier; called off
DRAFT, OPEN, CLOSED, CANCELLED = "draft", "open", "closed", "cancelled"
#: those that who is asked sees
SEEN = (OPEN, CLOSED, CANCELLED)
#: a number with its unit, one of several words, free words, whether a scheme hits
NUMBER, CHOICE, TEXT, SCHEME = "number", "choice", "text", "scheme"
#: an organisation that is asked: has said nothing yet, has answered, will not
ASKED, ANSWERED, DECLINED = "asked", "answered", "declined"
#: who may read what an organisation has written: the secretariat; members, without its name, or with it
PRIVATE, UNNAMED, NAMED = "private", "unnamed", "named"


class Round(Base):
    __tablename__ = "rounds"
    __table_args__ = (sa.CheckConstraint("state IN ('draft','open','closed','cancelled')", name="state"),)

    id: Mapped[Key]
    #: what people write: "R-3"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    why: Mapped[str] = mapped_column(sa.Text)
    #: the last day on which it can be answered
    deadline: Mapped[date]
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    #: the policy issue that the answers are for
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issues.id", ondelete="SET NULL"), index=True)
    #: or the consultation
    consultation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="SET NULL"), index=True
    )
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: who is asked, as it was chosen: the form is filled with it again
    audience: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class RoundField(Base):
    """One thing that is asked for."""

    __tablename__ = "round_fields"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "position"),
        sa.CheckConstraint("kind IN ('number','choice','text','scheme')", name="kind"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(8))
    label: Mapped[str] = mapped_column(sa.String(150))
    #: of a number
    unit: Mapped[str] = mapped_column(sa.String(24), default="")
    #: of a choice
    options: Mapped[list[str]]
    scheme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("schemes.id"))


class RoundAnswer(Base):
    """What one organisation that is asked has said: there can be no second one."""

    __tablename__ = "round_answers"
    __table_args__ = (sa.CheckConstraint("state IN ('asked','answered','declined')", name="state"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=ASKED)
    #: id of the field -> a number as text, in the unit of the field; the option; the words
    given: Mapped[dict[str, Any]]
    #: who may read its words
    shared: Mapped[str] = mapped_column(sa.String(8), default=PRIVATE)
    #: why it does not answer
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: who said it for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    said_at: Mapped[datetime | None]


class Rounds(Repository):
    """What organisations are asked for. Change answers while the round is locked."""

    async def find(self, id: int | None) -> Round | None:
        return None if id is None else await self.session.get(Round, id)

    async def lock(self, id: int) -> Round | None:
        """The round, held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(Round).where(Round.id == id).with_for_update().execution_options(populate_existing=True)
        )
        return rows.first()

    async def by_code(self, code: str) -> Round | None:
        return (await self.session.scalars(sa.select(Round).where(Round.code == code.upper()))).first()

    async def add(self, round: Round) -> Round:
        """With the next free code."""
        round.created_at = self.now
        codes = await self.session.scalars(sa.select(Round.code))
        round.code = f"R-{await next_number(self.session, 'R', numbers_of(codes))}"
        self.session.add(round)
        await self.session.flush()
        return round

    async def remove(self, round: Round) -> None:
        """For drafts, which nobody else has seen."""
        await self.session.delete(round)
        await self.session.flush()

    async def clear_drafts(self, before: datetime) -> None:
        """Those that were left lying."""
        old = sa.and_(Round.state == DRAFT, Round.created_at < before)
        await self.session.execute(sa.delete(Round).where(old))

    async def fields(self, round_id: int) -> Sequence[RoundField]:
        rows = await self.session.scalars(
            sa.select(RoundField).where(RoundField.round_id == round_id).order_by(RoundField.position)
        )
        return rows.all()

    async def asked_between(self, kind: str, first: datetime, last: datetime) -> Sequence[RoundField]:
        """Fields of this kind in rounds that are out, or ended between these."""
        rows = await self.session.scalars(
            sa.select(RoundField)
            .join(Round, Round.id == RoundField.round_id)
            .where(RoundField.kind == kind, Round.state.in_(SEEN))
            .where(sa.or_(Round.closed_at.is_(None), Round.closed_at.between(first, last)))
            .order_by(RoundField.id)
        )
        return rows.all()

    async def asks_for(self, round_id: int, fields: Collection[RoundField]) -> None:
        """These fields, in this order, and no others."""
        await self.session.execute(sa.delete(RoundField).where(RoundField.round_id == round_id))
        for position, field in enumerate(fields):
            field.round_id, field.position = round_id, position
            self.session.add(field)
        await self.session.flush()

    async def ask(self, round_id: int, organisation_ids: Collection[int]) -> None:
        """From now on these are asked; those that are already stay as they are."""
        known = await self.asked(round_id)
        self.session.add_all(
            RoundAnswer(round_id=round_id, organisation_id=id, given={}) for id in sorted(set(organisation_ids) - known)
        )
        await self.session.flush()

    async def unask(self, answer: RoundAnswer) -> None:
        """It is not asked any more, and has said nothing."""
        await self.session.delete(answer)
        await self.session.flush()

    async def answer(self, round_id: int, organisation_id: int) -> RoundAnswer | None:
        """None for an organisation that is not asked."""
        return await self.session.get(RoundAnswer, (round_id, organisation_id), populate_existing=True)

    async def put(self, answer: RoundAnswer) -> RoundAnswer:
        """Say it, or say something else."""
        answer.said_at = self.now
        kept = await self.session.merge(answer)
        await self.session.flush()
        return kept

    async def answers(self, round_id: int) -> Sequence[tuple[RoundAnswer, Organisation]]:
        """One for each organisation that is asked, by name."""
        rows = await self.session.execute(
            sa.select(RoundAnswer, Organisation)
            .join(Organisation, Organisation.id == RoundAnswer.organisation_id)
            .where(RoundAnswer.round_id == round_id)
            .order_by(Organisation.name)
        )
        return [(answer, organisation) for answer, organisation in rows]

    async def asked(self, round_id: int) -> set[int]:
        """The ids of the organisations that are asked."""
        which = RoundAnswer.round_id == round_id
        return set((await self.session.scalars(sa.select(RoundAnswer.organisation_id).where(which))).all())

    async def listed(self, states: Collection[str], houses: Collection[int] | None, limit: int) -> Sequence[Round]:
        """Those that one of these organisations is asked in (None: all of them), the newest first."""
        rows = sa.select(Round).where(Round.state.in_(states)).order_by(Round.id.desc()).limit(limit)
        if houses is not None:
            mine = sa.select(RoundAnswer.round_id).where(among(RoundAnswer.organisation_id, houses))
            rows = rows.where(Round.id.in_(mine))
        return (await self.session.scalars(rows)).all()

    async def over(self, today: date) -> Sequence[int]:
        """The ids of those that are still open and whose deadline was before this day."""
        which = sa.and_(Round.state == OPEN, Round.deadline < today)
        return (await self.session.scalars(sa.select(Round.id).where(which).order_by(Round.id))).all()

    async def about(self, *, issue_id: int | None = None, consultation_id: int | None = None) -> Sequence[Round]:
        """Those that are out and whose answers are for this issue, or this consultation."""
        mine = Round.issue_id == issue_id if issue_id is not None else Round.consultation_id == consultation_id
        rows = await self.session.scalars(sa.select(Round).where(mine, Round.state.in_(SEEN)).order_by(Round.id))
        return rows.all()

    async def knowing(self, topic_ids: Collection[int]) -> set[int]:
        """The organisations that say they know about one of these topics."""
        which = among(OrganisationTopic.topic_id, topic_ids)
        return set((await self.session.scalars(sa.select(OrganisationTopic.organisation_id).where(which))).all())

    async def of_house(self, organisation_id: int) -> Sequence[tuple[RoundAnswer, Round]]:
        """All that one organisation is asked, and what it said."""
        rows = await self.session.execute(
            sa.select(RoundAnswer, Round)
            .join(Round, Round.id == RoundAnswer.round_id)
            .where(RoundAnswer.organisation_id == organisation_id)
            .order_by(Round.id)
        )
        return [(answer, round) for answer, round in rows]

    async def forget(self, before: datetime) -> None:
        """What organisations answered in rounds that were over by then; what was published of them stays."""
        old = sa.select(Round.id).where(Round.state.in_((CLOSED, CANCELLED)), Round.closed_at < before)
        which = sa.and_(RoundAnswer.round_id.in_(old), RoundAnswer.state != ASKED)
        rows = await self.session.scalars(sa.select(RoundAnswer).where(which))
        for answer in rows:
            answer.given, answer.reason, answer.shared = {}, "", PRIVATE
        await self.session.flush()
