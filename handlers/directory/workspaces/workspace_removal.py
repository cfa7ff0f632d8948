"""Handle the bot's removal: delete its tokens, mark its rooms lost, keep what people wrote."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Text
from handlers.chat.events import Uninstalled
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.workspaces.workspace_names import find_workspace_name
from storage.directory.rooms import LOST, OPEN

router = Router()
#: Code of the reason: the same as when a delivery fails there.
WHY = "not_installed"


class WorkspaceRemovedNotice(CardArguments, frozen=True):
    template = "workspaces.left"
    for_secretariat = True

    workspace: str
    #: number of rooms that cannot be written to any more
    rooms: int


@router.on(Uninstalled, "")
async def on_workspace_uninstalled(event: Uninstalled, turn: Turn) -> None:
    """Delete the tokens, and what only leads to people there: conversation references and reachable accounts.

    Questions, answers and solutions belong to the network, and so do the people who wrote them.
    """
    store, (platform, id) = turn.store, (event.place.platform, event.place.workspace)
    workspace = await store.workspaces.lock_workspace(platform, id)
    await store.installations.delete_workspace_tokens(id)
    await store.conversation_references.delete_workspace_references(platform, id)
    await store.workspaces.set_workspace_reachability(platform, id, away=True)
    lost = 0
    for room in await store.workspaces.lock_workspace_rooms(platform, id):
        if room.state == OPEN:
            room.state, room.lost_why = LOST, WHY
            lost += 1
    if workspace is None or not workspace.installed:
        return
    workspace.installed = False
    for person in await store.people.list_secretariat():
        notice = WorkspaceRemovedNotice(workspace.workspace_key, lost)
        key = f"workspace:{workspace.workspace_key}:left:{event.id}:{person.id}"
        await outgoing.post_to_person(store, person, notice, key=key)


@router.card(WorkspaceRemovedNotice)
async def draw_workspace_removed_card(view: View[WorkspaceRemovedNotice]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    if workspace is None:
        return None
    rooms = say.many("{n} room cannot be reached.", "{n} rooms cannot be reached.", view.args.rooms)
    stays = say("What its people wrote stays. If it was a mistake, one of its administrators can install me again.")
    parts = (Text(f"{rooms} {stays}" if view.args.rooms else stays),)
    return Card(
        say("I was removed from {workspace}", workspace=await find_workspace_name(view.store, say, workspace)), parts
    )
