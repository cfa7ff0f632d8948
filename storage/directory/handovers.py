"""Handovers: somebody left an organisation, and others look after what was theirs; kept so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.directory.topics import Lead
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key, Ref
from storage.library import solutions
from storage.meetings import actions, agenda, meetings, minutes
from storage.meetings.occurrences import Occurrence
from storage.policy import consultations, issues

SOLUTION, ACTION, ITEM, MEETING, MINUTES, LEAD = "solution", "action", "item", "meeting", "minutes", "lead"
#: a policy issue that they work with
ISSUE = "issue"
#: a policy issue that they raised for their organisation
RAISED = "raised"
#: a consultation whose answer they write
CONSULTATION = "hearing"
#: an answer to a meeting, which is withdrawn and goes to nobody
RSVP = "rsvp"


class Handover(Base):
    __tablename__ = "handovers"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"))
    #: who ended it: the person, its contact, or the secretariat
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: what they were before: in the network, and to the organisation (contact, deputy, or empty)
    role: Mapped[str] = mapped_column(sa.String(16))
    acted: Mapped[str] = mapped_column(sa.String(16), default="")
    #: it was their only organisation: what is theirs alone went too, and their access with it
    last: Mapped[bool]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class HandedOver(Base):
    """One thing, and who looks after it now."""

    __tablename__ = "handed_over"

    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("handovers.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    record_id: Mapped[Ref] = mapped_column(primary_key=True)
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: what it takes to give it back: of a topic what both were to it ("lead:deputy"), the answer of an RSVP
    detail: Mapped[str] = mapped_column(sa.String(16), default="")


class Owned(NamedTuple):
    """A kind of record that needs somebody: who that is, while it does, and the organisation it is done for."""

    id: sa.Column[Any]
    owner: sa.Column[Any]
    needs: sa.ColumnElement[bool]
    organisation: sa.Column[Any] | None = None


def _columns(table: type[Base]) -> Any:
    return Base.metadata.tables[table.__tablename__].c


_solutions, _actions, _items = _columns(solutions.Solution), _columns(actions.Action), _columns(agenda.AgendaItem)
_meetings, _minutes, _occurrences = _columns(meetings.Meeting), _columns(minutes.Minutes), _columns(Occurrence)
_issues = _columns(issues.Issue)
_consultations = _columns(consultations.Consultation)
_to_come = sa.exists().where(_occurrences.meeting_id == _meetings.id, _occurrences.end_at > sa.bindparam("now"))
OWNED = {
    SOLUTION: Owned(
        _solutions.id,
        _solutions.owner_id,
        _solutions.state.in_((solutions.CONSENT, solutions.PUBLISHED)),
        _solutions.organisation_id,
    ),
    ACTION: Owned(_actions.id, _actions.owner_id, _actions.state == actions.OPEN, _actions.organisation_id),
    ITEM: Owned(_items.id, _items.owner_id, _items.state.in_((agenda.PROPOSED, agenda.ACCEPTED))),
    ISSUE: Owned(_issues.id, _issues.owner_id, _issues.state.in_(issues.OPEN)),
    RAISED: Owned(
        _issues.id,
        _issues.raised_by_id,
        sa.or_(_issues.state.in_((issues.CHECK, *issues.OPEN)), _issues.review_on.is_not(None)),
        _issues.organisation_id,
    ),
    CONSULTATION: Owned(_consultations.id, _consultations.owner_id, _consultations.state == consultations.OPEN),
    MEETING: Owned(
        _meetings.id,
        _meetings.organiser_id,
        sa.or_(_meetings.state == meetings.PROPOSED, sa.and_(_meetings.state == meetings.PLANNED, _to_come)),
    ),
    MINUTES: Owned(_minutes.occurrence_id, _minutes.keeper_id, _minutes.state.in_((minutes.DRAFT, minutes.REVIEW))),
}


class Handovers(Repository):
    """What passes from one to another."""

    async def add(self, handover: Handover) -> Handover:
        handover.at = self.now
        self.session.add(handover)
        await self.session.flush()
        return handover

    async def find(self, id: int) -> Handover | None:
        """Held against other units of work until this one ends."""
        return await self.session.get(Handover, id, with_for_update=True, populate_existing=True)

    async def look(self, id: int) -> Handover | None:
        return await self.session.get(Handover, id)

    async def parts(self, handover_id: int) -> Sequence[HandedOver]:
        rows = await self.session.scalars(
            sa.select(HandedOver)
            .where(HandedOver.handover_id == handover_id)
            .order_by(HandedOver.what, HandedOver.record_id)
        )
        return rows.all()

    async def owned(self, person_id: int, organisation_id: int | None = None) -> list[tuple[str, int]]:
        """Kind and id of all that needs this person; with an organisation: only what is done for it."""
        found: list[tuple[str, int]] = []
        for what, kind in OWNED.items():
            if organisation_id is not None and kind.organisation is None:
                continue
            rows = sa.select(kind.id).where(kind.owner == person_id, kind.needs).order_by(kind.id)
            if organisation_id is not None and kind.organisation is not None:
                rows = rows.where(kind.organisation == organisation_id)
            found += [(what, id) for id in await self.session.scalars(rows, {"now": self.now})]
        return found

    async def give(self, what: str, id: int, before: int, after: int) -> bool:
        """From one to another; False where it is no longer the first one's."""
        kind = OWNED[what]
        done = await self.session.execute(
            sa.update(kind.owner.table)
            .where(kind.id == id, kind.owner == before)
            .values({kind.owner: after})
            .returning(kind.id)
        )
        return done.first() is not None

    async def note(self, handover: Handover, what: str, id: int, to_id: int | None, detail: str = "") -> None:
        self.session.add(HandedOver(handover_id=handover.id, what=what, record_id=id, to_id=to_id, detail=detail))
        await self.session.flush()

    async def drop_lead(self, topic_id: int, person_id: int | None) -> None:
        row = await self.session.get(Lead, (topic_id, person_id)) if person_id is not None else None
        if row is not None:
            await self.session.delete(row)
            await self.session.flush()

    async def lead(self, topic_id: int, before: int | None, after: int, *, deputy: bool) -> str:
        """The topic's lead (or deputy) is another one. Gives what that one was to the topic: lead, deputy, or empty."""
        await self.drop_lead(topic_id, before)
        there = await self.session.get(Lead, (topic_id, after))
        was = "" if there is None else _word(there.deputy)
        if there is None:
            self.session.add(Lead(topic_id=topic_id, person_id=after, deputy=deputy))
        elif not deputy:
            there.deputy = False
        await self.session.flush()
        return was

    async def lead_again(self, topic_id: int, person_id: int, was: str) -> None:
        """As they led it before, if they did."""
        row = await self.session.get(Lead, (topic_id, person_id))
        if row is not None and was:
            row.deputy = was == _word(deputy=True)
        elif row is not None:
            await self.session.delete(row)
        await self.session.flush()


def _word(deputy: bool) -> str:
    return "deputy" if deputy else "lead"
