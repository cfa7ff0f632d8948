"""Link rooms to topics from inside the room, and handle rooms that are lost and regained."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.rooms import room_invitations, room_links, room_loss, room_recovery

router = Router()
for part in (room_invitations, room_links, room_loss, room_recovery):
    router.include_router(part.router)
