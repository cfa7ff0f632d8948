"""Find the organisations that nothing can be sent to."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from storage.directory.people import Account, Person
from storage.directory.rooms import OPEN, Room
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.kit.shared_memory import remember_between_units

#: what decides who of an organisation can be written to
_REACHED_BY = ("people.organisation_id", "people.confirmed", "accounts.person_id", "accounts.away")


class ReachableOrganisations(Repository):
    """Tell which organisations can be reached now; `Audiences` extends this repository."""

    @remember_between_units("rooms", *_REACHED_BY)
    async def list_unreachable_organisations(self, organisation_ids: Collection[int]) -> set[int]:
        """Return those organisations that have no open room and nobody who can be written to."""
        there = match_any_of(Room.organisation_id, organisation_ids)
        known = match_any_of(Person.organisation_id, organisation_ids)
        rooms = sa.select(Room.organisation_id).where(Room.state == OPEN, there)
        people = sa.select(Person.organisation_id).join(Account, Account.person_id == Person.id)
        reached = people.where(known, Person.confirmed, Account.away.is_(False))
        found = await self.session.scalars(sa.union(rooms, reached))
        return set(organisation_ids).difference(found.all())
