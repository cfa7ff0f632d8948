"""Voices: what each organisation says of a consultation, once, and what has happened to it, day by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Sight
from storage.directory.organisations import Organisation
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.policy.consultations import OPEN, Consultation

#: whether it concerns an organisation, and whether it signs: nothing said yet is empty
YES, NO = "yes", "no"
#: kinds of entries: its state; another deadline; a draft; somebody's comment; an organisation's word
STATE, DEADLINE, DRAFT, COMMENT, WORD = "state", "deadline", "draft", "comment", "word"


class ConsultationVoice(Base):
    """The word of one organisation: there can be no second one."""

    __tablename__ = "consultation_voices"
    __table_args__ = (
        sa.CheckConstraint("affected IN ('','yes','no')", name="affected"),
        sa.CheckConstraint("signs IN ('','yes','no')", name="signs"),
    )

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    affected: Mapped[str] = mapped_column(sa.String(3), default="")
    signs: Mapped[str] = mapped_column(sa.String(3), default="")
    #: of the draft that it signed; silence about a later one leaves it there
    version: Mapped[int] = mapped_column(default=0)
    #: what it gives itself: the power it needs, in MW, and what it emits, in tonnes of CO2 a year
    mw: Mapped[float | None]
    tonnes: Mapped[float | None]
    #: who said it for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]


class ConsultationNote(Base):
    """An entry of the history: who did what, and what they wrote."""

    __tablename__ = "consultation_notes"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: the state, the new deadline, the number of the version, or what the organisation said
    what: Mapped[str] = mapped_column(sa.String(16), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    at: Mapped[datetime]
    #: a comment that the secretariat has hidden
    hidden_at: Mapped[datetime | None]


class ConsultationStep(Base):
    """A step on the way to the answer, and its day; without one there is no time for it."""

    __tablename__ = "consultation_steps"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    day: Mapped[date | None]
    #: later than it should be
    late: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]


class Voices(Repository):
    """Who says what. Change them while the consultation is locked."""

    async def find(self, consultation_id: int, organisation_id: int) -> ConsultationVoice | None:
        return await self.session.get(ConsultationVoice, (consultation_id, organisation_id), populate_existing=True)

    async def of(self, consultation_id: int) -> Sequence[tuple[ConsultationVoice, Organisation]]:
        """With the organisations, in the order in which they said it."""
        rows = await self.session.execute(
            sa.select(ConsultationVoice, Organisation)
            .join(Organisation, Organisation.id == ConsultationVoice.organisation_id)
            .where(ConsultationVoice.consultation_id == consultation_id)
            .order_by(ConsultationVoice.given_at, Organisation.id)
        )
        return [(voice, organisation) for voice, organisation in rows]

    async def taken_up(
        self, organisation_id: int, sight: Sight, limit: int
    ) -> Sequence[tuple[ConsultationVoice, Consultation]]:
        """What an organisation has said of open ones that may be seen, the nearest deadline first."""
        seen = sight.within(Consultation.reach_id, Consultation.registered_by_id, Consultation.owner_id)
        rows = await self.session.execute(
            sa.select(ConsultationVoice, Consultation)
            .join(Consultation, Consultation.id == ConsultationVoice.consultation_id)
            .where(ConsultationVoice.organisation_id == organisation_id, Consultation.state == OPEN, seen)
            .order_by(Consultation.deadline.nulls_last(), Consultation.id)
            .limit(limit)
        )
        return [(voice, consultation) for voice, consultation in rows]

    async def put(self, voice: ConsultationVoice) -> ConsultationVoice:
        """Say it, or say something else."""
        voice.given_at = self.now
        kept = await self.session.merge(voice)
        await self.session.flush()
        return kept

    async def withdraw(self, organisation_id: int) -> list[int]:
        """It says nothing any more of what is still open; gives what that was. What is sent stays signed."""
        is_open = sa.select(Consultation.id).where(Consultation.state == OPEN)
        mine = sa.and_(
            ConsultationVoice.organisation_id == organisation_id, ConsultationVoice.consultation_id.in_(is_open)
        )
        ids = (await self.session.scalars(sa.select(ConsultationVoice.consultation_id).where(mine))).all()
        await self.session.execute(sa.delete(ConsultationVoice).where(mine))
        return list(ids)

    async def signers(self, consultation_ids: Collection[int]) -> dict[int, dict[int, int]]:
        """Return consultation id -> version of the draft -> how many organisations signed that one last."""
        rows = await self.session.execute(
            sa.select(ConsultationVoice.consultation_id, ConsultationVoice.version, sa.func.count())
            .where(among(ConsultationVoice.consultation_id, consultation_ids), ConsultationVoice.signs == YES)
            .group_by(ConsultationVoice.consultation_id, ConsultationVoice.version)
        )
        found: dict[int, dict[int, int]] = {}
        for id, version, count in rows:
            found.setdefault(id, {})[version] = count
        return found

    async def note(self, entry: ConsultationNote) -> ConsultationNote:
        entry.at = self.now
        self.session.add(entry)
        await self.session.flush()
        return entry

    async def drop(self, entry: ConsultationNote) -> None:
        await self.session.delete(entry)
        await self.session.flush()

    async def find_note(self, id: int | None) -> ConsultationNote | None:
        return None if id is None else await self.session.get(ConsultationNote, id)

    async def notes(self, consultation_id: int, *kinds: str, limit: int = 200) -> Sequence[ConsultationNote]:
        """Newest first; of these kinds, or of all; without what is hidden."""
        rows = sa.select(ConsultationNote).where(
            ConsultationNote.consultation_id == consultation_id, ConsultationNote.hidden_at.is_(None)
        )
        if kinds:
            rows = rows.where(ConsultationNote.kind.in_(kinds))
        return (await self.session.scalars(rows.order_by(ConsultationNote.id.desc()).limit(limit))).all()

    async def count(self, consultation_id: int, kind: str) -> int:
        """How many entries of this kind there are, without what is hidden."""
        of = sa.and_(ConsultationNote.consultation_id == consultation_id, ConsultationNote.kind == kind)
        rows = sa.select(sa.func.count()).where(of, ConsultationNote.hidden_at.is_(None))
        return await self.session.scalar(rows) or 0

    async def steps(self, consultation_id: int) -> dict[str, ConsultationStep]:
        """By name."""
        rows = await self.session.scalars(
            sa.select(ConsultationStep).where(ConsultationStep.consultation_id == consultation_id)
        )
        return {row.name: row for row in rows}

    async def plan(self, consultation_id: int, days: Mapping[str, date | None], late: Collection[str]) -> None:
        """These steps have these days; those that are not named stay as they are."""
        kept = await self.steps(consultation_id)
        for name, day in days.items():
            step = kept.get(name) or ConsultationStep(consultation_id=consultation_id, name=name)
            step.day, step.late = day, name in late
            self.session.add(step)
        await self.session.flush()
