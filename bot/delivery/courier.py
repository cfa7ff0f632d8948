"""Claim due deliveries, have them prepared, send each once, and record its outcome.

The protocol: a row is claimed (`leased`), then marked `sending` in a committed transaction before the
first byte leaves. Then the row is acknowledged. An unknown outcome is never guessed: the platform is
asked.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.delivery.circuit_breaker import CircuitBreakers, format_delivery_workspace
from bot.delivery.clock_jump_detector import ClockJumpDetector
from bot.delivery.delivery_preparer import DeliveryPreparer, PreparedDelivery
from bot.delivery.delivery_protocol import CALL, DELAY, FINISH
from bot.delivery.due_batches import DueBatches
from bot.delivery.in_flight_deliveries import InFlightDeliveries
from bot.delivery.outcome_writer import DeliveryOutcome
from bot.delivery.outcomes import OutcomeRecorder
from bot.delivery.platform_calls import call_platform
from bot.delivery.reconciler import DeliveryReconciler
from bot.platforms import OutcomeUnknown, PermanentError, Platform, TemporaryError
from bot.runtime.metrics import Metrics
from bot.runtime.quiet_warnings import QuietWarning
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.base import POSTED
from storage.kit.clocks import read_boot_clock
from storage.kit.database import UNAVAILABLE, Database
from storage.queue.delivery_rows import REACT, Delivery

log = structlog.get_logger()

#: Rows prepared in one transaction. A larger batch would block urgent writers.
BATCH = 20
#: Seconds between polls without a wake-up, because clocks jump and other processes post.
POLL, SWEEP = 0.5, 5.0


class Courier:
    """Deliver the outbox, one courier per process; any number of couriers may share a database."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        router: Router,
        arena: Arena,
        metrics: Metrics,
        boot: Callable[[], float] = read_boot_clock,
    ) -> None:
        self.database = database
        self.platforms = platforms
        self.router = router
        self.boot = boot
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{random.getrandbits(32):08x}"[:64]
        self.breakers = CircuitBreakers(boot)
        self.steps = ClockJumpDetector(database.get_time, boot)
        self.preparing = DeliveryPreparer(platforms, router, arena, self.breakers)
        self.batches = DueBatches(database, self.preparing, self.breakers, self.owner, boot)
        self.in_flight = InFlightDeliveries()
        self.outcomes = OutcomeRecorder(database, router, arena, metrics, in_hand=lambda: len(self.in_flight))
        self.asking = DeliveryReconciler(database, platforms, self.outcomes, self.breakers, self.owner)
        self._round_waits = QuietWarning(log, "courier waits for the database")
        self._sweep_waits = QuietWarning(log, "sweep waits for the database")
        self.beat = 0.0
        #: held by whoever makes a round: the loop, or a caller that lets it wait
        self.rounds = asyncio.Lock()
        self._woken = asyncio.Event()
        self._rested = asyncio.Event()
        self._rested.set()
        self._stopping = False
        self._set_back = False
        database.after_commit[POSTED].append(self.wake_courier)

    def wake_courier(self) -> None:
        """Wake the loop at once: a delivery was posted."""
        self._woken.set()

    async def run_delivery_loop(self) -> None:
        """Run rounds until `stop_courier`, also while the database is away."""
        self._rested.clear()
        sweep_task = asyncio.create_task(self._run_sweep_loop())
        try:
            while not self._stopping:
                self._woken.clear()
                if not await self._try_delivery_round():
                    await self._wait_for_wake()
        finally:
            sweep_task.cancel()
            self._rested.set()

    async def stop_courier(self) -> None:
        """Claim no more, finish the deliveries in hand for at most FINISH, give back the rest."""
        self._stopping = True
        self.wake_courier()
        try:
            async with asyncio.timeout(FINISH.total_seconds()):
                await self._rested.wait()
                await self.in_flight.finish_started_deliveries()
                await self.outcomes.writer.flush_outcomes()
        except TimeoutError:
            log.warning("stopped with messages in hand: they will be asked about", count=len(self.in_flight))
        try:
            async with asyncio.timeout(2), self.database.begin(patient=True) as store:
                await store.deliveries.return_claimed_deliveries(self.owner)
        except (TimeoutError, *UNAVAILABLE) as error:
            log.warning("nothing given back: leases run out by themselves", error=type(error).__name__)

    async def deliver_all_due(self) -> None:
        """Deliver everything that is due now, and return when it is done (tests, command line)."""
        while await self.run_delivery_round() or self.in_flight:
            await self.in_flight.finish_started_deliveries()
            await self.outcomes.writer.flush_outcomes()

    async def run_delivery_round(self) -> int:
        """Claim and send one batch; return its size, or BATCH when there may be more."""
        await self._handle_clock_jump()
        limit = min(await self.in_flight.wait_for_capacity(BATCH), BATCH)
        rows, prepared_deliveries = await self.batches.claim_batch(self.platforms, limit)
        going = 0
        async for prepared in prepared_deliveries:
            going += 1
            self.in_flight.start_delivery(self._deliver_prepared(prepared))
        # If no row of the batch can go out, the next ones would be postponed too: report no further ones.
        return BATCH if len(rows) == limit and going else len(rows[: BATCH - 1])

    async def sweep_unknown_outcomes(self) -> None:
        """Resolve unknown outcomes, but not just after the clock was set: leases are wrong then."""
        await self._handle_clock_jump()
        if not self.steps.has_untrusted_leases:
            await self.asking.reconcile_unknown_deliveries()

    async def _handle_clock_jump(self) -> None:
        step = self.steps.detect_jump()
        if step:
            log.warning("the clock was set: leases count again in a while", seconds=round(step.total_seconds()))
            self._set_back |= step < timedelta(0)
        if self._set_back:
            async with self.database.begin(patient=True) as store:
                await store.deliveries.reset_postponed_deliveries()
            self._set_back = False

    async def _try_delivery_round(self) -> bool:
        """Run one round and return True if more may be due now. No error of a round may end the loop."""
        try:
            async with self.rounds:
                full = await self.run_delivery_round() == BATCH
        except UNAVAILABLE as error:
            self._round_waits.log_warning(error=str(error))
            return False
        except Exception:  # a bug in one round; the next one may succeed
            log.exception("round failed")
            return False
        self.beat = time.monotonic()
        return full

    async def _run_sweep_loop(self) -> None:
        while True:
            try:
                await self.sweep_unknown_outcomes()
            except UNAVAILABLE as error:
                self._sweep_waits.log_warning(error=str(error))
            except Exception:  # as above
                log.exception("sweep failed")
            await self._rest_between_sweeps()

    async def _rest_between_sweeps(self) -> None:
        await self.asking.wait_for_sweep(SWEEP)

    async def _wait_for_wake(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), POLL)

    async def _deliver_prepared(self, prepared: PreparedDelivery) -> None:
        row, workspace_key = prepared.row, format_delivery_workspace(prepared.row)
        if self.boot() - prepared.begun > DELAY.total_seconds():
            # The lease expires, and the reconciler asks the platform.
            log.warning("too late to send safely", delivery=row.id, seconds=round(self.boot() - prepared.begun))
            return
        try:
            async with asyncio.timeout(CALL.total_seconds()):
                sent = await call_platform(self.platforms[row.platform], prepared)
        except TemporaryError as error:
            if not error.whole_bucket:  # to be throttled is part of every day
                log.warning("delivery put off", delivery=row.id, platform=row.platform, why=str(error))
            paused_until = None if error.whole_bucket else self._record_failure(row)
            buckets = tuple(self.preparing.list_delivery_buckets(row))
            outcome = DeliveryOutcome(row, temporary=error, buckets=buckets, paused_until=paused_until)
        except PermanentError as error:
            outcome = DeliveryOutcome(
                row, permanent=error, recovered=self.breakers.record_workspace_success(workspace_key)
            )
        except Exception as error:  # noqa: BLE001 - for any other error the outcome is unknown
            why = str(error) if isinstance(error, OutcomeUnknown) else type(error).__name__
            log.warning("outcome unknown", delivery=row.id, platform=row.platform, why=why)
            paused_until, settle = self._record_failure(row), self.asking.schedule_settlement(error)
            outcome = DeliveryOutcome(row, unknown=why, settle=settle, paused_until=paused_until)
        else:
            outcome = DeliveryOutcome(row, sent=sent, recovered=self.breakers.record_workspace_success(workspace_key))
        await self.outcomes.writer.write_delivery_outcome(outcome)
        if self.preparing.crowded:  # rows that waited for this one can go
            self.preparing.crowded = False
            self.wake_courier()

    def _record_failure(self, row: Delivery) -> datetime | None:
        """Return until when the row's workspace is paused. A reaction that fails pauses none."""
        if row.op == REACT:
            return None
        return self.breakers.record_workspace_failure(format_delivery_workspace(row), self.database.get_time())
