"""The bot is removed from a workspace: its keys are deleted, its rooms are out of reach, what people wrote stays."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Card, Text
from handlers.chat.events import Uninstalled
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.workspaces.naming import called
from storage.directory.rooms import LOST, OPEN

router = Router()
#: the code by which reasons are told: the same as if a message had failed there
WHY = "not_installed"


@router.on(Uninstalled, "")
async def leave(event: Uninstalled, turn: Turn) -> None:
    """The tokens go, and what only leads to people there: chats that were opened, accounts to write to.

    Questions, answers and solutions are the network's, and so are the people who wrote them.
    """
    store, (platform, id) = turn.store, (event.place.platform, event.place.workspace)
    workspace = await store.workspaces.lock(platform, id)
    await store.installations.wipe(id)
    await store.conversations.forget_all(platform, id)
    await store.workspaces.reach(platform, id, away=True)
    lost = 0
    for room in await store.workspaces.rooms(platform, id):
        if room.state == OPEN:
            room.state, room.lost_why = LOST, WHY
            lost += 1
    if workspace is None or not workspace.installed:
        return
    workspace.installed = False
    for person in await store.people.secretariat():
        args = {"workspace": workspace.key, "rooms": lost}
        key = f"workspace:{workspace.key}:left:{event.id}:{person.id}"
        await outgoing.to_person(store, person, "workspaces.left", args, key=key)


@router.card("workspaces.left")
async def draw(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    rooms = say.many("{n} room is out of reach.", "{n} rooms are out of reach.", view["rooms"])
    stays = say("What its people wrote stays. If it was a mistake, one of its administrators can install me again.")
    parts = (Text(f"{rooms} {stays}" if view["rooms"] else stays),)
    return Card(say("I was removed from {workspace}", workspace=await called(view.store, workspace)), parts)
