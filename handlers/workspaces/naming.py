"""Whose house a workspace is, in a sentence."""

from __future__ import annotations

from handlers.chat.turn import Turn, View
from storage.workspaces import Workspace


async def whose(what: View | Turn, workspace: Workspace) -> str:
    """One sentence; empty where nobody has said so."""
    organisation = await what.store.organisations.find(workspace.organisation_id)
    if organisation is None:
        return ""
    return what.say(
        "{workspace} is the house of {organisation}.", workspace=workspace.title, organisation=organisation.name
    )
