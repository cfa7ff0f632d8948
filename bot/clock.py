"""APScheduler, in memory: the capabilities' chores at their times. No truth lives here; a missed one is done later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from handlers.chat.routing import Chore, Plan, Router
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()
#: how far ahead deliveries are promised
HORIZON = timedelta(days=14)
#: seconds until a chore is tried again that found the database away, and how often in all: for an hour
AGAIN, TRIES = 30.0, 120


class Clock:
    """One per worker; a chore runs once per tick, whichever worker is first."""

    def __init__(self, database: Database, router: Router, arena: Arena) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        #: runs from the start on
        self.scheduler: AsyncIOScheduler | None = None

    async def plan(self, name: str, plan: Plan) -> None:
        """Promise what comes in the next fortnight. Any worker may, as often as it likes: a key is promised once."""
        try:
            async with self.database.begin(patient=True) as store:
                await plan(store, self.arena, store.now + HORIZON)
        except UNAVAILABLE as error:
            log.warning("plan put off", plan=name, why=str(error))
        except Exception:  # one plan must not stop the clock
            log.exception("plan failed", plan=name)

    async def run(self, name: str, chore: Chore) -> None:
        """Do the chore of this minute, unless another worker has; later, where the database is away just now."""
        tick = f"tick:{name}:{datetime.now(UTC):%Y-%m-%dT%H:%M}"
        for _ in range(TRIES):
            try:
                async with self.database.begin(patient=True) as store:
                    if await store.inbox.first_time(tick):
                        await chore(store, self.arena)
            except UNAVAILABLE as error:
                log.warning("chore put off", chore=name, why=str(error))
                await asyncio.sleep(AGAIN)
            except Exception:  # one chore must not stop the clock
                log.exception("chore failed", chore=name)
                return
            else:
                return
        log.error("chore left out", chore=name, tick=tick)

    def wind(self) -> None:
        """The clock was set: every job at its next time from now on. Left alone they wait for the old one."""
        for job in self.scheduler.get_jobs() if self.scheduler is not None else ():
            following = job.trigger.get_next_fire_time(None, datetime.now(UTC))
            if following is not None:
                job.modify(next_run_time=following)

    def start(self) -> None:
        # loaded where there is a clock: the library looks through all that is installed for plug-ins of its own
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.cron import CronTrigger

        zone = str(self.arena.zone)
        self.scheduler = AsyncIOScheduler(
            timezone=zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for name, (cron, chore) in self.router.chores.items():
            when = CronTrigger.from_crontab(cron, timezone=zone)
            self.scheduler.add_job(self.run, when, args=(name, chore), id=name)
        for name, plan in self.router.plans.items():
            often = CronTrigger.from_crontab("*/5 * * * *")
            now = datetime.now(UTC)
            self.scheduler.add_job(self.plan, often, args=(name, plan), id=f"plan {name}", next_run_time=now)
        self.scheduler.start()

    def stop(self) -> None:
        if self.scheduler is not None and self.scheduler.running:
            self.scheduler.shutdown(wait=False)
