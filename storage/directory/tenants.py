"""Decide which tenants the bot accepts activities from, as the secretariat has said in chat."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import structlog

from storage.directory.rooms import LOST
from storage.kit.database import UNAVAILABLE, Conflict, Database

log = structlog.get_logger()

#: accepted; blocked; not decided
Standing = Literal["in", "out", "unknown"]
#: Seconds for which "in" is cached, because another process may have changed it.
FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class TenantSummary:
    """Describe one tenant for `check`."""

    tenant: str
    organisation: str
    accepted: bool
    installed: bool
    blocked: bool
    knocks: int
    rooms: int
    lost: int


class TenantAllowList:
    """Keep the allow-list of one platform. The list begins with the settings; later it is maintained in chat."""

    def __init__(self, database: Database, platform: str, first: Sequence[str]) -> None:
        """Take the configured tenants as `first`. If there are none, every tenant is accepted unless it is
        blocked.
        """
        self.database = database
        self.platform = platform
        self.first = first
        self._until: dict[str, float] = {}

    async def accept_configured_tenants(self) -> None:
        """Accept the configured tenants, unless somebody has decided otherwise since."""
        for tenant in self.first:
            try:
                await self._accept_tenant(tenant)
            except Conflict:  # another process created it first
                continue
            except UNAVAILABLE as error:
                log.warning("tenants are written down later", error=str(error))
                return

    async def get_tenant_standing(self, tenant: str) -> Standing:
        """Return the standing of one tenant. Raises what UNAVAILABLE lists.

        While the database is unavailable, tenants that were accepted stay accepted.
        """
        if self._until.get(tenant, 0.0) > time.monotonic():
            return "in"
        try:
            found = await self._read_tenant_standing(tenant)
        except UNAVAILABLE:
            if tenant in self._until:
                return "in"
            raise
        if found == "in":
            self._until[tenant] = time.monotonic() + FRESH_SECONDS
        else:
            self._until.pop(tenant, None)
        return found

    async def is_tenant_awaiting_bot(self, tenant: str) -> bool:
        """Return True if the tenant is accepted and, as far as known, the bot is not installed there yet."""
        async with self.database.read() as store:
            known = await store.workspaces.find_workspace(self.platform, tenant)
        return known is None or (known.accepted and not known.installed)

    async def list_tenant_summaries(self) -> list[TenantSummary]:
        """List all known tenants. Raises what UNAVAILABLE lists."""
        async with self.database.read() as store:
            found, every = [], await store.rooms.list_all_rooms()
            for row in await store.workspaces.list_all_workspaces():
                if row.platform != self.platform:
                    continue
                organisation = await store.organisations.find(row.organisation_id)
                rooms = [room for room in every if (room.platform, room.workspace) == (row.platform, row.workspace)]
                lost = sum(room.state == LOST for room in rooms)
                name = organisation.name if organisation else ""
                found.append(
                    TenantSummary(
                        row.workspace, name, row.accepted, row.installed, row.blocked, row.knocks, len(rooms), lost
                    )
                )
        return found

    async def _accept_tenant(self, tenant: str) -> None:
        async with self.database.read() as store:
            if await store.workspaces.find_workspace(self.platform, tenant) is not None:
                return
        async with self.database.begin() as store:
            found = await store.workspaces.ensure_workspace(self.platform, tenant)
            found.installed = bool(await store.workspaces.lock_workspace_rooms(self.platform, tenant))

    async def _read_tenant_standing(self, tenant: str) -> Standing:
        async with self.database.read() as store:
            known = await store.workspaces.find_workspace(self.platform, tenant)
        if known is not None and known.blocked:
            return "out"
        if known is None:
            return "in" if not self.first or tenant in self.first else "unknown"
        return "in" if known.accepted or not self.first else "unknown"
