"""What came of each delivery: written down in groups, with what follows from it; unknown outcomes are asked about."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.metrics import Metrics
from bot.platforms import CannotTell, PermanentError, Platform, Sent, TemporaryError
from handlers.chat.outgoing import place_of
from handlers.chat.routing import Follow, Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from storage.database import UNAVAILABLE, Database, Store
from storage.delivery_rows import DEAD, POST, READY, RESENT, SENT, Delivery

log = structlog.get_logger()

#: a platform call and its settling: before this an unknown message may still arrive
SETTLED = timedelta(seconds=30)
ASK_LEASE = timedelta(seconds=45)
#: tries of one row before it is given up, once it is also older than PATIENCE
MOST_ATTEMPTS, PATIENCE = 8, timedelta(hours=24)
LONGEST_PAUSE = 300.0
#: outcomes written in one transaction, and how long the first of them waits for company
GROUP, GATHER = 20, 0.005


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exactly one of the four."""

    row: Delivery
    sent: Sent | None = None
    temporary: TemporaryError | None = None
    permanent: PermanentError | None = None
    unknown: str = ""
    #: the buckets it was paced by, held back when the platform throttles
    buckets: tuple[str, ...] = ()


class Outcomes:
    """Group commit: many deliveries end in one transaction."""

    def __init__(self, database: Database, router: Router, arena: Arena, metrics: Metrics) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        self.metrics = metrics
        self._waiting: list[tuple[Outcome, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, outcome: Outcome) -> None:
        """Returns when the outcome is committed."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        await done

    async def flush(self) -> None:
        if self._writer is not None:
            await self._writer

    async def sweep(self, platforms: Mapping[str, Platform], owner: str) -> None:
        """Free what a dead worker held, and ask the platforms about messages nobody knows the fate of."""
        async with self.database.begin() as store:
            await store.deliveries.sweep()
            rows = await store.deliveries.claim_unknown(owner, store.now - SETTLED, ASK_LEASE, 20)
        for row in rows:
            platform = platforms.get(row.platform)
            if platform is not None:
                await self._ask(platform, row)

    async def _write_groups(self) -> None:
        await asyncio.sleep(GATHER)
        while self._waiting:
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            try:
                async with self.database.begin(patient=True) as store:
                    await self._record_all(store, [outcome for outcome, _ in group])
            except UNAVAILABLE as error:
                # what was sent is known here and nowhere else: keep it and try again
                log.warning("outcomes wait for the database", error=type(error).__name__, count=len(group))
                self._waiting = group + self._waiting
                await asyncio.sleep(0.5)
                continue
            for _, done in group:
                if not done.done():
                    done.set_result(None)

    async def _record_all(self, store: Store, outcomes: Sequence[Outcome]) -> None:
        """What went well is acknowledged at once, and what follows from it comes after."""
        sent = [(outcome.row, _told(outcome.sent)) for outcome in outcomes if outcome.sent is not None]
        ours = await store.deliveries.sent(sent)
        for row, told in sent:
            await self._record_sent(store, row, told, ours=row in ours)
        for outcome in outcomes:
            if outcome.sent is None:
                await self._record_failed(store, outcome)

    async def _record_sent(self, store: Store, row: Delivery, told: Mapping[str, str], *, ours: bool) -> None:
        self.metrics.send(row.platform, "sent")
        self.metrics.lag((store.now - row.due_at).total_seconds())
        if not ours:
            log.error("delivery was sent but no longer ours", delivery=row.id)
            return
        for name, value in told.items():
            setattr(row, name, value)
        if row.op == POST:
            await self._follow(store, row, self.router.followers.get(row.template))
            if row.cancel_requested:
                await store.outbox.take_back_one(row)

    async def _record_failed(self, store: Store, outcome: Outcome) -> None:
        row = outcome.row
        if outcome.permanent is not None:
            await self._give_up(store, row, outcome.permanent.why)
        elif outcome.temporary is not None:
            await self._postpone(store, row, outcome.temporary, outcome.buckets)
        elif row.op == POST:
            self.metrics.send(row.platform, "unknown")
            await store.deliveries.unknown(row, outcome.unknown, timedelta(0))
        else:  # redrawing and deleting twice does no harm
            await self._postpone(store, row, TemporaryError(outcome.unknown))

    async def _give_up(self, store: Store, row: Delivery, why: str) -> None:
        self.metrics.send(row.platform, "permanent")
        log.warning("delivery given up", delivery=row.id, platform=row.platform, template=row.template, why=why)
        await store.deliveries.over(row, DEAD, why)
        row.last_error = why
        if row.target_id is not None:
            target = await store.outbox.find(row.target_id)
            if target is not None:
                target.stale = True
            return
        await self._follow(store, row, self.router.undeliverable.get(row.template))
        await self._follow(store, row, self.router.undeliverable.get("*"))

    async def _postpone(
        self, store: Store, row: Delivery, error: TemporaryError, buckets: tuple[str, ...] = ()
    ) -> None:
        self.metrics.send(row.platform, "temporary")
        tries = row.attempts + 1
        if tries >= MOST_ATTEMPTS and store.now - row.due_at > PATIENCE:
            await self._give_up(store, row, str(error))
            return
        # full jitter, doubling from one second
        pause = timedelta(seconds=error.after or random.uniform(0.5, min(2.0**tries, LONGEST_PAUSE)))
        await store.deliveries.again(row, store.now + pause, str(error)[:200])
        if error.whole_bucket:
            for bucket in buckets:
                await store.deliveries.hold(bucket, store.now + pause)

    async def _ask(self, platform: Platform, row: Delivery) -> None:
        """Was it sent? Found: sent. Certainly not: once more. Cannot tell: what the kind of message says."""
        try:
            found = await platform.find(place_of(row), row.id, row.started_at or row.created_at)
            state, why = (SENT, "found") if found else (READY, "not found")
        except TemporaryError as error:
            log.info("unknown outcome is asked about later", delivery=row.id, why=str(error))
            return
        except (CannotTell, PermanentError) as error:
            found, why = None, f"cannot tell: {error}"
            state = READY if RESENT[row.kind] and row.attempts < MOST_ATTEMPTS else DEAD
        async with self.database.begin() as store:
            if found is not None:
                values = {
                    "message": found.message,
                    "link": found.link,
                    "sent_thread": found.thread or found.message,
                    "sent_channel": found.channel,
                    "sent_at": store.now,
                }
                if await store.deliveries.resolve(row, state, why, **values):
                    row.message, row.link = found.message, found.link
                    await self._follow(store, row, self.router.followers.get(row.template))
            else:
                await store.deliveries.resolve(row, state, why, next_at=store.now, last_error=why[:200])
        log.info("unknown outcome resolved", delivery=row.id, state=state, why=why)

    async def _follow(self, store: Store, row: Delivery, follow: Follow | None) -> None:
        if follow is None:
            return
        person = await store.people.find(row.person_id)
        say = Say(person.language if person else row.language, self.arena.zone)
        try:
            async with store.session.begin_nested():
                await follow(View(store, row, person, say, self.arena))
        except UNAVAILABLE:
            raise
        except Exception:  # the message is out: that must be written down, and the others' too
            log.exception("what follows from a delivery failed", delivery=row.id, template=row.template)


def _told(sent: Sent) -> dict[str, str]:
    """What the platform said of a message, as it is kept."""
    return {
        "message": sent.message,
        "link": sent.link[:500],
        "sent_thread": sent.thread or sent.message,
        "sent_channel": sent.channel,
    }
