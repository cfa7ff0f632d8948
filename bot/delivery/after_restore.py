"""Hold back after a restore every message that may have been sent since the backup.

The platform is asked about such a message before it is sent. This covers due deliveries, their
follow-ups (`bot.delivery.reconciler` continues with those), and deliveries of plans and chores of the
meantime. Plans and chores run here once, before the first start: they post the same deliveries again,
under the same keys.
"""

from __future__ import annotations

from datetime import datetime

from bot.chore_scheduler import HORIZON
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Database


async def quarantine_after_restore(database: Database, router: Router, arena: Arena) -> int:
    """Hold back due messages until the platform was asked about them; return how many there were. Idempotent."""
    async with database.begin() as store:
        since = await store.unknown_outcomes.find_last_recorded_moment() or store.now
        await store.restores.record_restore(since)
        await store.web_sessions.end_every_session()
        await store.year_shares.end_every_link()
        await store.site_links.end_every_link()
        count = await store.unknown_outcomes.quarantine_due_deliveries()
    for plan in router.plans.values():
        async with database.begin() as store:
            store.outbox.quarantine_new_posts(since)
            await plan(store, arena, store.now + HORIZON)
    for cron, job in router.chores.values():
        async with database.begin() as store:
            if _was_chore_due(cron, arena, since, store.now):
                store.outbox.quarantine_new_posts(since)
                await job(store, arena)
    return count


def _was_chore_due(cron: str, arena: Arena, since: datetime, now: datetime) -> bool:
    from apscheduler.triggers.cron import CronTrigger  # imported here as in `bot.chore_scheduler`

    first = CronTrigger.from_crontab(cron, timezone=str(arena.zone)).get_next_fire_time(None, since)
    return first is not None and first <= now
