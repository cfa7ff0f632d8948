"""Tenants: which of them the bot takes activities from, as the secretariat has said in chat."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import structlog

from storage.directory.rooms import LOST
from storage.kit.database import UNAVAILABLE, Conflict, Database

log = structlog.get_logger()

#: let in; shut out; nobody has said
Standing = Literal["in", "out", "unknown"]
#: seconds for which "in" is believed: another process may have heard otherwise
FRESH = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """One tenant, as `check` tells of it."""

    tenant: str
    organisation: str
    accepted: bool
    installed: bool
    blocked: bool
    knocks: int
    rooms: int
    lost: int


class Tenants:
    """The allow-list of one platform. It begins with what is set, and from then on it is kept in chat."""

    def __init__(self, database: Database, platform: str, first: Sequence[str]) -> None:
        """`first`: the tenants that are set; none: every tenant may come in, unless it is shut out."""
        self.database = database
        self.platform = platform
        self.first = first
        self._until: dict[str, float] = {}

    async def begin(self) -> None:
        """Those that are set are let in, unless somebody has said otherwise since."""
        for tenant in self.first:
            try:
                await self._let_in(tenant)
            except Conflict:  # another process began at the same time, and was first
                continue
            except UNAVAILABLE as error:
                log.warning("tenants are written down later", error=str(error))
                return

    async def standing(self, tenant: str) -> Standing:
        """Of one tenant; a database that is away leaves those in that were in. Raises what UNAVAILABLE lists."""
        if self._until.get(tenant, 0.0) > time.monotonic():
            return "in"
        try:
            found = await self._look(tenant)
        except UNAVAILABLE:
            if tenant in self._until:
                return "in"
            raise
        if found == "in":
            self._until[tenant] = time.monotonic() + FRESH
        else:
            self._until.pop(tenant, None)
        return found

    async def empty(self, tenant: str) -> bool:
        """It has been let in, and the bot has not come there yet, as far as anybody knows."""
        async with self.database.read() as store:
            known = await store.workspaces.at(self.platform, tenant)
        return known is None or (known.accepted and not known.installed)

    async def houses(self) -> list[House]:
        """All that are known. Raises what UNAVAILABLE lists."""
        async with self.database.read() as store:
            found, every = [], await store.rooms.all()
            for row in await store.workspaces.all():
                if row.platform != self.platform:
                    continue
                organisation = await store.organisations.find(row.organisation_id)
                rooms = [room for room in every if (room.platform, room.workspace) == (row.platform, row.workspace)]
                lost = sum(room.state == LOST for room in rooms)
                name = organisation.name if organisation else ""
                found.append(
                    House(row.workspace, name, row.accepted, row.installed, row.blocked, row.knocks, len(rooms), lost)
                )
        return found

    async def _let_in(self, tenant: str) -> None:
        async with self.database.read() as store:
            if await store.workspaces.at(self.platform, tenant) is not None:
                return
        async with self.database.begin() as store:
            found = await store.workspaces.know(self.platform, tenant)
            found.installed = bool(await store.workspaces.rooms(self.platform, tenant))

    async def _look(self, tenant: str) -> Standing:
        async with self.database.read() as store:
            known = await store.workspaces.at(self.platform, tenant)
        if known is not None and known.blocked:
            return "out"
        if known is None:
            return "in" if not self.first or tenant in self.first else "unknown"
        return "in" if known.accepted or not self.first else "unknown"
