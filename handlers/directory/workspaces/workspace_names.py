"""Name workspaces: some chats never tell what theirs is called, and then somebody here does."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

#: maximum number of characters
LONGEST = 200


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


def draw_workspace_name_field(say: Say, workspace: Workspace) -> list[Field]:
    """Draw the field for the name of a workspace whose chat has not told it; nothing for any other."""
    if workspace.own_name:
        return []
    hint = say("As its people call it. The chat has not told me.")
    return [Field("name", say("What is the workspace called?"), required=False, hint=hint, most=LONGEST)]


def apply_workspace_name(event: Submission, workspace: Workspace) -> None:
    """Take the name from the form, unless the chat has told one meanwhile."""
    workspace.name = workspace.own_name or " ".join(event.get_text("name").split())[:LONGEST]
