"""Block a workspace: nothing is accepted from it and nothing is sent there."""

from __future__ import annotations

from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.workspaces.workspace_names import name_workspace
from handlers.notifications.delivery_failures import SHUT_OUT
from storage.directory.rooms import LOST

router = Router()
(WHY,) = SHUT_OUT


@router.on(Click, "workspaces.block")
async def on_workspace_block(event: Click, turn: Turn) -> Reply:
    """Block the workspace. Pending messages are not sent; what its people wrote stays.

    Accepting it again restores its rooms.
    """
    store, say = turn.store, turn.say
    found = await store.workspaces.find_workspace_by_key(event.value)
    workspace = await store.workspaces.lock_workspace(found.platform, found.workspace) if found is not None else None
    if workspace is None:
        raise Missing(say("I cannot find that workspace."))
    platform, id = workspace.platform, workspace.workspace
    if (turn.account.platform, turn.account.workspace) == (platform, id):
        raise UserError(say("You are in it yourself. Somebody in another workspace can block it."))
    workspace.blocked, workspace.accepted = True, False
    await store.workspaces.set_workspace_reachability(platform, id, away=True)
    for room in await store.workspaces.lock_workspace_rooms(platform, id):
        if room.state != LOST:
            room.state, room.lost_why = LOST, WHY
    await store.outbox.refresh_copies(f"workspace:{workspace.workspace_key}")
    return build_text_reply(
        say("{workspace} has been blocked.", workspace=name_workspace(say, workspace)), replace=True
    )
