"""Name a workspace to people, and say which organisation owns it."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from storage.directory.workspaces import Workspace
from storage.kit.database import Store


async def find_workspace_name(store: Store, workspace: Workspace) -> str:
    """Return the workspace's own name; without one, its organisation's, else its id."""
    organisation = None if workspace.name else await store.organisations.find(workspace.organisation_id)
    return organisation.name if organisation else workspace.display_name


async def describe_workspace_owner(what: View | Turn, workspace: Workspace) -> str:
    """Describe the owner in one sentence; empty if nobody has said who it is."""
    organisation = await what.store.organisations.find(workspace.organisation_id)
    if organisation is None:
        return ""
    return what.say(
        "{workspace} is the house of {organisation}.", workspace=workspace.display_name, organisation=organisation.name
    )
