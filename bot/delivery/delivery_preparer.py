"""Prepare a delivery: check that it is still wanted, respect rate limits, draw its card, mark its row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
import structlog

from bot.delivery.circuit_breaker import CircuitBreakers, format_breaker_slot, format_delivery_workspace
from bot.delivery.delivery_protocol import LEASE
from bot.delivery.rate_limiter import DeliveryRateLimiter, list_rate_buckets, list_reaction_buckets
from bot.platforms import Platform, RateBudget
from handlers.chat.cards import Card, OwnReaction
from handlers.chat.outgoing import build_delivery_place, may_reach_person
from handlers.chat.routing import Later, Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.notifications.notification_batching import NotificationBatches, load_batches
from handlers.questions.thread_ordering import ThreadQueue, load_thread_queue
from storage.kit.database import UNAVAILABLE, Store
from storage.queue.delivery_rows import (
    CANCELLED,
    DEAD,
    DELETE,
    EXPIRED,
    POST,
    REACT,
    UPDATE,
    Delivery,
    build_promise_mark,
)

log = structlog.get_logger()
Drawn = TypeVar("Drawn", Card, OwnReaction)
#: Minimum pause of a card that raises Later with the present time, so that it does not loop.
BREATH = timedelta(seconds=1)


@dataclass(slots=True)
class PreparedDelivery:
    """Hold a marked row with its drawn card, or with its reaction; the card of a deletion is None."""

    row: Delivery
    card: Card | None
    #: boot clock before the row was marked as sending
    begun: float
    #: marks in the message by which it can be found again
    marks: str = ""
    reaction: OwnReaction | None = None


class DeliveryPreparer:
    """Prepare claimed deliveries, one preparer per worker.

    The preparer remembers which deliveries wait for a turn in which bucket.
    """

    def __init__(
        self, platforms: Mapping[str, Platform], router: Router, arena: Arena, breakers: CircuitBreakers
    ) -> None:
        self.platforms = platforms
        self.router = router
        self.arena = arena
        self.breakers = breakers
        self._tails: dict[str, datetime] = {}
        #: True if a row waits for another one that this worker holds
        self.crowded = False

    async def prepare_batch(
        self, store: Store, rows: Sequence[Delivery], begun: float, locked: set[str] | None = None
    ) -> list[PreparedDelivery]:
        """Return the deliveries that may go out now, marked.

        Other rows are given back, or ended. `begun`: the boot clock before this unit of work.
        `locked`: this unit of work has claimed the rows; the ids of those whose workspace is blocked.
        """
        # Load this first: the lock order is rows before rate limit slots.
        batches = await load_batches(store, rows, self.arena)
        blocked = set() if locked is None else locked
        if locked is None:
            rows = await store.deliveries.lock_claimed_deliveries(rows, blocked)
        threads = await load_thread_queue(store, rows)
        await _load_readers(store, rows, threads)
        buckets = {row.id: self.list_delivery_buckets(row) for row in rows}
        pace = DeliveryRateLimiter(store.now, await self._lock_slots(store, rows, buckets), self._tails)
        prepared_deliveries: list[PreparedDelivery] = []
        later: list[tuple[Delivery, datetime]] = []
        for row in rows:
            if row.id in blocked:
                await store.deliveries.end_delivery(row, CANCELLED, "the workspace is shut out")
                continue
            try:
                prepared = await self._prepare_delivery(store, row, pace, buckets[row.id], batches, threads)
            except Later as wait:
                later.append((row, wait.at))
                threads.waits[row.id] = wait.at
                continue
            prepared_deliveries += [] if prepared is None else [prepared]
        await store.rate_limit_slots.store_slots(pace.compute_debts(timedelta(seconds=self.breakers.clock() - begun)))
        await store.deliveries.defer_deliveries(later, threads.asleep)
        self.crowded |= threads.crowded
        marked = await store.deliveries.mark_sending([prepared.row for prepared in prepared_deliveries], LEASE)
        ours = [prepared for prepared in prepared_deliveries if prepared.row in marked]
        return await _complete_deliveries(store, ours, threads, begun)

    async def _lock_slots(
        self, store: Store, rows: Sequence[Delivery], buckets: Mapping[str, Mapping[str, RateBudget]]
    ) -> dict[str, datetime]:
        """Lock the rate limit slots of these rows; note which of their workspaces are paused."""
        workspace_keys = {format_delivery_workspace(row) for row in rows}
        names = {name for of_row in buckets.values() for name in of_row}
        breakers = {format_breaker_slot(workspace_key) for workspace_key in workspace_keys}
        slots = await store.rate_limit_slots.lock_slots(names | breakers, needed=names)
        self.breakers.update_pauses(workspace_keys, slots, store.now)
        return slots

    def list_delivery_buckets(self, row: Delivery) -> dict[str, RateBudget]:
        place = build_delivery_place(row)
        if row.op == REACT:
            return list_reaction_buckets(self.platforms, place)
        # A change edits an existing message, and begins no thread.
        return list_rate_buckets(self.platforms, place.move_to_thread(place.thread or row.target_id or ""))

    async def _prepare_delivery(
        self,
        store: Store,
        row: Delivery,
        pace: DeliveryRateLimiter,
        buckets: Mapping[str, RateBudget],
        batches: NotificationBatches,
        threads: ThreadQueue,
    ) -> PreparedDelivery | None:
        """Return one row with its card; None when nothing is left to send. Raise Later."""
        if row.id in threads.joined:
            return None
        if row.expires_at is not None and row.expires_at < store.now:
            await store.deliveries.end_delivery(row, EXPIRED, "expired")
            return None
        at = threads.find_wait_time(row, store.now) or pace.find_turn(buckets, waited=row.next_at > row.due_at)
        at = at or self.breakers.claim_probe(format_delivery_workspace(row), store.now, pace.probes)
        if at is not None:
            raise Later(at)
        after = threads.list_joinable(row, store.now)
        if after and pace.is_crowded(buckets, len(after)):
            await threads.join_rows(store, row, after)
        try:
            card = await self._draw_delivery_card(store, row, batches)
        except Later as wait:
            threads.asleep.add(row.id)
            # until it expires at most: its reader may end a pause, or change their hours
            at = wait.at if row.expires_at is None else min(wait.at, row.expires_at + BREATH)
            raise Later(max(at, store.now + BREATH)) from None
        if row.state == DEAD:
            return None
        if isinstance(card, OwnReaction):
            pace.take_tokens(buckets)
            return PreparedDelivery(row, None, 0.0, reaction=card)
        if card is None and (row.op != DELETE or not row.message):  # or the message to change never arrived
            await store.deliveries.end_delivery(row, CANCELLED, "no longer wanted")
            return None
        pace.take_tokens(buckets)
        return PreparedDelivery(row, card, 0.0)

    async def _draw_delivery_card(
        self, store: Store, row: Delivery, batches: NotificationBatches
    ) -> Card | OwnReaction | None:
        if row.op == REACT:
            return await self._draw_safely(
                View(store, row, None, Say(row.language, self.arena.zone), self.arena),
                self.router.reactions[row.template],
            )
        if row.target_id is not None:
            target = await store.outbox.find_delivery(row.target_id)
            row.message = target.message if target else ""
            if target is not None:  # more rows may have joined it since, or it has become another card
                row.template, row.args = target.template, target.args
            # promised while the message was on its way, before the platform had said in which chat it stands
            row.channel = (target.sent_channel if target else "") or row.channel
            if row.op == UPDATE and target is not None and target.state == CANCELLED:
                return None  # promised while the message was being taken back
        if row.op == DELETE or row.cancel_requested or (row.op == UPDATE and not row.message):
            return None
        person = await store.people.find(row.person_id)
        if not may_reach_person(person, row.kind, row.template):
            return None
        say = Say(person.language if person else row.language, self.arena.zone)
        view = View(store, row, person, say, self.arena)
        card = await batches.draw_batch(view, self._draw_view_safely)
        # A message of which nothing is left would keep what its reader may not see any more, or who was deleted.
        card = draw_withheld(view) if card is None and row.op == UPDATE and row.state != DEAD else card
        return None if card is None else msgspec.structs.replace(card, language=say.language)

    async def _draw_view_safely(self, view: View) -> Card | None:
        return await self._draw_safely(view, self.router.draw_delivery)

    async def _draw_safely(self, view: View, draw: Callable[[View], Awaitable[Drawn | None]]) -> Drawn | None:
        """Draw the card of a view, or its reaction.

        A bug in one card ends its delivery and stops no other.
        """
        row = view.delivery
        try:
            return await draw(view)
        except (Later, *UNAVAILABLE):
            raise
        except Exception as error:
            log.exception("card could not be drawn", delivery=row.id, template=row.template)
            await view.store.deliveries.end_delivery(row, DEAD, f"draw: {type(error).__name__}")
            return None


async def _load_readers(store: Store, rows: Sequence[Delivery], threads: ThreadQueue) -> None:
    """Load the other readers of private messages in one statement: each is asked for when its message is drawn."""
    loaded = {row.person_id for row in rows if threads.has_loaded_reader(row)}
    people = {row.person_id for row in rows if row.person_id is not None}
    if people - loaded:
        await store.people.list_people_by_id(people - loaded)


async def _complete_deliveries(
    store: Store, prepared_deliveries: list[PreparedDelivery], threads: ThreadQueue, begun: float
) -> list[PreparedDelivery]:
    """Add to each delivery when it was begun, and the words by which its message is found again.

    A batched message carries the words of all its deliveries.
    """
    rows = [prepared.row for prepared in prepared_deliveries if prepared.row.op == POST]
    leads = [row.id for row in rows if row.is_push or threads.may_lead_others(row)]
    others = await store.scheduled_notifications.map_batched_keys(leads)
    for prepared in prepared_deliveries:
        prepared.begun = begun
        prepared.marks = " ".join(
            (prepared.row.search_marks, *map(build_promise_mark, others.get(prepared.row.id, ())))
        )
    return prepared_deliveries
