"""Name a workspace, and describe who owns it and who acts for it, as far as somebody has said so."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from handlers.directory.workspaces.workspace_names import name_workspace
from storage.directory.organisations import CONTACT, DEPUTY
from storage.directory.people import Person
from storage.directory.workspaces import Workspace
from storage.kit.database import Store


async def find_claimed_owner(store: Store, workspace: Workspace) -> str:
    """Return the organisation's name as the administrator claims it, else as the secretariat has set it.

    Return an empty string if nobody has said so.
    """
    organisation = await store.organisations.find(workspace.claimed_id or workspace.organisation_id)
    return workspace.proposed or (organisation.name if organisation else "")


async def describe_workspace_contacts(what: View | Turn, workspace: Workspace) -> str:
    """Describe "Kontakt: Kari. Vara: Ola". Named people come before appointed ones."""
    store, say = what.store, what.say
    contact, deputy = await store.people.find(workspace.contact_id), await store.people.find(workspace.deputy_id)
    contacts, deputies = _list_person_name(contact), _list_person_name(deputy)
    if not contacts and workspace.organisation_id is not None and not workspace.is_pending:
        roles = await store.organisations.map_representative_roles(workspace.organisation_id)
        people = await store.organisations.list_representatives(workspace.organisation_id)
        contacts = [person.name for person in people if roles[person.id] == CONTACT]
        deputies = [person.name for person in people if roles[person.id] == DEPUTY]
    told = [say("Contact: {names}", names=", ".join(contacts))] if contacts else []
    told += [say("Deputy: {names}", names=", ".join(deputies))] if deputies else []
    return " · ".join(told)


def _list_person_name(person: Person | None) -> list[str]:
    return [person.name] if person is not None else []


async def describe_workspace_owner(what: View | Turn, workspace: Workspace) -> str:
    """Describe the owner in one sentence; empty if nobody has said who it is."""
    organisation = await what.store.organisations.find(workspace.organisation_id)
    if organisation is None:
        return ""
    return what.say(
        "{workspace} belongs to {organisation}.",
        workspace=name_workspace(what.say, workspace),
        organisation=organisation.name,
    )
