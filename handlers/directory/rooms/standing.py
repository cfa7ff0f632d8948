"""Whether questions may come to a room: only in a house that belongs to the network."""

from __future__ import annotations

from storage.directory.rooms import OPEN, WAITING, Room
from storage.kit.database import Store


async def standing(store: Store, room: Room) -> str:
    """How a room is from now on that can be written to: in use, or waiting until its house is let in."""
    workspace = await store.workspaces.at(room.platform, room.workspace)
    return WAITING if workspace is not None and not workspace.accepted else OPEN


async def house_of(store: Store, room: Room) -> int | None:
    """The organisation it belongs to, if nobody has said otherwise: that of its workspace."""
    workspace = await store.workspaces.at(room.platform, room.workspace)
    return room.organisation_id or (workspace.organisation_id if workspace is not None else None)
