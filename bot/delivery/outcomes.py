"""What came of each delivery: written down in groups, with what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import structlog

from bot.delivery.circuit_breaker import house_of, slot
from bot.delivery.delivery_protocol import MOST_ATTEMPTS, PATIENCE, SETTLE, backoff
from bot.delivery.outcome_writer import Outcome, OutcomeWriter
from bot.platforms import Sent, TemporaryError
from bot.runtime.metrics import Metrics
from handlers.chat.routing import Follow, Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store
from storage.queue.delivery_rows import DEAD, DELETE, POST, THROTTLED, Delivery

log = structlog.get_logger()


class Outcomes:
    """Record what came of deliveries, and do what follows from it."""

    def __init__(
        self, database: Database, router: Router, arena: Arena, metrics: Metrics, in_hand: Callable[[], int] = int
    ) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        self.metrics = metrics
        self.writer = OutcomeWriter(database, self._record_all, in_hand)
        #: deliveries that were found twice; the auditor tells of them
        self.doubles: list[str] = []

    async def arrived(self, store: Store, row: Delivery, told: Mapping[str, str], *, alone: bool = False) -> None:
        """What follows from a message that is out, in the transaction that marks it sent.

        `alone`: it is known that nothing else was told in it.
        """
        self.metrics.send(row.platform, "sent")
        self.metrics.lag((store.now - row.due_at).total_seconds())
        for name, value in told.items():
            setattr(row, name, value)
        if row.op == DELETE:
            await store.outbox.gone(row.target_id)
        if row.op == POST:
            await self._follow(store, row, self.router.followers.get(row.template))
            if row.cancel_requested:
                await store.outbox.take_back_one(row)
            elif row.is_push and not alone:
                await self._arrived_with(store, row)

    async def told(self, store: Store, row: Delivery) -> None:
        """It turns out that another message tells it."""
        await self._follow(store, row, self.router.followers.get(row.template))

    async def _arrived_with(self, store: Store, lead: Delivery) -> None:
        """Others were told in its message; one of them may have been called off while it was on its way."""
        told, called_off = await store.pushes.told(lead)
        for row in told:
            await self._follow(store, row, self.router.followers.get(row.template))
        if called_off:
            await store.outbox.redraw_one(lead)

    async def give_up(self, store: Store, row: Delivery, why: str) -> None:
        if not await store.deliveries.over(row, DEAD, why):
            return
        self.metrics.send(row.platform, "permanent")
        log.warning("delivery given up", delivery=row.id, platform=row.platform, template=row.template, why=why)
        row.last_error = why
        if row.target_id is not None:
            await self._follow(store, row, self.router.unchangeable.get("*"))
            return
        await self._follow(store, row, self.router.undeliverable.get(row.template))
        await self._follow(store, row, self.router.undeliverable.get("*"))

    async def take_back_copies(self, store: Store, row: Delivery, copies: Sequence[Mapping[str, str]]) -> None:
        """Delete messages that are out twice, through the outbox: this process may die before it is done."""
        for told in copies:
            copy = await store.fates.enter_copy(row, told["message"], told["sent_channel"])
            if copy is None:
                continue
            await store.outbox.take_back_one(copy)
            self.metrics.duplicate(row.platform)
            self.doubles.append(row.id)
            log.error("a message went out twice, the later one is deleted", delivery=row.id, platform=row.platform)

    async def _record_all(self, store: Store, outcomes: Sequence[Outcome]) -> None:
        """What went well is acknowledged at once, and what follows from it comes after."""
        sent = [(outcome.row, as_kept(outcome.sent)) for outcome in outcomes if outcome.sent is not None]
        ours = await store.deliveries.sent(sent)
        leads = await store.pushes.leads([row.id for row, _ in sent if row.is_push])
        for row, told in sent:
            if row in ours or await self._late(store, row, told):
                await self.arrived(store, row, told, alone=row.id not in leads)
        for outcome in outcomes:
            if outcome.sent is None:
                await self._record_failed(store, outcome)
        await self._turn_handles(store, outcomes)

    async def _late(self, store: Store, row: Delivery, told: Mapping[str, str]) -> bool:
        """Others have dealt with it meanwhile; but only here it is known that it arrived, and where."""
        if row.op != POST:
            return False
        verdict = await store.fates.arrived_after_all(row, told)
        log.warning("delivery was sent but no longer ours", delivery=row.id, verdict=verdict)
        if verdict == "double":
            await self.take_back_copies(store, row, [told])
        return verdict == "ours"

    async def _record_failed(self, store: Store, outcome: Outcome) -> None:
        row = outcome.row
        if outcome.permanent is not None:
            await self.give_up(store, row, outcome.permanent.why)
        elif outcome.temporary is not None:
            await self._postpone(store, row, outcome.temporary, outcome.buckets)
        elif row.op == POST:
            self.metrics.send(row.platform, "unknown")
            await store.deliveries.unknown(row, outcome.unknown, outcome.settle)
        else:  # redrawing and deleting twice does no harm, once the first can no longer come after the second
            await self._postpone(store, row, TemporaryError(outcome.unknown, after=SETTLE.total_seconds()))

    async def _turn_handles(self, store: Store, outcomes: Sequence[Outcome]) -> None:
        """Tell the other workers which workspaces are to be left alone, and which answer again."""
        shut = {slot(house_of(outcome.row)): outcome.shut for outcome in outcomes if outcome.shut is not None}
        for name, until in sorted(shut.items()):
            await store.slots.hold(name, until)
        opened = {slot(house_of(outcome.row)) for outcome in outcomes if outcome.opened}
        if opened:
            await store.slots.free(opened - set(shut))

    async def _postpone(
        self, store: Store, row: Delivery, error: TemporaryError, buckets: tuple[str, ...] = ()
    ) -> None:
        self.metrics.send(row.platform, "temporary")
        tries = row.attempts + 1
        why = (f"{THROTTLED}{error}" if error.whole_bucket else str(error))[:200]
        if tries >= MOST_ATTEMPTS and store.now - row.due_at > PATIENCE:
            await self.give_up(store, row, why)
            return
        pause = timedelta(seconds=error.after) if error.after else backoff(tries)
        await store.deliveries.again(row, store.now + pause, why)
        if error.whole_bucket:
            for bucket in buckets:
                await store.slots.hold(bucket, store.now + pause)

    async def _follow(self, store: Store, row: Delivery, follow: Follow | None, tries: int = 2) -> None:
        """The message is out, or never will be: that must be written down, whatever follows from it."""
        if follow is None:
            return
        person = await store.people.find(row.person_id)
        say = Say(person.language if person else row.language, self.arena.zone)
        try:
            async with store.session.begin_nested():
                await follow(View(store, row, person, say, self.arena))
        except Conflict:
            if tries > 1:  # two did the same at once: the second try sees what the first has done
                await self._follow(store, row, follow, tries - 1)
            else:
                log.exception("what follows from a delivery failed", delivery=row.id, template=row.template)
        except UNAVAILABLE:
            raise
        except Exception:  # a bug must not keep the others' outcomes from being written
            log.exception("what follows from a delivery failed", delivery=row.id, template=row.template)


def as_kept(sent: Sent) -> dict[str, str]:
    """What the platform said of a message, as it is kept."""
    return {
        "message": sent.message,
        "link": sent.link[:500],
        "sent_thread": sent.thread or sent.message,
        "sent_channel": sent.channel,
    }
