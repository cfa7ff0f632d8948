"""Say who sees what an organisation lays out at a level, and who changes it: its listings and its plots."""

from __future__ import annotations

from typing import Any, Protocol

from handlers.access import rights
from handlers.chat.turn import ReaderContext
from handlers.exchange.organisation_records import is_in_organisation, is_own_record
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN_LEVEL, LEVELS, MEMBERS_LEVEL, OPEN, OPEN_LEVEL
from storage.kit.database import Store


class LaidOutRecord(Protocol):
    """Describe a record of an organisation with a contact, a state, a level and an audience within it."""

    @property
    def organisation_id(self) -> Any: ...

    @property
    def contact_id(self) -> Any: ...

    @property
    def state(self) -> Any: ...

    @property
    def level(self) -> Any: ...

    @property
    def reach_id(self) -> Any: ...


async def may_see_laid_out(store: Store, person: Person, record: LaidOutRecord) -> bool:
    """Return True for the secretariat and the own organisation, and for others as far as level and audience go."""
    if person.secretariat or await is_own_record(store, person, record):
        return True
    if record.state != OPEN or record.level == HIDDEN_LEVEL:
        return False
    if record.level == OPEN_LEVEL:
        return await rights.is_visible_to(store, person, record)
    return await rights.is_visible_to_member(store, person, record)


def list_visible_levels(person: Person) -> tuple[str, ...]:
    """Return the levels of other organisations' records that this person may see."""
    if person.secretariat:
        return LEVELS
    return (OPEN_LEVEL, MEMBERS_LEVEL) if rights.is_confirmed_member(person) else (OPEN_LEVEL,)


async def list_contact_ties(at: ReaderContext, record: LaidOutRecord) -> tuple[str, ...]:
    """Return what this person is to the record: its contact, or a representative of its organisation."""
    return await list_ties_to_record(at.store, at.person, record)


async def list_ties_to_record(store: Store, person: Person, record: LaidOutRecord) -> tuple[str, ...]:
    """Return the same for whoever has a link. Whoever has left the organisation is nothing to its records."""
    acts = await store.organisations.is_representative(person.id, record.organisation_id)
    mine = person.id == record.contact_id and await is_in_organisation(store, person, record.organisation_id)
    owns = (rights.OWNER,) if mine else ()
    return (*owns, rights.REPRESENTATIVE) if acts else owns


async def find_record_contact(store: Store, record: LaidOutRecord) -> Person | None:
    """Return who answers for the record, as long as they belong to its organisation."""
    person = await store.people.find(record.contact_id)
    here = person is not None and await is_in_organisation(store, person, record.organisation_id)
    return person if here else None
