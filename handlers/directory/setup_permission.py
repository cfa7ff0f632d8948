"""Decide who may set up a workspace: the secretariat, its organisation's representatives, its installer."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.secretariat_vacancy import name_secretariat
from handlers.chat.errors import NotAllowed
from handlers.chat.turn import Turn
from storage.directory.rooms import Room
from storage.directory.workspaces import Workspace


async def may_set_up_workspace(turn: Turn, workspace: Workspace) -> bool:
    """Return True for the secretariat, representatives, the installer and the named contact.

    An administrator needs no membership. Without a secretariat every member of the workspace may.
    """
    person, account, store = turn.person, turn.account, turn.store
    if person.secretariat or await store.organisations.is_representative(person.id, workspace.organisation_id):
        return True
    if account.guest or (account.platform, account.workspace) != (workspace.platform, workspace.workspace):
        return False
    if person.id in (workspace.installed_by_id, workspace.contact_id):
        return True
    return not person.guest and not await store.people.list_secretariat()


async def may_set_up_room(turn: Turn, room: Room) -> bool:
    """Return True if the person may set up the workspace of this room, and so choose its topics."""
    workspace = await turn.store.workspaces.find_workspace(room.platform, room.workspace)
    return workspace is not None and await may_set_up_workspace(turn, workspace)


async def load_setup_workspace(turn: Turn, key: str) -> Workspace:
    """Load the workspace of this key. Raises the same NotAllowed for not found and not permitted."""
    workspace = await turn.store.workspaces.find_workspace_by_key(key)
    if workspace is None or not await may_set_up_workspace(turn, workspace):
        names = await name_secretariat(turn.store, turn.say)
        who = turn.say(
            "Only the person who installed me there, its organisation's contacts and the secretariat can set it up."
        )
        raise NotAllowed(f"{who} {turn.say('Ask {names}.', names=names)}" if names else who)
    await rights.need_right(turn, rights.KEEPER)
    return workspace


def build_setup_subject(platform: str, workspace: str) -> str:
    """Return the subject under which the set-up cards of a workspace are redrawn."""
    return f"setup:{platform}:{workspace}"
