"""Who acts for a house, and whose it is, as far as somebody has said so."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from storage.directory.organisations import CONTACT, DEPUTY
from storage.directory.people import Person
from storage.directory.workspaces import Workspace
from storage.kit.database import Store


async def claim(store: Store, workspace: Workspace) -> str:
    """The name of the organisation: as its administrator says, else as the secretariat does; empty: nobody has."""
    organisation = await store.organisations.find(workspace.claimed_id or workspace.organisation_id)
    return workspace.proposed or (organisation.name if organisation else "")


async def acting(what: View | Turn, workspace: Workspace) -> str:
    """ "Kontakt: Kari. Vara: Ola"; those who are named before those who are appointed."""
    store, say = what.store, what.say
    contact, deputy = await store.people.find(workspace.contact_id), await store.people.find(workspace.deputy_id)
    contacts, deputies = _named(contact), _named(deputy)
    if not contacts and workspace.organisation_id is not None and not workspace.pending:
        roles = await store.organisations.roles(workspace.organisation_id)
        people = await store.organisations.representatives(workspace.organisation_id)
        contacts = [person.name for person in people if roles[person.id] == CONTACT]
        deputies = [person.name for person in people if roles[person.id] == DEPUTY]
    told = [say("Contact: {names}", names=", ".join(contacts))] if contacts else []
    told += [say("Deputy: {names}", names=", ".join(deputies))] if deputies else []
    return " · ".join(told)


def _named(person: Person | None) -> list[str]:
    return [person.name] if person is not None else []
