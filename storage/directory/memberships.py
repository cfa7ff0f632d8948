"""Store memberships: the organisations that a person belongs to. A person acts for one of them at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository


class Membership(Base):
    """Store a membership beside the organisation that the person acts for.

    That organisation is stored in the person's row, so that nothing is stored twice.
    """

    __tablename__ = "memberships"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: True if the organisation's contact or the secretariat has confirmed the membership
    confirmed: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        Membership, PEOPLE_DATA, own="person_id", personal="confirmed since", organisation="organisation_id",
    ),
)  # fmt: skip


#: Prebuilt: every card that offers an organisation asks for it.
_BESIDE = (
    sa.select(Organisation, Membership.confirmed)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.person_id == sa.bindparam("person"))
    .order_by(Organisation.name)
)


class MembershipView(NamedTuple):
    """Describe how a person stands to one organisation."""

    organisation: Organisation
    confirmed: bool
    #: True if the person acts for this organisation at present
    acting: bool


class Memberships(Repository):
    """Store who belongs to which organisation."""

    async def list_memberships_of_person(self, person: Person) -> list[MembershipView]:
        """List the organisation they act for first, then the others by name."""
        found = []
        if person.organisation_id is not None:
            organisation = await self.session.get_one(Organisation, person.organisation_id)
            found.append(MembershipView(organisation, person.confirmed, acting=True))
        rows = await self.session.execute(_BESIDE, {"person": person.id})
        return [*found, *(MembershipView(organisation, confirmed, acting=False) for organisation, confirmed in rows)]

    async def find_membership(self, person: Person, organisation_id: int) -> MembershipView | None:
        return next(
            (one for one in await self.list_memberships_of_person(person) if one.organisation.id == organisation_id),
            None,
        )

    async def list_confirmed_members(self, organisation_id: int) -> Sequence[Person]:
        """List all people confirmed in the organisation, by name, whichever organisation they act for now."""
        beside = sa.select(Membership.person_id).where(
            Membership.organisation_id == organisation_id, Membership.confirmed
        )
        acting = sa.and_(Person.organisation_id == organisation_id, Person.confirmed)
        rows = await self.session.scalars(
            sa.select(Person).where(sa.or_(acting, Person.id.in_(beside))).order_by(Person.name, Person.id)
        )
        return rows.all()

    async def list_unconfirmed_memberships(
        self, organisation_ids: Collection[int] | None = None, limit: int = 10
    ) -> list[tuple[Person, Organisation]]:
        """List people who wait to be confirmed in one of these organisations, oldest first. None stands for
        any organisation.
        """
        acting = sa.and_(Person.organisation_id == Organisation.id, Person.confirmed.is_(False))
        beside = sa.exists().where(
            Membership.person_id == Person.id,
            Membership.organisation_id == Organisation.id,
            Membership.confirmed.is_(False),
        )
        rows = sa.select(Person, Organisation).join(Organisation, sa.or_(acting, beside))
        if organisation_ids is not None:
            rows = rows.where(match_any_of(Organisation.id, organisation_ids))
        found = await self.session.execute(rows.order_by(Person.id, Organisation.id).limit(limit))
        return [(person, organisation) for person, organisation in found]

    async def add_membership(self, person: Person, organisation_id: int, *, confirmed: bool) -> None:
        """Add a membership.

        The person acts for this organisation if they act for none, or for one that has not confirmed them.
        """
        beside = await self.session.get(Membership, (person.id, organisation_id))
        if person.organisation_id == organisation_id:
            person.confirmed = person.confirmed or confirmed
        elif person.organisation_id is None or not person.confirmed:
            if beside is not None:
                await self.session.delete(beside)
            person.organisation_id, person.confirmed = organisation_id, confirmed
        elif beside is not None:
            beside.confirmed = beside.confirmed or confirmed
        else:
            self.session.add(
                Membership(person_id=person.id, organisation_id=organisation_id, confirmed=confirmed, since=self.now)
            )
        await self.session.flush()

    async def switch_acting_organisation(self, person: Person, organisation_id: int) -> bool:
        """Let the person act for this organisation. Return False if they are not confirmed there."""
        beside = await self.session.get(Membership, (person.id, organisation_id))
        if beside is None or not beside.confirmed:
            return person.organisation_id == organisation_id and person.confirmed
        await self.session.delete(beside)
        await self.session.flush()
        if person.organisation_id is not None:
            row = Membership(person_id=person.id, organisation_id=person.organisation_id, since=self.now)
            row.confirmed = person.confirmed
            self.session.add(row)
        person.organisation_id, person.confirmed = organisation_id, True
        await self.session.flush()
        return True

    async def assign_acting_organisation(self, person: Person, organisation_id: int | None) -> None:
        """Let the person act for this organisation, as somebody with permission decided.

        The membership that they acted for before ends.
        """
        beside = await self.session.get(Membership, (person.id, organisation_id)) if organisation_id else None
        if beside is not None:
            await self.session.delete(beside)
        person.organisation_id, person.confirmed = organisation_id, organisation_id is not None
        await self.session.flush()

    async def end_membership(self, person: Person, organisation_id: int) -> None:
        """End the membership. The person then acts for the next organisation that has confirmed them, if there
        is one.
        """
        beside = await self.session.get(Membership, (person.id, organisation_id))
        if beside is not None:
            await self.session.delete(beside)
        if person.organisation_id == organisation_id:
            person.organisation_id, person.confirmed = None, False
            others = sorted(await self.list_memberships_of_person(person), key=lambda one: not one.confirmed)
            if others:
                await self._act_for_remaining(person, others[0])
        await self.session.flush()

    async def _act_for_remaining(self, person: Person, one: MembershipView) -> None:
        row = await self.session.get_one(Membership, (person.id, one.organisation.id))
        await self.session.delete(row)
        person.organisation_id, person.confirmed = one.organisation.id, one.confirmed
