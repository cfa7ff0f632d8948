"""Store consultations: what authorities ask everybody about, and how the network answers together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import CONSULTATION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords, IndexedRecords, OwnedRecords, get_columns, select_indexed
from storage.kit.record_ids import Key

#: proposed by a member or imported, and undecided; not registered by the secretariat
FOUND, LEFT = "found", "left"
OPEN, SENT = "open", "sent"
#: the outcome is known; the network did not answer
CLOSED, DROPPED = "closed", "dropped"
STATES = (FOUND, LEFT, OPEN, SENT, CLOSED, DROPPED)
#: visible to all members of the audience
PUBLIC = (OPEN, SENT, CLOSED, DROPPED)
ARCHIVED = (SENT, CLOSED, DROPPED)


class Consultation(Base):
    __tablename__ = "consultations"
    __table_args__ = (sa.CheckConstraint("state IN ('found','left','open','sent','closed','dropped')", name="state"),)

    id: Mapped[Key]
    #: code for people: "H-7"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    #: id in its source: "storting:10004321"; empty if a person wrote it
    origin: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    #: authority that sends it out
    sender: Mapped[str] = mapped_column(sa.String(200), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    #: short description
    text: Mapped[str] = mapped_column(sa.Text, default="")
    #: deadline as the authority gives it; proposals may have none
    deadline: Mapped[date | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(8), default=FOUND)
    #: Number of times its room cards were withdrawn. Later cards need new delivery keys.
    sendings: Mapped[int] = mapped_column(default=0)
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: person who writes the response
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: audience; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    #: version of the draft; 0 without one
    version: Mapped[int] = mapped_column(default=0)
    draft_link: Mapped[str] = mapped_column(sa.String(500), default="")
    draft_text: Mapped[str] = mapped_column(sa.Text, default="")
    #: True if the draft is the final text
    final: Mapped[bool] = mapped_column(default=False)
    sent_on: Mapped[date | None]
    sent_link: Mapped[str] = mapped_column(sa.String(500), default="")
    sent_text: Mapped[str] = mapped_column(sa.Text, default="")
    #: Figure -> published totals of the signers when it was sent: the sum or nothing, how many gave it, of how many.
    strength: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    #: outcome, or why it was not answered
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    #: hash of the last imported row, so that later changes in chat are kept
    seal: Mapped[str] = mapped_column(sa.String(64), default="")
    #: Field -> last value in its source. A different value here was changed in chat.
    source_says: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class ConsultationTopic(Base):
    """Link a consultation to a topic that it is about."""

    __tablename__ = "consultation_topics"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True, index=True)


_TOPICS = (
    sa.select(ConsultationTopic.topic_id)
    .where(ConsultationTopic.consultation_id == Consultation.id)
    .order_by(ConsultationTopic.topic_id)
    .limit(1)
)
_FOUND = select_indexed(
    Consultation,
    Consultation.state.in_(PUBLIC),
    topic_id=_TOPICS.scalar_subquery(),
    second_topic_id=_TOPICS.offset(1).scalar_subquery(),
)
_COLUMNS = get_columns(Consultation)
DECLARATIONS = (
    IndexedRecords("consultation", Consultation, _FOUND),
    CodedRecords(Consultation, Consultation.code, "H"),
    # whose response they write
    OwnedRecords("hearing", _COLUMNS.id, _COLUMNS.owner_id, needs=_COLUMNS.state == OPEN),
    ClassifiedColumns(
        Consultation, CONSULTATION_DATA, author="registered_by_id", named="owner_id", key="reach_id id code origin",
        text="title sender link text draft_link draft_text sent_link sent_text outcome source_says",
        state="strength deadline language state sendings version final sent_on seal created_at opened_at "
        "announced_at closed_at",
    ),
    ClassifiedColumns(ConsultationTopic, CONSULTATION_DATA, key="consultation_id topic_id"),
)  # fmt: skip


class Consultations(Repository):
    """Store what is asked, by whom and until when."""

    async def find(self, id: int | None) -> Consultation | None:
        return None if id is None else await self.session.get(Consultation, id)

    async def lock(self, id: int) -> Consultation | None:
        """Return the consultation with a row lock, which is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.id == id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    async def find_coded_consultation(self, code: str) -> Consultation | None:
        return (await self.session.scalars(sa.select(Consultation).where(Consultation.code == code.upper()))).first()

    async def find_consultation_by_origin(self, origin: str) -> Consultation | None:
        return (await self.session.scalars(sa.select(Consultation).where(Consultation.origin == origin))).first()

    async def add(self, consultation: Consultation) -> Consultation:
        """Add the consultation with the next free code, unless it has one."""
        consultation.created_at = self.now
        if not consultation.code:
            consultation.code = f"H-{await find_next_number(self.session, 'H', Consultation.code)}"
        self.session.add(consultation)
        await self.session.flush()
        return consultation

    async def map_topic_ids_by_consultation(self, ids: Collection[int]) -> dict[int, list[int]]:
        """Return consultation id -> the ids of its topics."""
        rows = await self.session.execute(
            sa.select(ConsultationTopic.consultation_id, ConsultationTopic.topic_id)
            .where(match_any_of(ConsultationTopic.consultation_id, ids))
            .order_by(ConsultationTopic.consultation_id, ConsultationTopic.topic_id)
        )
        found: dict[int, list[int]] = {id: [] for id in ids}
        for id, topic_id in rows:
            found[id].append(topic_id)
        return found

    async def list_consultation_topic_ids(self, id: int) -> list[int]:
        """Return the ids of its topics, in order."""
        return (await self.map_topic_ids_by_consultation([id]))[id]

    async def set_consultation_topics(self, id: int, topic_ids: Collection[int]) -> None:
        """Store that the consultation is about these topics, and no others."""
        await self.session.execute(sa.delete(ConsultationTopic).where(ConsultationTopic.consultation_id == id))
        rows = [{"consultation_id": id, "topic_id": topic_id} for topic_id in sorted(set(topic_ids))]
        if rows:
            await self.session.execute(sa.insert(ConsultationTopic), rows)

    async def list_consultations_in_states(self, states: Collection[str], viewer: Viewer) -> Sequence[Consultation]:
        """List visible consultations in these states, nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.state.in_(states), _match_visible_consultations(viewer))
            .order_by(Consultation.deadline.nulls_last(), Consultation.id)
        )
        return rows.all()

    async def list_archived_consultations(self, viewer: Viewer, limit: int, skip: int = 0) -> Sequence[Consultation]:
        """List visible consultations that are answered or laid aside, newest first."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.state.in_(ARCHIVED), _match_visible_consultations(viewer))
            .order_by(Consultation.deadline.desc().nulls_last(), Consultation.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return rows.all()

    async def list_consultations_sent_since(self, since: datetime) -> Sequence[Consultation]:
        """List consultations whose answer was sent, and which were closed at this time or later."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.closed_at >= since, Consultation.sent_on.is_not(None))
            .order_by(Consultation.id)
        )
        return rows.all()

    async def list_consultations_proposed_by(self, person_id: int) -> Sequence[Consultation]:
        """List what a person has registered and nobody has taken up."""
        rows = await self.session.scalars(
            sa.select(Consultation).where(Consultation.registered_by_id == person_id, Consultation.state == FOUND)
        )
        return rows.all()

    async def delete_stale_proposals(self, over: date, undated: datetime) -> None:
        """Delete proposals that nobody took up: with a deadline before `over`, or without one and created
        before `undated`.
        """
        old = sa.or_(
            Consultation.deadline < over, sa.and_(Consultation.deadline.is_(None), Consultation.created_at < undated)
        )
        await self.session.execute(sa.delete(Consultation).where(Consultation.state.in_((FOUND, LEFT)), old))

    async def delete_proposal(self, consultation: Consultation) -> None:
        """Delete a consultation that nobody has taken up."""
        await self.session.delete(consultation)
        await self.session.flush()


def _match_visible_consultations(viewer: Viewer) -> sa.ColumnElement[bool]:
    return viewer.match_visible_to_members(Consultation.reach_id, Consultation.registered_by_id, Consultation.owner_id)
