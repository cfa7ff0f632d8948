"""Store input rounds: what the secretariat asks organisations for, with a deadline, and their answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ROUND_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key

#: not sent; open; closed by its deadline or earlier; cancelled
DRAFT, OPEN, CLOSED, CANCELLED = "draft", "open", "closed", "cancelled"
#: states in which recipients see it
SEEN = (OPEN, CLOSED, CANCELLED)
#: what a round asks: fields that the secretariat writes, whether anybody has done something, or a sheet about land
FIELDS, ADOPTION, INQUIRY = "fields", "adoption", "inquiry"
#: a number with a unit, one of several options, free text, verdict on a scheme;
#: ADOPTION: how far somebody has come; a sheet of what somebody offers
NUMBER, CHOICE, TEXT, SCHEME, SHEET = "number", "choice", "text", "scheme", "sheet"
#: kinds of fields of which the answers are counted
COUNTED = (CHOICE, ADOPTION)
#: how far an organisation has come with what is asked about; the last one: others may ask it
DONE, UNDERWAY, PLANNED, IRRELEVANT, ASK_ME = "done", "underway", "planned", "irrelevant", "ask_me"
ADOPTION_STATES = (DONE, UNDERWAY, PLANNED, IRRELEVANT, ASK_ME)
#: state of a recipient: no answer yet, answered, declined
ASKED, ANSWERED, DECLINED = "asked", "answered", "declined"
#: who may read the texts of an organisation: the secretariat; members, anonymously; members, with its name.
#: Of adoption: PEERS shows the name to others that plan and agree; UNNAMED was shown, and is counted no more.
PRIVATE, UNNAMED, NAMED, PEERS = "private", "unnamed", "named", "peers"


class Round(Base):
    __tablename__ = "rounds"
    __table_args__ = (
        sa.CheckConstraint("state IN ('draft','open','closed','cancelled')", name="state"),
        sa.CheckConstraint("form IN ('fields','adoption','inquiry')", name="form"),
    )

    id: Mapped[Key]
    form: Mapped[str] = mapped_column(sa.String(8), default=FIELDS, server_default=FIELDS)
    #: code for people: "R-3"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    why: Mapped[str] = mapped_column(sa.Text)
    #: last day for answers
    deadline: Mapped[date]
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    #: issue that the answers are for
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issues.id", ondelete="SET NULL"), index=True)
    #: consultation that the answers are for
    consultation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="SET NULL"), index=True
    )
    #: topic of what is asked about adoption
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id", ondelete="SET NULL"), index=True)
    #: organisation in whose name an inquiry is made; None: the secretariat
    inquirer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: choice of recipients, to fill the form again
    audience: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class RoundField(Base):
    """Store one thing that is asked for."""

    __tablename__ = "round_fields"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "position"),
        sa.CheckConstraint("kind IN ('number','choice','text','scheme','adoption','sheet')", name="kind"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(8))
    label: Mapped[str] = mapped_column(sa.String(150))
    #: unit of a number
    unit: Mapped[str] = mapped_column(sa.String(24), default="")
    #: options of a choice
    options: Mapped[list[str]]
    scheme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("schemes.id"))


class RoundAnswer(Base):
    """Store what one asked organisation has said. The key allows no second answer."""

    __tablename__ = "round_answers"
    __table_args__ = (sa.CheckConstraint("state IN ('asked','answered','declined')", name="state"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=ASKED)
    #: field id -> a number as text in the field's unit, an option, or a text
    given: Mapped[dict[str, Any]]
    #: who may read its texts
    shared: Mapped[str] = mapped_column(sa.String(8), default=PRIVATE)
    #: reason for declining
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: person who answered for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    said_at: Mapped[datetime | None]


DECLARATIONS = (
    CodedRecords(Round, Round.code, "R"),
    ClassifiedColumns(
        Round, ROUND_DATA, author="made_by_id", key="id code issue_id consultation_id topic_id", text="title why",
        organisation="inquirer_id", state="form deadline state audience created_at opened_at closed_at",
    ),
    ClassifiedColumns(
        RoundField, ROUND_DATA, key="id round_id scheme_id", text="label options", state="position kind unit",
    ),
    ClassifiedColumns(
        RoundAnswer, ROUND_DATA, author="person_id", key="round_id", text="given reason",
        organisation="organisation_id", state="state shared said_at",
    ),
)  # fmt: skip


class Rounds(Repository):
    """Store what organisations are asked for. Change answers while the round is locked."""

    async def find(self, id: int | None) -> Round | None:
        return None if id is None else await self.session.get(Round, id)

    async def lock(self, id: int) -> Round | None:
        """Return the round with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Round, id)

    async def find_round_by_code(self, code: str) -> Round | None:
        return (await self.session.scalars(sa.select(Round).where(Round.code == code.upper()))).first()

    async def add(self, round: Round) -> Round:
        """Add the round with the next free code."""
        round.created_at = self.now
        round.code = f"R-{await find_next_number(self.session, 'R', Round.code)}"
        self.session.add(round)
        await self.session.flush()
        return round

    async def list_round_fields(self, round_id: int) -> Sequence[RoundField]:
        rows = await self.session.scalars(
            sa.select(RoundField).where(RoundField.round_id == round_id).order_by(RoundField.position)
        )
        return rows.all()

    async def set_round_fields(self, round_id: int, fields: Collection[RoundField]) -> None:
        """Store these fields in this order, and no others."""
        await self.session.execute(sa.delete(RoundField).where(RoundField.round_id == round_id))
        for position, field in enumerate(fields):
            field.round_id, field.position = round_id, position
            self.session.add(field)
        await self.session.flush()

    async def add_recipients(self, round_id: int, organisation_ids: Collection[int]) -> None:
        """Add these organisations as recipients. Those that are recipients already stay as they are."""
        known = await self.list_recipient_ids(round_id)
        self.session.add_all(
            RoundAnswer(round_id=round_id, organisation_id=id, given={}) for id in sorted(set(organisation_ids) - known)
        )
        await self.session.flush()

    async def remove_recipient(self, answer: RoundAnswer) -> None:
        """Remove a recipient that has said nothing."""
        await self.session.delete(answer)
        await self.session.flush()

    async def find_round_answer(self, round_id: int, organisation_id: int) -> RoundAnswer | None:
        """Return the answer, or None for an organisation that is not asked."""
        return await self.session.get(RoundAnswer, (round_id, organisation_id), populate_existing=True)

    async def store_round_answer(self, answer: RoundAnswer) -> RoundAnswer:
        """Give or change the answer."""
        answer.said_at = self.now
        kept = await self.session.merge(answer)
        await self.session.flush()
        return kept

    async def list_round_answers(self, round_id: int) -> Sequence[tuple[RoundAnswer, Organisation]]:
        """List one answer for each recipient, by the organisation's name."""
        rows = await self.session.execute(
            sa.select(RoundAnswer, Organisation)
            .join(Organisation, Organisation.id == RoundAnswer.organisation_id)
            .where(RoundAnswer.round_id == round_id)
            .order_by(Organisation.name)
        )
        return [(answer, organisation) for answer, organisation in rows]

    async def list_recipient_ids(self, round_id: int) -> set[int]:
        """Return the ids of the organisations that are asked."""
        which = RoundAnswer.round_id == round_id
        return set((await self.session.scalars(sa.select(RoundAnswer.organisation_id).where(which))).all())

    async def list_rounds_of_recipients(
        self, states: Collection[str], organisation_ids: Collection[int] | None, limit: int
    ) -> Sequence[Round]:
        """List rounds in which one of these organisations is asked or asks (None: all rounds), newest first."""
        rows = sa.select(Round).where(Round.state.in_(states)).order_by(Round.id.desc()).limit(limit)
        if organisation_ids is not None:
            mine = sa.select(RoundAnswer.round_id).where(match_any_of(RoundAnswer.organisation_id, organisation_ids))
            rows = rows.where(sa.or_(Round.id.in_(mine), match_any_of(Round.inquirer_id, organisation_ids)))
        return (await self.session.scalars(rows)).all()

    async def list_overdue_round_ids(self, today: date) -> Sequence[int]:
        """Return the ids of rounds that are still open and whose deadline was before this day."""
        which = sa.and_(Round.state == OPEN, Round.deadline < today)
        return (await self.session.scalars(sa.select(Round.id).where(which).order_by(Round.id))).all()

    async def list_rounds_about(
        self, *, issue_id: int | None = None, consultation_id: int | None = None
    ) -> Sequence[Round]:
        """List seen rounds whose answers are for this issue, or this consultation."""
        mine = Round.issue_id == issue_id if issue_id is not None else Round.consultation_id == consultation_id
        rows = await self.session.scalars(sa.select(Round).where(mine, Round.state.in_(SEEN)).order_by(Round.id))
        return rows.all()

    async def list_rounds_of_organisation(self, organisation_id: int) -> Sequence[tuple[RoundAnswer, Round]]:
        """List all that one organisation is asked, and what it said."""
        rows = await self.session.execute(
            sa.select(RoundAnswer, Round)
            .join(Round, Round.id == RoundAnswer.round_id)
            .where(RoundAnswer.organisation_id == organisation_id)
            .order_by(Round.id)
        )
        return [(answer, round) for answer, round in rows]
