"""The secretariat shuts a workspace out: from then on nothing is taken from it, and nothing goes there."""

from __future__ import annotations

from handlers.chat.cards import Reply, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.reasons import SHUT_OUT
from storage.directory.rooms import LOST

router = Router()
(WHY,) = SHUT_OUT


@router.on(Click, "workspaces.block")
async def block(event: Click, turn: Turn) -> Reply:
    """What waits for it is not sent; what its people wrote stays. Letting it in again brings its rooms back."""
    store, say, (platform, _, id) = turn.store, turn.say, event.value.partition(":")
    workspace = await store.workspaces.lock(platform, id)
    if workspace is None:
        raise Missing(say("I do not find that workspace."))
    if (turn.account.platform, turn.account.workspace) == (platform, id):
        raise UserError(say("You are in it yourself. Somebody in another workspace can shut it out."))
    workspace.blocked, workspace.accepted = True, False
    await store.workspaces.reach(platform, id, away=True)
    for room in await store.workspaces.rooms(platform, id):
        if room.state != LOST:
            room.state, room.lost_why = LOST, WHY
    await store.outbox.refresh(f"workspace:{workspace.key}")
    return note(say("{workspace} is shut out.", workspace=workspace.title), replace=True)
