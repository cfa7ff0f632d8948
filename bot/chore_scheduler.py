"""Schedule the chores, plans and long jobs of the capabilities with APScheduler, in memory.

No truth lives in the scheduler; a missed chore is done later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from handlers.chat.routing import Chore, Plan, Router, Work
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Conflict, Database

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.cron import CronTrigger

log = structlog.get_logger()
#: how far ahead deliveries are scheduled
HORIZON = timedelta(days=14)
#: Seconds until a job is run again after the database was unavailable, and number of tries: for an hour.
AGAIN, TRIES = 30.0, 120


class ChoreScheduler:
    """Run chores and plans at their times, one scheduler per worker.

    A chore runs once per tick, in whichever worker is first.
    """

    def __init__(
        self, database: Database, router: Router, arena: Arena, lead: Callable[[], timedelta] = timedelta
    ) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        #: how far the time that chores go by is ahead of the machine's clock
        self.lead = lead
        #: set when it is started
        self.scheduler: AsyncIOScheduler | None = None

    async def run_plan(self, name: str, plan: Plan) -> None:
        """Run a plan that posts the deliveries of the next fortnight.

        Any worker may run it any number of times: each delivery has an idempotency key.
        """
        try:
            async with self.database.begin(patient=True) as store:
                await plan(store, self.arena, store.now + HORIZON)
        except UNAVAILABLE as error:
            log.warning("plan put off", plan=name, why=str(error))
        except Exception:  # one failing plan must not stop the others
            log.exception("plan failed", plan=name)

    async def run_work(self, name: str, work: Work) -> None:
        """Run a long job. Any worker may run it any number of times: what is done already is left alone."""
        try:
            await work(self.database, self.arena)
        except UNAVAILABLE as error:
            log.warning("work put off", work=name, why=str(error))
        except Exception:  # one failing job must not stop the others
            log.exception("work failed", work=name)

    async def run_chore(self, name: str, job: Chore) -> None:
        """Run the chore of this minute, unless another worker has.

        Retry later while the database is away, and once after a conflict: a second one is no other writer's.
        """
        crossed = False
        tick = f"tick:{name}:{datetime.now(UTC) + self.lead():%Y-%m-%dT%H:%M}"
        for _ in range(TRIES):
            try:
                async with self.database.begin(patient=True) as store:
                    if await store.inbox.try_claim_event(tick):
                        await job(store, self.arena)
            except UNAVAILABLE as error:
                log.warning("chore put off", chore=name, why=str(error))
                await asyncio.sleep(AGAIN)
            except Conflict:  # somebody wrote the same row meanwhile: the next try sees it
                if crossed:
                    log.exception("chore failed", chore=name)
                    return
                log.warning("chore put off", chore=name, why="conflict")
                crossed = True
                await asyncio.sleep(AGAIN)
            except Exception:  # one failing job must not stop the others
                log.exception("chore failed", chore=name)
                return
            else:
                return
        log.error("chore left out", chore=name, tick=tick)

    async def run_jobs_between(self, since: datetime, until: datetime) -> None:
        """Run each chore whose time came after `since`, up to `until`, and every plan and long job."""
        for name, (cron, job) in self.router.chores.items():
            came = self._build_trigger(cron).get_next_fire_time(None, since + timedelta(microseconds=1))
            if came is not None and came <= until:
                await self.run_chore(name, job)
        for name, plan in self.router.plans.items():
            await self.run_plan(name, plan)
        for name, work in self.router.works.items():
            await self.run_work(name, work)

    def reschedule_jobs(self) -> None:
        """Move every job to its next time after the wall clock was set.

        Left alone, jobs would wait for their times on the old clock.
        """
        for job in self.scheduler.get_jobs() if self.scheduler is not None else ():
            following = job.trigger.get_next_fire_time(None, datetime.now(UTC))
            if following is not None:
                job.modify(next_run_time=following)

    def start_scheduler(self) -> None:
        # Imported only by the clock, because the library scans all installed packages for plug-ins.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        from bot.leading_trigger import LeadingTrigger

        self.scheduler = AsyncIOScheduler(
            timezone=str(self.arena.zone),
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for name, (cron, job) in self.router.chores.items():
            when = LeadingTrigger(self._build_trigger(cron), self.lead)
            self.scheduler.add_job(self.run_chore, when, args=(name, job), id=name)
        for name, plan in self.router.plans.items():
            self._add_frequent_job(self.run_plan, f"plan {name}", name, plan)
        for name, work in self.router.works.items():
            self._add_frequent_job(self.run_work, f"work {name}", name, work)
        self.scheduler.start()

    def _add_frequent_job(self, run: Callable[..., Awaitable[None]], id: str, *arguments: object) -> None:
        """Run it now and every five minutes."""
        from bot.leading_trigger import LeadingTrigger

        assert self.scheduler is not None
        often = LeadingTrigger(self._build_trigger("*/5 * * * *"), self.lead)
        self.scheduler.add_job(run, often, args=arguments, id=id, next_run_time=datetime.now(UTC))

    def _build_trigger(self, cron: str) -> CronTrigger:
        from apscheduler.triggers.cron import CronTrigger

        return CronTrigger.from_crontab(cron, timezone=str(self.arena.zone))

    def stop_scheduler(self) -> None:
        if self.scheduler is not None and self.scheduler.running:
            self.scheduler.shutdown(wait=False)
