"""Ask the platform about deliveries with an unknown outcome.

What cannot be found out is decided by the kind of delivery.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.delivery.circuit_breaker import CircuitBreakers, format_breaker_slot, format_delivery_workspace
from bot.delivery.delivery_protocol import ANSWERED, ASK, ASK_LEASE, MOST_ATTEMPTS, PATIENCE, SETTLE, compute_backoff
from bot.delivery.outcomes import OutcomeRecorder, build_sent_columns
from bot.platforms import CannotTell, PermanentError, Platform, Sent, TemporaryError
from handlers.chat.outgoing import build_delivery_place
from storage.kit.database import Database, Store
from storage.queue.delivery_rows import CANCELLED, POST, READY, RESENT, RESTORED, SENT, Delivery

log = structlog.get_logger()
#: maximum number of lookups at once per worker, because platforms allow few
MOST = 10
#: pause before another lookup, and maximum time to repeat one that the platform throttles
AGAIN, LONGEST_ASKING = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ReconciliationResult:
    """Describe what asking found: the message, certainly no message, or (`unclear`) neither."""

    found: Sent | None = None
    unclear: str = ""
    #: if set, ask again after this time and do not decide
    later: timedelta | None = None


class DeliveryReconciler:
    """Ask platforms about unknown outcomes and resolve them, one reconciler per worker."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        outcomes: OutcomeRecorder,
        breakers: CircuitBreakers,
        owner: str,
    ) -> None:
        self.database = database
        self.platforms = platforms
        self.outcomes = outcomes
        self.breakers = breakers
        self.owner = owner
        self._deciding = asyncio.Lock()
        #: set when a lookup may be due
        self._due = asyncio.Event()

    async def wait_for_sweep(self, seconds: float) -> None:
        """Wait until the next sweep: so many seconds, or until an outcome has settled early."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), seconds)
        self._due.clear()

    def schedule_settlement(self, error: Exception) -> timedelta:
        """Return how long after this error the message may still arrive.

        Where the platform answered, the next sweep is scheduled for that moment.
        """
        if not getattr(error, "answered", False):
            return SETTLE
        asyncio.get_running_loop().call_later(ANSWERED.total_seconds() + 0.1, self._due.set)
        return ANSWERED

    async def reconcile_unknown_deliveries(self) -> None:
        """Free the rows that a dead worker held, and ask the platforms about unknown outcomes."""
        async with self.database.begin(patient=True) as store:
            await store.unknown_outcomes.sweep_expired_leases()
            paused = self.breakers.list_paused_workspaces(store.now)
            rows = await store.unknown_outcomes.claim_unknown_deliveries(
                self.owner, ASK_LEASE, MOST, list(self.platforms), paused
            )
            rows = await self._skip_paused_workspaces(store, rows) if rows else rows
        await asyncio.gather(*(self._reconcile_delivery(row) for row in rows))

    async def _skip_paused_workspaces(self, store: Store, rows: Sequence[Delivery]) -> list[Delivery]:
        """Return the rows whose workspace is not paused; one of the rows may be the probe."""
        workspace_keys = {format_delivery_workspace(row) for row in rows}
        self.breakers.update_pauses(
            workspace_keys,
            await store.rate_limit_slots.lock_slots(
                {format_breaker_slot(workspace_key) for workspace_key in workspace_keys}
            ),
            store.now,
        )
        taken: dict[str, datetime] = {}
        allowed = []
        for row in rows:
            at = self.breakers.claim_probe(format_delivery_workspace(row), store.now, taken) if row.op == POST else None
            if at is None:
                allowed.append(row)
            else:
                await store.unknown_outcomes.postpone_outcome_check(row, at)
        await store.rate_limit_slots.store_slots(taken)
        return allowed

    async def _reconcile_delivery(self, row: Delivery) -> None:
        """Resolve one row.

        A change may be made twice without harm, so the platform is asked only about posts.
        """
        try:
            result = await self._ask_platform(row) if row.op == POST else ReconciliationResult()
            # One by one, so that two rows of the same message see each other's result.
            async with self._deciding, self.database.begin(patient=True) as store:
                await self._resolve_delivery(store, row, result)
        except Exception:  # the row stays unknown until its lease expires
            log.exception("asking failed", delivery=row.id)

    async def _ask_platform(self, row: Delivery) -> ReconciliationResult:
        workspace_key = format_delivery_workspace(row)
        try:
            async with asyncio.timeout(ASK.total_seconds()):
                since = row.started_at or row.created_at
                found = await self.platforms[row.platform].find(build_delivery_place(row), row.search_marks, since)
        except (CannotTell, PermanentError) as error:
            result = ReconciliationResult(unclear=str(error))
        except TemporaryError as error:
            if not error.whole_bucket:
                return await self._record_failed_question(workspace_key, str(error))
            waited = self.database.get_time() - (row.started_at or row.created_at)
            if waited > LONGEST_ASKING:
                return ReconciliationResult(unclear=str(error))
            return ReconciliationResult(later=max(AGAIN, timedelta(seconds=error.after)), unclear=str(error))
        except Exception as error:  # noqa: BLE001 - any error means no answer
            return await self._record_failed_question(workspace_key, type(error).__name__)
        else:
            result = ReconciliationResult(found)
        if self.breakers.record_workspace_success(workspace_key):
            async with self.database.begin(patient=True) as store:
                await store.rate_limit_slots.delete_slots([format_breaker_slot(workspace_key)])
        return result

    async def _record_failed_question(self, workspace_key: str, why: str) -> ReconciliationResult:
        until = self.breakers.record_workspace_failure(workspace_key, self.database.get_time())
        if until is not None:
            async with self.database.begin(patient=True) as store:
                await store.rate_limit_slots.extend_slot(format_breaker_slot(workspace_key), until)
        return ReconciliationResult(later=AGAIN, unclear=why)

    async def _resolve_delivery(self, store: Store, row: Delivery, result: ReconciliationResult) -> None:
        if result.later is not None:
            log.info("unknown outcome is asked about later", delivery=row.id, why=result.unclear)
            await store.unknown_outcomes.postpone_outcome_check(row, store.now + result.later)
        elif result.found is not None:
            await self._resolve_found_message(store, row, result.found)
        else:
            await self._resolve_missing_message(store, row, result.unclear)

    async def _resolve_found_message(self, store: Store, row: Delivery, found: Sent) -> None:
        """Mark the delivery sent, or delivered in another message.

        After a restore its follow-ups may have been sent too: the platform is asked about them first.
        """
        if row.last_error == RESTORED:
            store.outbox.quarantine_new_posts(row.started_at or row.created_at)
        told = build_sent_columns(found)
        await self._withdraw_found_copies(store, row, found)
        lead = await store.unknown_outcomes.find_delivery_in_same_message(row, found.message)
        if lead is not None:
            why = f"told in {lead.id}"
            if await store.unknown_outcomes.resolve_outcome(row, CANCELLED, why, told_in_id=lead.id, last_error=why):
                await self.outcomes.record_told_elsewhere(store, row)
        elif await store.unknown_outcomes.resolve_outcome(row, SENT, "found", sent_at=store.now, last_error="", **told):
            await self.outcomes.record_arrival(store, row, told)

    async def _withdraw_found_copies(self, store: Store, row: Delivery, found: Sent) -> None:
        """Withdraw all copies but one: the recorded message stays, if one was recorded meanwhile."""
        if not found.copies:
            return
        now = await store.outbox.find_delivery(row.id)
        kept = (now.message if now is not None else "") or found.message
        others = sorted({found.message, *found.copies} - {kept})
        await self.outcomes.withdraw_extra_copies(
            store, row, [build_sent_columns(replace(found, message=one)) for one in others]
        )

    async def _resolve_missing_message(self, store: Store, row: Delivery, unclear: str) -> None:
        why = f"cannot tell: {unclear}" if unclear else "not found"
        given_up = row.attempts >= MOST_ATTEMPTS and (unclear or store.now - row.due_at > PATIENCE)
        if given_up or (unclear and not RESENT[row.kind]):
            await self.outcomes.give_up_delivery(store, row, why[:200])
            return
        # The first retry is immediate, because the message is late already.
        pause = compute_backoff(row.attempts) if row.attempts > 1 else timedelta(0)
        next_at = max(store.now + pause, row.due_at)
        await store.unknown_outcomes.resolve_outcome(row, READY, why, next_at=next_at, last_error=why[:200])
        log.info("unknown outcome resolved", delivery=row.id, why=why)
