"""Audit once a minute what should have moved and did not, and notify the secretariat of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.delivery.clock_jump_detector import ClockJumpDetector
from bot.runtime.metrics import Metrics
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.overview.audit import report_audit_findings
from storage.kit.clocks import read_boot_clock
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: name of what is counted when it happens, and found by no query
DOUBLE = "deliveries.double"
#: seconds between audits, and between checks of the clock
EVERY, LOOK = 60.0, 5.0


class QueueAuditor:
    """Audit the queues, one auditor per worker.

    Each worker looks by itself; idempotency keys keep them from notifying twice.
    """

    def __init__(
        self,
        database: Database,
        router: Router,
        arena: Arena,
        metrics: Metrics,
        *,
        doubles: list[str],
        clock_was_set: Callable[[], None],
        boot: Callable[[], float] = read_boot_clock,
    ) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        self.metrics = metrics
        #: ids of deliveries that this process's courier has found twice since the last audit
        self.doubles = doubles
        self.clock_was_set = clock_was_set
        self.boot = boot
        #: audits that found something the last time
        self.before: set[str] = set()
        self.steps = ClockJumpDetector(database.get_time, boot)

    async def run_audit_loop(self) -> None:
        """Run audits in a loop of its own, by the clock that only goes forward."""
        last = self.boot()
        while True:
            await asyncio.sleep(LOOK)
            if self.steps.detect_jump():
                self.clock_was_set()
            if self.boot() - last < EVERY:
                continue
            last = self.boot()
            try:
                await self.run_all_audits()
            except UNAVAILABLE as error:
                log.warning("audit waits for the database", error=str(error))
            except Exception:  # a bug in the audit itself; the next one may succeed
                log.exception("audit failed")

    async def run_all_audits(self) -> dict[str, list[str]]:
        """Run all audits, notify the secretariat of findings, and record when the audits ended.

        What is found once may be taken up at once: the clock was set, or the machine slept. Nobody is told of that.
        """
        found = {name: await self._run_one_audit(name) for name in sorted(self.router.audits)}
        standing = {name: lines for name, lines in found.items() if name in self.before}
        self.before = {name for name, lines in found.items() if lines}
        found[DOUBLE], self.doubles[:] = list(self.doubles), []
        standing[DOUBLE] = found[DOUBLE]
        for name, lines in found.items():
            self.metrics.set_audit_findings(name, len(lines))
            if lines:
                log.warning("audit found", audit=name, count=len(lines))
        if any(standing.values()):
            async with self.database.begin(patient=True) as store:
                await report_audit_findings(store, self.arena, standing)
        self.metrics.record_audit_time()
        return found

    async def _run_one_audit(self, name: str) -> list[str]:
        try:
            async with self.database.read(patient=True) as store:
                return await self.router.audits[name](store, self.arena)
        except UNAVAILABLE:
            raise
        except Exception:  # one failing audit must not stop the others
            log.exception("an audit failed", audit=name)
        return []
