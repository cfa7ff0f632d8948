"""Store consultation responses: what each organisation says, once, and the log of the consultation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import CONSULTATION_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.policy.consultations import OPEN, Consultation

#: whether the organisation is affected, and whether it co-signs; empty: no answer yet
YES, NO = "yes", "no"
#: kinds of log entries: state; changed deadline; draft; comment; response of an organisation
STATE, DEADLINE, DRAFT, COMMENT, WORD = "state", "deadline", "draft", "comment", "word"


class ConsultationResponse(Base):
    """Store the response of one organisation. The key allows no second one."""

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
    #: Version of the draft that was signed. Without a new answer the signature stays with that version.
    version: Mapped[int] = mapped_column(default=0)
    #: Figures the organisation gives: power demand in MW, and emissions in tonnes of CO2 a year.
    mw: Mapped[float | None]
    tonnes: Mapped[float | None]
    #: person who answered for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]


class ConsultationLogEntry(Base):
    """Store an entry of the log: who did what, and what they wrote."""

    __tablename__ = "consultation_notes"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: the state, the new deadline, the version number, or the response
    what: Mapped[str] = mapped_column(sa.String(16), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    at: Mapped[datetime]
    #: when the secretariat hid the comment
    hidden_at: Mapped[datetime | None]


class ConsultationStep(Base):
    """Store a step on the way to the answer, and its day. A step without a day has no time."""

    __tablename__ = "consultation_steps"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    day: Mapped[date | None]
    #: True if it comes later than it should
    late: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        ConsultationResponse, CONSULTATION_DATA, named="person_id", key="consultation_id",
        organisation="organisation_id mw tonnes", state="affected signs version given_at",
    ),
    ClassifiedColumns(
        ConsultationLogEntry, CONSULTATION_DATA, author="person_id", key="id consultation_id", text="text",
        organisation="organisation_id", state="kind what at hidden_at",
    ),
    ClassifiedColumns(ConsultationStep, CONSULTATION_DATA, key="consultation_id", state="name day late done_at"),
)  # fmt: skip


class ConsultationResponses(Repository):
    """Store who says what. Change responses while the consultation is locked."""

    async def find_response(self, consultation_id: int, organisation_id: int) -> ConsultationResponse | None:
        return await self.session.get(ConsultationResponse, (consultation_id, organisation_id), populate_existing=True)

    async def list_responses(self, consultation_id: int) -> Sequence[tuple[ConsultationResponse, Organisation]]:
        """List the responses with their organisations, in the order in which they were given."""
        rows = await self.session.execute(
            sa.select(ConsultationResponse, Organisation)
            .join(Organisation, Organisation.id == ConsultationResponse.organisation_id)
            .where(ConsultationResponse.consultation_id == consultation_id)
            .order_by(ConsultationResponse.given_at, Organisation.id)
        )
        return [(response, organisation) for response, organisation in rows]

    async def list_responses_of_organisation(
        self, organisation_id: int, viewer: Viewer, limit: int
    ) -> Sequence[tuple[ConsultationResponse, Consultation]]:
        """List an organisation's responses to open, visible consultations, nearest deadline first."""
        seen = viewer.match_visible_to_members(
            Consultation.reach_id, Consultation.registered_by_id, Consultation.owner_id
        )
        rows = await self.session.execute(
            sa.select(ConsultationResponse, Consultation)
            .join(Consultation, Consultation.id == ConsultationResponse.consultation_id)
            .where(ConsultationResponse.organisation_id == organisation_id, Consultation.state == OPEN, seen)
            .order_by(Consultation.deadline.nulls_last(), Consultation.id)
            .limit(limit)
        )
        return [(response, consultation) for response, consultation in rows]

    async def store_response(self, response: ConsultationResponse) -> ConsultationResponse:
        """Give or change the response."""
        response.given_at = self.now
        kept = await self.session.merge(response)
        await self.session.flush()
        return kept

    async def withdraw_responses(self, organisation_id: int) -> list[int]:
        """Delete an organisation's responses to open consultations, and return those ids. Sent ones stay
        signed.
        """
        is_open = sa.select(Consultation.id).where(Consultation.state == OPEN)
        mine = sa.and_(
            ConsultationResponse.organisation_id == organisation_id, ConsultationResponse.consultation_id.in_(is_open)
        )
        ids = (await self.session.scalars(sa.select(ConsultationResponse.consultation_id).where(mine))).all()
        await self.session.execute(sa.delete(ConsultationResponse).where(mine))
        return list(ids)

    async def count_signers_by_version(self, consultation_ids: Collection[int]) -> dict[int, dict[int, int]]:
        """Return consultation id -> version of the draft -> how many organisations signed that one last."""
        rows = await self.session.execute(
            sa.select(ConsultationResponse.consultation_id, ConsultationResponse.version, sa.func.count())
            .where(
                match_any_of(ConsultationResponse.consultation_id, consultation_ids), ConsultationResponse.signs == YES
            )
            .group_by(ConsultationResponse.consultation_id, ConsultationResponse.version)
        )
        found: dict[int, dict[int, int]] = {}
        for id, version, count in rows:
            found.setdefault(id, {})[version] = count
        return found

    async def add_consultation_log_entry(self, entry: ConsultationLogEntry) -> ConsultationLogEntry:
        entry.at = self.now
        self.session.add(entry)
        await self.session.flush()
        return entry

    async def delete_consultation_log_entry(self, entry: ConsultationLogEntry) -> None:
        await self.session.delete(entry)
        await self.session.flush()

    async def find_consultation_log_entry(self, id: int | None) -> ConsultationLogEntry | None:
        return None if id is None else await self.session.get(ConsultationLogEntry, id)

    async def list_consultation_log(
        self, consultation_id: int, *kinds: str, limit: int = 200
    ) -> Sequence[ConsultationLogEntry]:
        """List log entries of these kinds (or of all), newest first, without hidden ones."""
        rows = sa.select(ConsultationLogEntry).where(
            ConsultationLogEntry.consultation_id == consultation_id, ConsultationLogEntry.hidden_at.is_(None)
        )
        if kinds:
            rows = rows.where(ConsultationLogEntry.kind.in_(kinds))
        return (await self.session.scalars(rows.order_by(ConsultationLogEntry.id.desc()).limit(limit))).all()

    async def count_consultation_log_entries(self, consultation_id: int, kind: str) -> int:
        """Return how many entries of this kind there are, without hidden ones."""
        of = sa.and_(ConsultationLogEntry.consultation_id == consultation_id, ConsultationLogEntry.kind == kind)
        rows = sa.select(sa.func.count()).where(of, ConsultationLogEntry.hidden_at.is_(None))
        return await self.session.scalar(rows) or 0

    async def map_consultation_steps(self, consultation_id: int) -> dict[str, ConsultationStep]:
        """Return name -> step."""
        return (await self.map_steps_by_consultation([consultation_id]))[consultation_id]

    async def map_steps_by_consultation(self, ids: Collection[int]) -> dict[int, dict[str, ConsultationStep]]:
        """Return consultation id -> its steps by name. Every one of these consultations is a key."""
        rows = sa.select(ConsultationStep).where(match_any_of(ConsultationStep.consultation_id, ids))
        found: dict[int, dict[str, ConsultationStep]] = {id: {} for id in ids}
        for row in await self.session.scalars(rows):
            found[row.consultation_id][row.name] = row
        return found

    async def set_step_days(self, consultation_id: int, days: Mapping[str, date | None], late: Collection[str]) -> None:
        """Set the days of these steps. Steps that are not named stay as they are."""
        kept = await self.map_consultation_steps(consultation_id)
        for name, day in days.items():
            step = kept.get(name) or ConsultationStep(consultation_id=consultation_id, name=name)
            step.day, step.late = day, name in late
            self.session.add(step)
        await self.session.flush()
