"""Record delivery outcomes in groups and run their follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import structlog

from bot.delivery.circuit_breaker import format_breaker_slot, format_delivery_workspace
from bot.delivery.delivery_protocol import MOST_ATTEMPTS, PATIENCE, SETTLE, compute_backoff
from bot.delivery.outcome_writer import DeliveryOutcome, OutcomeWriter
from bot.platforms import Sent, TemporaryError
from bot.runtime.metrics import Metrics
from handlers.chat.routing import Follow, Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store
from storage.queue.delivery_rows import CANCELLED, DEAD, DELETE, POST, REACT, THROTTLED, Delivery

log = structlog.get_logger()


class OutcomeRecorder:
    """Record the outcomes of deliveries and run their follow-ups."""

    def __init__(
        self, database: Database, router: Router, arena: Arena, metrics: Metrics, in_hand: Callable[[], int] = int
    ) -> None:
        self.database = database
        self.router = router
        self.arena = arena
        self.metrics = metrics
        self.writer = OutcomeWriter(database, self.record_outcomes, in_hand)
        #: ids of deliveries that were found twice; the queue auditor reports them
        self.doubles: list[str] = []

    async def record_arrival(
        self, store: Store, row: Delivery, told: Mapping[str, str], *, alone: bool = False
    ) -> None:
        """Record that a message is out and run its follow-up, in the transaction that marks it sent.

        `alone`: no other delivery is known to be told in this message.
        """
        self.metrics.count_send(row.platform, "sent")
        self.metrics.observe_delivery_lag((store.now - row.due_at).total_seconds())
        for name, value in told.items():
            setattr(row, name, value)
        if row.op == DELETE:
            await store.outbox.record_copy_gone(row.target_id)
        if row.op == POST:
            await self._run_follow_up(store, row, self.router.followers.get(row.template))
            if row.cancel_requested:
                await store.outbox.withdraw_delivery(row)
            elif row.is_push and not alone:
                await self._record_batched_arrivals(store, row)

    async def record_told_elsewhere(self, store: Store, row: Delivery) -> None:
        """Run the follow-up of a delivery that another message turned out to tell."""
        await self._run_follow_up(store, row, self.router.followers.get(row.template))

    async def _record_batched_arrivals(self, store: Store, lead: Delivery) -> None:
        """Run the follow-ups of deliveries that were batched into this message.

        Redraw the message if one of them was cancelled while the message was on its way.
        """
        told, called_off = await store.scheduled_notifications.end_batched_notifications(lead)
        for row in told:
            await self._run_follow_up(store, row, self.router.followers.get(row.template))
        if called_off:
            await store.outbox.redraw_delivery(lead)

    async def give_up_delivery(self, store: Store, row: Delivery, why: str) -> None:
        """End a delivery that can never succeed. A reaction is left out: it tells nothing that no message tells."""
        if row.op == REACT:
            log.info("reaction left out", delivery=row.id, platform=row.platform, why=why)
            await store.deliveries.end_delivery(row, CANCELLED, why)
            return
        if not await store.deliveries.end_delivery(row, DEAD, why):
            return
        self.metrics.count_send(row.platform, "permanent")
        log.warning("delivery given up", delivery=row.id, platform=row.platform, template=row.template, why=why)
        row.last_error = why
        if row.target_id is not None:
            await self._run_follow_up(store, row, self.router.unchangeable.get(row.template))
            await self._run_follow_up(store, row, self.router.unchangeable.get("*"))
            return
        await self._run_follow_up(store, row, self.router.undeliverable.get(row.template))
        await self._run_follow_up(store, row, self.router.undeliverable.get("*"))

    async def withdraw_extra_copies(self, store: Store, row: Delivery, copies: Sequence[Mapping[str, str]]) -> None:
        """Delete duplicate messages through the outbox: this process may die before it is done."""
        for told in copies:
            copy = await store.unknown_outcomes.record_duplicate_copy(row, told["message"], told["sent_channel"])
            if copy is None:
                continue
            await store.outbox.withdraw_delivery(copy)
            self.metrics.count_duplicate_message(row.platform)
            self.doubles.append(row.id)
            log.error("a message went out twice, the later one is deleted", delivery=row.id, platform=row.platform)

    async def record_outcomes(self, store: Store, outcomes: Sequence[DeliveryOutcome]) -> None:
        """Acknowledge all sent deliveries at once, then run their follow-ups."""
        sent = [(outcome.row, build_sent_columns(outcome.sent)) for outcome in outcomes if outcome.sent is not None]
        ours = await store.deliveries.acknowledge_deliveries(sent)
        leads = await store.scheduled_notifications.filter_batch_leads([row.id for row, _ in sent if row.is_push])
        for row, told in sent:
            if row in ours or await self._record_late_arrival(store, row, told):
                await self.record_arrival(store, row, told, alone=row.id not in leads)
        for outcome in outcomes:
            if outcome.sent is None:
                await self._record_failed_outcome(store, outcome)
        await self._share_circuit_states(store, outcomes)

    async def _record_late_arrival(self, store: Store, row: Delivery, told: Mapping[str, str]) -> bool:
        """Record a message whose delivery other workers have handled meanwhile.

        Only this worker knows that the message arrived, and where. Return True if the row is ours again.
        """
        if row.op != POST:
            return False
        verdict = await store.unknown_outcomes.record_late_arrival(row, told)
        log.warning("delivery was sent but no longer ours", delivery=row.id, verdict=verdict)
        if verdict == "double":
            await self.withdraw_extra_copies(store, row, [told])
        return verdict == "ours"

    async def _record_failed_outcome(self, store: Store, outcome: DeliveryOutcome) -> None:
        row = outcome.row
        if outcome.permanent is not None:
            await self.give_up_delivery(store, row, outcome.permanent.why)
        elif outcome.temporary is not None:
            await self._postpone_delivery(store, row, outcome.temporary, outcome.buckets)
        elif row.op == POST:
            self.metrics.count_send(row.platform, "unknown")
            await store.deliveries.mark_outcome_unknown(row, outcome.unknown, outcome.settle)
        else:  # a repeated redraw or deletion is harmless, once the first try cannot arrive later
            await self._postpone_delivery(store, row, TemporaryError(outcome.unknown, after=SETTLE.total_seconds()))

    async def _share_circuit_states(self, store: Store, outcomes: Sequence[DeliveryOutcome]) -> None:
        """Tell the other workers which workspaces to pause, and which answer again."""
        paused = {
            format_breaker_slot(format_delivery_workspace(outcome.row)): outcome.paused_until
            for outcome in outcomes
            if outcome.paused_until is not None
        }
        for name, until in sorted(paused.items()):
            await store.rate_limit_slots.extend_slot(name, until)
        recovered = {
            format_breaker_slot(format_delivery_workspace(outcome.row)) for outcome in outcomes if outcome.recovered
        }
        if recovered:
            await store.rate_limit_slots.delete_slots(recovered - set(paused))

    async def _postpone_delivery(
        self, store: Store, row: Delivery, error: TemporaryError, buckets: tuple[str, ...] = ()
    ) -> None:
        self.metrics.count_send(row.platform, "temporary")
        tries = row.attempts + 1
        why = (f"{THROTTLED}{error}" if error.whole_bucket else str(error))[:200]
        if tries >= MOST_ATTEMPTS and (row.op == REACT or store.now - row.due_at > PATIENCE):
            await self.give_up_delivery(store, row, why)
            return
        pause = timedelta(seconds=error.after) if error.after else compute_backoff(tries)
        await store.deliveries.schedule_retry(row, store.now + pause, why)
        if error.whole_bucket:
            for bucket in buckets:
                await store.rate_limit_slots.extend_slot(bucket, store.now + pause)

    async def _run_follow_up(self, store: Store, row: Delivery, follow: Follow | None, tries: int = 2) -> None:
        """Run a follow-up in a savepoint.

        Its errors are logged: the outcome of the delivery must be recorded in any case.
        """
        if follow is None:
            return
        person = await store.people.find(row.person_id)
        say = Say(person.language if person else row.language, self.arena.zone)
        try:
            async with store.session.begin_nested():
                await follow(View(store, row, person, say, self.arena))
        except Conflict:
            if tries > 1:  # concurrent change: the second try sees its result
                await self._run_follow_up(store, row, follow, tries - 1)
            else:
                log.exception("what follows from a delivery failed", delivery=row.id, template=row.template)
        except UNAVAILABLE:
            raise
        except Exception:  # one failing follow-up must not block the other outcomes
            log.exception("what follows from a delivery failed", delivery=row.id, template=row.template)


def build_sent_columns(sent: Sent) -> dict[str, str]:
    """Return what the platform said of a message, by column of the delivery."""
    return {
        "message": sent.message,
        "link": sent.link[:500],
        "sent_thread": sent.thread or sent.message,
        "sent_channel": sent.channel,
    }
