"""Decide whether questions may go to a room: only in a workspace that belongs to the network."""

from __future__ import annotations

from storage.directory.rooms import OPEN, WAITING, Room
from storage.kit.database import Store


async def find_room_state(store: Store, room: Room) -> str:
    """Return the state of a reachable room: open, or waiting until its workspace is accepted."""
    workspace = await store.workspaces.find_workspace(room.platform, room.workspace)
    return WAITING if workspace is not None and not workspace.accepted else OPEN


async def find_room_organisation_id(store: Store, room: Room) -> int | None:
    """Return the id of the room's own organisation, else that of its workspace."""
    workspace = await store.workspaces.find_workspace(room.platform, room.workspace)
    return room.organisation_id or (workspace.organisation_id if workspace is not None else None)
