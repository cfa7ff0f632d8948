"""The auditor: once a minute it asks what should have moved and did not, and sees to it that somebody hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.delivery.clock_jump_detector import Steps
from bot.runtime.metrics import Metrics
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.overview.audit import report
from storage.kit.clocks import boot_clock
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: seconds between audits, and between looks at the clock
EVERY, LOOK = 60.0, 5.0


class Auditor:
    """One per worker: each looks for itself, and the keys of what they promise keep them from telling it twice."""

    def __init__(
        self,
        database: Database,
        router: Router,
        arena: Arena,
        metrics: Metrics,
        *,
        doubles: list[str],
        clock_was_set: Callable[[], None],
        boot: Callable[[], float] = boot_clock,
    ) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        self.metrics = metrics
        #: deliveries that the courier of this process found twice since the last audit
        self.doubles = doubles
        self.clock_was_set = clock_was_set
        self.boot = boot
        self.steps = Steps(database.now, boot)

    async def run(self) -> None:
        """A loop of its own, by the clock that only goes forward."""
        last = self.boot()
        while True:
            await asyncio.sleep(LOOK)
            if self.steps.taken():
                self.clock_was_set()
            if self.boot() - last < EVERY:
                continue
            last = self.boot()
            try:
                await self.look()
            except UNAVAILABLE as error:
                log.warning("audit waits for the database", error=str(error))
            except Exception:  # a bug in the audit itself; the next one may say more
                log.exception("audit failed")

    async def look(self) -> dict[str, list[str]]:
        """Ask all, tell the secretariat, and leave a sign of life."""
        found = {name: await self._ask(name) for name in sorted(self.router.audits)}
        found["deliveries.double"], self.doubles[:] = list(self.doubles), []
        for name, lines in found.items():
            self.metrics.found(name, len(lines))
            if lines:
                log.warning("audit found", audit=name, count=len(lines))
        if any(found.values()):
            async with self.database.begin(patient=True) as store:
                await report(store, self.arena, found)
        self.metrics.audited()
        return found

    async def _ask(self, name: str) -> list[str]:
        try:
            async with self.database.read(patient=True) as store:
                return await self.router.audits[name](store, self.arena)
        except UNAVAILABLE:
            raise
        except Exception:  # one audit must not stop the others
            log.exception("an audit failed", audit=name)
        return []
