"""Name workspaces: some chats never tell what theirs is called, or call it otherwise than its people do."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

LONGEST_WORKSPACE_NAME = 200


def name_workspace(say: Say, workspace: Workspace) -> str:
    """Return the workspace's own name; without one, which chat it is in and its id, by which it can be recognised."""
    if workspace.own_name:
        return workspace.own_name
    platform = workspace.platform.capitalize()
    return say("{platform} workspace without a name ({id})", platform=platform, id=workspace.workspace)


async def find_workspace_name(store: Store, say: Say, workspace: Workspace) -> str:
    """Return the workspace's own name; without one, its organisation's."""
    organisation = None if workspace.own_name else await store.organisations.find(workspace.organisation_id)
    return organisation.name if organisation else name_workspace(say, workspace)


def draw_workspace_name_field(say: Say, workspace: Workspace) -> Field:
    """Draw the field for the name of a workspace, with the one that it has."""
    hint = (
        say("As its people call it.") if workspace.own_name else say("As its people call it. The chat has not told me.")
    )
    label, value = say("What is the workspace called?"), workspace.own_name
    return Field("name", label, value=value, required=False, hint=hint, most=LONGEST_WORKSPACE_NAME)


def apply_workspace_name(event: Submission, workspace: Workspace) -> None:
    """Take the name from the form; one that is left empty stays as it is."""
    workspace.name = " ".join(event.get_text("name").split())[:LONGEST_WORKSPACE_NAME] or workspace.own_name
