"""Store RSVPs: who comes to an occurrence, how, and who waits for a seat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.directory.memberships import Membership
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.unit_memory import remember_in_unit
from storage.meetings.meetings import MeetingOrganisation
from storage.meetings.occurrences import PLANNED, Occurrence

GOING, ONLINE, MAYBE, DECLINED, SUBSTITUTE = "going", "online", "maybe", "declined", "substitute"
ANSWERS = (GOING, ONLINE, MAYBE, DECLINED, SUBSTITUTE)
#: which reminders the person wants: those of the meeting; only the day before; only the hour before; none
USUAL, DAY, HOUR, NONE = "", "day", "hour", "none"


class Rsvp(Base):
    """Store one person's answer, with the organisation that they stood for when they gave it."""

    __tablename__ = "rsvps"
    __table_args__ = (
        sa.CheckConstraint("answer IN ('going','online','maybe','declined','substitute')", name="answer"),
    )

    occurrence_id: Mapped[int] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    answer: Mapped[str] = mapped_column(sa.String(10))
    #: time since when the person waits for a seat; first come, first served
    waiting_since: Mapped[datetime | None]
    #: deputy: a member, or a name in `substitute_name`
    substitute_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    substitute_name: Mapped[str] = mapped_column(sa.String(200), default="")
    #: `Occurrence.moves` when it was given; an older answer is asked for again
    moves: Mapped[int] = mapped_column(default=0)
    remind: Mapped[str] = mapped_column(sa.String(8), default=USUAL)
    #: who gave it: the person, or the organiser for them
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: attendance according to the minutes; None until they say so
    attended: Mapped[bool | None]
    answered_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        Rsvp, MEETING_DATA, own="person_id", named="substitute_id by_id", key="occurrence_id", text="substitute_name",
        organisation="organisation_id", state="answer waiting_since moves remind attended answered_at",
    ),
)  # fmt: skip
#: Prebuilt, since every answer needs it: compiling costs as much as executing.
_OF_OCCURRENCE = (
    sa.select(Rsvp).where(Rsvp.occurrence_id == sa.bindparam("occurrence")).order_by(Rsvp.answered_at, Rsvp.person_id)
)


def select_meetings_answered_for_member(person_id: int) -> sa.Select[int]:
    """Select the meetings that the person has answered for an organisation which they are for.

    The person must still be a confirmed member there, and acts for another organisation now.
    """
    invited = sa.and_(
        MeetingOrganisation.meeting_id == Occurrence.meeting_id,
        MeetingOrganisation.organisation_id == Rsvp.organisation_id,
    )
    belongs = sa.and_(
        Membership.person_id == Rsvp.person_id,
        Membership.organisation_id == Rsvp.organisation_id,
        Membership.confirmed,
    )
    return (
        sa.select(Occurrence.meeting_id)
        .join(Rsvp, Rsvp.occurrence_id == Occurrence.id)
        .join(MeetingOrganisation, invited)
        .join(Membership, belongs)
        .where(Rsvp.person_id == person_id)
    )


class Rsvps(Repository):
    """Store who comes to which occurrence."""

    @remember_in_unit("rsvps")
    async def find_rsvp(self, occurrence_id: int, person_id: int) -> Rsvp | None:
        return await self.session.get(Rsvp, (occurrence_id, person_id))

    async def has_answered_for_member(self, meeting_id: int, person_id: int) -> bool:
        """Return True if the meeting is one of `select_meetings_answered_for_member`."""
        found = select_meetings_answered_for_member(person_id).where(Occurrence.meeting_id == meeting_id)
        return await self.session.scalar(found.limit(1)) is not None

    async def list_rsvps_of_occurrence(self, occurrence_id: int) -> Sequence[Rsvp]:
        """List answers in the order they were given."""
        return (await self.session.scalars(_OF_OCCURRENCE, {"occurrence": occurrence_id})).all()

    async def map_rsvps_by_occurrence(self, occurrence_ids: Collection[int]) -> dict[int, list[Rsvp]]:
        """Return occurrence id -> its answers."""
        rows = await self.session.scalars(
            sa.select(Rsvp).where(match_any_of(Rsvp.occurrence_id, occurrence_ids)).order_by(Rsvp.person_id)
        )
        found: dict[int, list[Rsvp]] = {}
        for row in rows:
            found.setdefault(row.occurrence_id, []).append(row)
        return found

    async def list_rsvps_with_substitute(self, occurrence_id: int, deputy_id: int) -> Sequence[Rsvp]:
        """List the answers of people who send this person in their place."""
        rows = await self.session.scalars(
            sa.select(Rsvp).where(
                Rsvp.occurrence_id == occurrence_id, Rsvp.substitute_id == deputy_id, Rsvp.answer == SUBSTITUTE
            )
        )
        return rows.all()

    async def map_rsvps_of_person(self, person_id: int, occurrence_ids: Sequence[int]) -> dict[int, Rsvp]:
        """Return occurrence id -> this person's answer."""
        rows = await self.session.scalars(
            sa.select(Rsvp).where(Rsvp.person_id == person_id, match_any_of(Rsvp.occurrence_id, occurrence_ids))
        )
        return {row.occurrence_id: row for row in rows}

    async def list_upcoming_rsvps_of_person(self, person_id: int, organisation_id: int | None = None) -> Sequence[Rsvp]:
        """List this person's answers to occurrences still to begin; with an organisation, those given for it."""
        rows = sa.select(Rsvp).join(Occurrence).where(Rsvp.person_id == person_id, *self._match_upcoming())
        if organisation_id is not None:
            rows = rows.where(Rsvp.organisation_id == organisation_id)
        return (await self.session.scalars(rows.order_by(Rsvp.occurrence_id))).all()

    async def list_upcoming_rsvps_with_substitute(self, deputy_id: int) -> Sequence[Rsvp]:
        """List answers, to occurrences still to begin, of people who send this person in their place."""
        rows = await self.session.scalars(
            sa.select(Rsvp)
            .join(Occurrence)
            .where(Rsvp.substitute_id == deputy_id, Rsvp.answer == SUBSTITUTE, *self._match_upcoming())
            .order_by(Rsvp.occurrence_id, Rsvp.person_id)
        )
        return rows.all()

    async def delete_rsvp(self, rsvp: Rsvp) -> None:
        """Delete the answer."""
        await self.session.delete(rsvp)
        await self.session.flush()

    def _match_upcoming(self) -> tuple[sa.ColumnElement[bool], ...]:
        return Occurrence.state == PLANNED, Occurrence.start_at > self.now

    async def store_rsvp(self, rsvp: Rsvp) -> Rsvp:
        """Give or change an answer. It is written with what is said of it until somebody reads."""
        if await self.find_rsvp(rsvp.occurrence_id, rsvp.person_id) is not None:
            return await self.session.merge(rsvp)
        self.session.add(rsvp)
        return rsvp
