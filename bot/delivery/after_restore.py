"""After a restore: whatever may have been sent since the backup is asked about before it is sent.

That is what was due, what follows from it (`bot.delivery.reconciler` goes on with that), and what the plans and chores
of the meantime promise: done here once, before the first start, they promise the same again under the same keys.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import HORIZON
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Database


async def set_aside(database: Database, router: Router, arena: Arena) -> int:
    """Return how many messages were due. May be run again."""
    async with database.begin() as store:
        since = await store.fates.last_sign() or store.now
        await store.restores.note_restore(since)
        count = await store.fates.quarantine()
    for plan in router.plans.values():
        async with database.begin() as store:
            store.outbox.set_aside(since)
            await plan(store, arena, store.now + HORIZON)
    for cron, chore in router.chores.values():
        async with database.begin() as store:
            if _was_due(cron, arena, since, store.now):
                store.outbox.set_aside(since)
                await chore(store, arena)
    return count


def _was_due(cron: str, arena: Arena, since: datetime, now: datetime) -> bool:
    from apscheduler.triggers.cron import CronTrigger  # as in `bot.clock`

    first = CronTrigger.from_crontab(cron, timezone=str(arena.zone)).get_next_fire_time(None, since)
    return first is not None and first <= now
