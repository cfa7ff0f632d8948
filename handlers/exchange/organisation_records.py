"""Say who sees and who writes what an organisation keeps of its own plants: its sites and its streams."""

from __future__ import annotations

from typing import Protocol

from handlers.access import rights
from handlers.chat.turn import Turn
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.kit.database import Store


class OrganisationRecord(Protocol):
    """Describe a record that belongs to one organisation."""

    @property
    def organisation_id(self) -> int: ...


async def is_own_record(store: Store, person: Person, record: OrganisationRecord) -> bool:
    """Return True if the record is of an organisation of the person; a guest belongs to none."""
    return not person.guest and record.organisation_id in await list_reader_organisation_ids(store, person)


async def is_in_organisation(store: Store, person: Person, organisation_id: int) -> bool:
    """Return True for a confirmed member or a representative, whichever organisation they stand for now."""
    if person.guest:
        return False
    if person.confirmed and person.organisation_id == organisation_id:
        return True
    belongs = await store.memberships.find_membership(person, organisation_id)
    if belongs is not None and belongs.confirmed:
        return True
    return await store.organisations.is_representative(person.id, organisation_id)


async def may_see_own_record(store: Store, person: Person, record: OrganisationRecord) -> bool:
    """Return True for the people of its organisation and the secretariat."""
    return person.secretariat or await is_own_record(store, person, record)


async def need_record_writer(turn: Turn, organisation_id: int, action: str) -> None:
    """Raise NotAllowed for whoever is neither of the secretariat nor a representative of the organisation."""
    acts = await turn.store.organisations.is_representative(turn.person.id, organisation_id)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()), action=action)


async def may_write_record(turn: Turn, record: OrganisationRecord) -> bool:
    acts = await turn.store.organisations.is_representative(turn.person.id, record.organisation_id)
    return turn.person.secretariat or acts
