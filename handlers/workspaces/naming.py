"""How a workspace is named to people: by its organisation, its name, or its id."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from storage.database import Store
from storage.workspaces import Workspace


async def house(store: Store, workspace: Workspace) -> str:
    """ "Eksempel Industripark", where somebody has said whose it is."""
    organisation = await store.organisations.find(workspace.organisation_id)
    return organisation.name if organisation else workspace.title


async def whose(what: View | Turn, workspace: Workspace) -> str:
    """One sentence; empty where nobody has said so."""
    organisation = await what.store.organisations.find(workspace.organisation_id)
    if organisation is None:
        return ""
    return what.say(
        "{workspace} is the house of {organisation}.", workspace=workspace.title, organisation=organisation.name
    )
