"""How a workspace is named to people, and whose house it is."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from storage.directory.workspaces import Workspace
from storage.kit.database import Store


async def called(store: Store, workspace: Workspace) -> str:
    """Its name; where the platform tells none, its organisation's, else its id."""
    organisation = None if workspace.name else await store.organisations.find(workspace.organisation_id)
    return organisation.name if organisation else workspace.title


async def whose(what: View | Turn, workspace: Workspace) -> str:
    """One sentence; empty where nobody has said so."""
    organisation = await what.store.organisations.find(workspace.organisation_id)
    if organisation is None:
        return ""
    return what.say(
        "{workspace} is the house of {organisation}.", workspace=workspace.title, organisation=organisation.name
    )
