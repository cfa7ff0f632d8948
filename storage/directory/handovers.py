"""Store handovers: who looks after the records of a person who left an organisation.

Each part is stored so that a handover can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.directory.topics import TopicLead
from storage.kit.base import Base, Repository
from storage.kit.record_declarations import OwnedRecords, collect_declarations
from storage.kit.record_ids import Key, Ref

#: code of leading a topic, of which each has more than one
LEAD = "lead"
#: code of an RSVP, which is withdrawn and not handed over
RSVP = "rsvp"
#: Codes of what was before and belongs to nobody else: that the person acted for this organisation, and what the
#: successor, whose id is the record's, was for it.
ACTING, ROLE = "acting", "role"


class Handover(Base):
    __tablename__ = "handovers"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"))
    #: who ended the membership: the person, the organisation's contact, or the secretariat
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: earlier role in the network; `acted` is the earlier role for the organisation: contact, deputy, or empty
    role: Mapped[str] = mapped_column(sa.String(16))
    acted: Mapped[str] = mapped_column(sa.String(16), default="")
    #: True if it was their only organisation. Then their personal records were handed over too, and their access ended.
    last: Mapped[bool]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class HandoverPart(Base):
    """Record one thing that was handed over, and who looks after it now."""

    __tablename__ = "handed_over"

    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("handovers.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    record_id: Mapped[Ref] = mapped_column(primary_key=True)
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: What is needed to restore it: both roles for a topic ("lead:deputy"), the answer of an RSVP, or a role.
    detail: Mapped[str] = mapped_column(sa.String(16), default="")


DECLARATIONS = (
    ClassifiedColumns(
        Handover, PEOPLE_DATA, own="person_id", named="by_id", key="id", personal="role acted last at undone_at",
        organisation="organisation_id",
    ),
    ClassifiedColumns(HandoverPart, PEOPLE_DATA, named="to_id", key="handover_id record_id", state="what detail"),
)  # fmt: skip


@cache
def map_owned_records() -> Mapping[str, OwnedRecords]:
    """Return each way of owning records, by its code."""
    return {one.code: one for one in collect_declarations(OwnedRecords)}


class Handovers(Repository):
    """Store handovers, and move responsibilities from one person to another."""

    async def add(self, handover: Handover) -> Handover:
        handover.at = self.now
        self.session.add(handover)
        await self.session.flush()
        return handover

    async def lock(self, id: int) -> Handover | None:
        """Return the handover with a row lock, which is held until this unit of work ends."""
        return await self.session.get(Handover, id, with_for_update=True, populate_existing=True)

    async def find(self, id: int) -> Handover | None:
        return await self.session.get(Handover, id)

    async def list_handover_parts(self, handover_id: int) -> Sequence[HandoverPart]:
        rows = await self.session.scalars(
            sa.select(HandoverPart)
            .where(HandoverPart.handover_id == handover_id)
            .order_by(HandoverPart.what, HandoverPart.record_id)
        )
        return rows.all()

    async def list_owned_records(self, person_id: int, organisation_id: int | None = None) -> list[tuple[str, int]]:
        """Return kind and id of all records that need this person.

        With an organisation, return only those that are looked after on its behalf.
        """
        found: list[tuple[str, int]] = []
        for what, kind in map_owned_records().items():
            if organisation_id is not None and kind.organisation is None:
                continue
            rows = sa.select(kind.id).where(kind.owner == person_id, kind.needs).order_by(kind.id)
            if organisation_id is not None and kind.organisation is not None:
                rows = rows.where(kind.organisation == organisation_id)
            found += [(what, id) for id in await self.session.scalars(rows, {"now": self.now})]
        return found

    async def transfer_ownership(self, what: str, id: int, before: int, after: int) -> bool:
        """Move the record from one owner to another. Return False if the first one no longer owns it."""
        kind = map_owned_records()[what]
        done = await self.session.execute(
            sa.update(kind.owner.table)
            .where(kind.id == id, kind.owner == before)
            .values({kind.owner: after})
            .returning(kind.id)
        )
        return done.first() is not None

    async def record_handover_part(
        self, handover: Handover, what: str, id: int, to_id: int | None, detail: str = ""
    ) -> None:
        self.session.add(HandoverPart(handover_id=handover.id, what=what, record_id=id, to_id=to_id, detail=detail))
        await self.session.flush()

    async def remove_topic_lead(self, topic_id: int, person_id: int | None) -> None:
        row = await self.session.get(TopicLead, (topic_id, person_id)) if person_id is not None else None
        if row is not None:
            await self.session.delete(row)
            await self.session.flush()

    async def transfer_topic_lead(self, topic_id: int, before: int | None, after: int, *, deputy: bool) -> str:
        """Replace the topic's lead or deputy.

        Return what the new person was to the topic before: "lead", "deputy" or empty.
        """
        await self.remove_topic_lead(topic_id, before)
        there = await self.session.get(TopicLead, (topic_id, after))
        was = "" if there is None else _name_lead_role(there.deputy)
        if there is None:
            self.session.add(TopicLead(topic_id=topic_id, person_id=after, deputy=deputy))
        elif not deputy:
            there.deputy = False
        await self.session.flush()
        return was

    async def restore_topic_lead(self, topic_id: int, person_id: int, was: str) -> None:
        """Restore the person's former role for the topic. Remove the row if they had none."""
        row = await self.session.get(TopicLead, (topic_id, person_id))
        if row is not None and was:
            row.deputy = was == _name_lead_role(deputy=True)
        elif row is not None:
            await self.session.delete(row)
        await self.session.flush()


def _name_lead_role(deputy: bool) -> str:
    return "deputy" if deputy else "lead"
