"""Who may set up a house: the secretariat, who acts for its organisation, and whoever installed the bot there."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.errors import NotAllowed
from handlers.chat.turn import Turn
from storage.directory.rooms import Room
from storage.directory.workspaces import Workspace


async def may(turn: Turn, workspace: Workspace) -> bool:
    """An administrator who is no member may; until there is a secretariat, every member there."""
    person, account, store = turn.person, turn.account, turn.store
    if person.secretariat or await store.organisations.represents(person.id, workspace.organisation_id):
        return True
    if account.guest or (account.platform, account.workspace) != (workspace.platform, workspace.workspace):
        return False
    if person.id in (workspace.installed_by_id, workspace.contact_id):
        return True
    return not person.guest and not await store.people.secretariat()


async def may_link(turn: Turn, room: Room) -> bool:
    """Say which topics live in a room of a house one may set up."""
    workspace = await turn.store.workspaces.at(room.platform, room.workspace)
    return workspace is not None and await may(turn, workspace)


async def found(turn: Turn, key: str) -> Workspace:
    """The workspace of this key; a foreign one and one that is missing are answered alike."""
    workspace = await turn.store.workspaces.keyed(key)
    if workspace is None or not await may(turn, workspace):
        names = ", ".join(person.name for person in (await turn.store.people.secretariat())[:3])
        who = turn.say("Only who installed me there, its organisation's contacts and the secretariat set it up.")
        raise NotAllowed(f"{who} {turn.say('Ask {names}.', names=names)}" if names else who)
    await rights.need(turn, rights.KEEPER)
    return workspace


def subject(platform: str, workspace: str) -> str:
    """Under which the set-up cards of a house are redrawn."""
    return f"setup:{platform}:{workspace}"
