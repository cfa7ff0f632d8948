"""The courier's loop: claim what is due, have it prepared, send it once, write down what came of it.

The protocol: a row is claimed (`leased`), then marked `sending` in a committed transaction before the first byte
leaves, then acknowledged. What happened in between is never guessed: an outcome nobody knows is asked of the platform.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.delivery.circuit_breaker import Doors, house_of
from bot.delivery.clock_jump_detector import Steps
from bot.delivery.delivery_protocol import CALL, CLAIM_LEASE, DELAY, FINISH
from bot.delivery.outcome_writer import Outcome
from bot.delivery.outcomes import Outcomes
from bot.delivery.preparing import Parcel, Preparing
from bot.delivery.reconciler import Asking
from bot.platforms import PermanentError, Platform, Sent, TemporaryError
from bot.runtime.metrics import Metrics
from handlers.chat.outgoing import place_of
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.clocks import boot_clock
from storage.kit.database import BROKEN, UNAVAILABLE, Database
from storage.queue.delivery_rows import DEAD, LEASED, POST, UPDATE, Delivery

log = structlog.get_logger()

#: rows in hand at once, per process; rows prepared in one transaction: it keeps the writer from those who wait
IN_FLIGHT, BATCH = 50, 20
#: seconds that free hands wait for company
PATIENCE = 0.05
#: seconds between looks when nothing wakes the loop: wall clocks jump, other processes promise
POLL, SWEEP = 0.5, 5.0


class Courier:
    """One per process; any number of them may share a database."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        router: Router,
        arena: Arena,
        metrics: Metrics,
        boot: Callable[[], float] = boot_clock,
    ) -> None:
        self.database = database
        self.platforms = platforms
        self.router = router
        self.boot = boot
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{random.getrandbits(32):08x}"[:64]
        self.doors = Doors(boot)
        self.steps = Steps(database.now, boot)
        self.preparing = Preparing(platforms, router, arena, self.doors)
        self._sending: set[asyncio.Task[None]] = set()
        self.outcomes = Outcomes(database, router, arena, metrics, in_hand=lambda: len(self._sending))
        self.asking = Asking(database, platforms, self.outcomes, self.doors, self.owner)
        self.beat = 0.0
        self._woken = asyncio.Event()
        self._rested = asyncio.Event()
        self._rested.set()
        self._stopping = False
        self._set_back = False

    def wake(self) -> None:
        """Something was promised: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`. A database that is away is waited for."""
        self._rested.clear()
        sweeping = asyncio.create_task(self._keep_sweeping())
        try:
            while not self._stopping:
                self._woken.clear()
                if not await self._looked():
                    await self._pause()
        finally:
            sweeping.cancel()
            self._rested.set()

    async def stop(self) -> None:
        """Claim no more, finish what is in hand for at most FINISH, give back the rest."""
        self._stopping = True
        self.wake()
        try:
            async with asyncio.timeout(FINISH.total_seconds()):
                await self._rested.wait()
                if self._sending:
                    await asyncio.wait(self._sending)
                await self.outcomes.writer.flush()
        except TimeoutError:
            log.warning("stopped with messages in hand: they will be asked about", count=len(self._sending))
        try:
            async with asyncio.timeout(2), self.database.begin(patient=True) as store:
                await store.deliveries.give_back(self.owner)
        except (TimeoutError, *UNAVAILABLE) as error:
            log.warning("nothing given back: leases run out by themselves", error=type(error).__name__)

    async def drain(self) -> None:
        """Deliver everything that is due now, and return when it is done (tests, command line)."""
        while await self.round() or self._sending:
            if self._sending:
                await asyncio.wait(self._sending)
            await self.outcomes.writer.flush()

    async def round(self) -> int:
        """One batch: how many rows it had; BATCH when there may be more."""
        await self._mind_the_clock()
        limit = min(await self._hands(), BATCH)
        async with self.database.begin(patient=True) as store:
            shut = self.doors.shut(store.now)
            rows = await store.deliveries.claim(self.owner, CLAIM_LEASE, limit, self.platforms, shut)
        going = 0
        async for parcel in self._prepared(rows):
            going += 1
            task = asyncio.create_task(self._deliver(parcel))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        # a batch that was only put off says nothing of what comes after it, but that it would be put off too
        return BATCH if len(rows) == limit and going else len(rows[: BATCH - 1])

    async def _hands(self) -> int:
        """How many are free: enough for a whole batch, if they soon are. Few rows cost nearly as much as many."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while (free := IN_FLIGHT - len(self._sending)) < BATCH:
            left = end - loop.time()
            if free > 0 >= left:
                break
            await asyncio.wait(self._sending, timeout=left if left > 0 else None, return_when=asyncio.FIRST_COMPLETED)
        return free

    async def sweep(self) -> None:
        """Find out about what nobody knows the fate of. Not just after the clock was set: leases lie then."""
        await self._mind_the_clock()
        if not self.steps.quiet:
            await self.asking.sweep()

    async def _mind_the_clock(self) -> None:
        step = self.steps.taken()
        if step:
            log.warning("the clock was set: leases count again in a while", seconds=round(step.total_seconds()))
            self._set_back |= step < timedelta(0)
        if self._set_back:
            async with self.database.begin(patient=True) as store:
                await store.deliveries.reconsider()
            self._set_back = False

    async def _looked(self) -> bool:
        """One round, whatever happens: nothing may end this loop. Whether there may be more to do just now."""
        try:
            full = await self.round() == BATCH
        except UNAVAILABLE as error:
            log.warning("courier waits for the database", error=str(error))
            return False
        except Exception:  # a bug in one round; the next may have other rows
            log.exception("round failed")
            return False
        self.beat = time.monotonic()
        return full

    async def _keep_sweeping(self) -> None:
        while True:
            try:
                await self.sweep()
            except UNAVAILABLE as error:
                log.warning("sweep waits for the database", error=str(error))
            except Exception:  # as in a round
                log.exception("sweep failed")
            await self._between_sweeps()

    async def _between_sweeps(self) -> None:
        await self.asking.rest(SWEEP)

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), POLL)

    async def _prepared(self, rows: Sequence[Delivery]) -> AsyncIterator[Parcel]:
        """A card that breaks the transaction must not stop the others: each has its own then, and goes at once."""
        if not rows:
            return
        begun = self.boot()
        try:
            async with self.database.begin(patient=True) as store:
                parcels = await self.preparing.prepare(store, rows, begun)
        except BROKEN as error:
            for row in rows:
                row.state = LEASED
            if len(rows) == 1:
                log.exception("delivery could not be prepared", delivery=rows[0].id, template=rows[0].template)
                async with self.database.begin(patient=True) as store:
                    await store.deliveries.over(rows[0], DEAD, f"draw: {type(error).__name__}")
                return
            for row in rows:
                async for parcel in self._prepared([row]):
                    yield parcel
        else:
            for parcel in parcels:
                yield parcel

    async def _deliver(self, parcel: Parcel) -> None:
        row, house = parcel.row, house_of(parcel.row)
        if self.boot() - parcel.begun > DELAY.total_seconds():
            # the lease runs out, and the platform is asked
            log.warning("too late to send safely", delivery=row.id, seconds=round(self.boot() - parcel.begun))
            return
        try:
            async with asyncio.timeout(CALL.total_seconds()):
                sent = await self._send(parcel)
        except TemporaryError as error:
            shut = None if error.whole_bucket else self.doors.failed(house, self.database.now())
            outcome = Outcome(row, temporary=error, buckets=tuple(self.preparing.buckets(row)), shut=shut)
        except PermanentError as error:
            outcome = Outcome(row, permanent=error, opened=self.doors.worked(house))
        except Exception as error:  # noqa: BLE001 - whatever else rises out of send() means: unknown
            log.warning("outcome unknown", delivery=row.id, platform=row.platform, error=type(error).__name__)
            shut, settle = self.doors.failed(house, self.database.now()), self.asking.settle(error)
            outcome = Outcome(row, unknown=type(error).__name__, settle=settle, shut=shut)
        else:
            outcome = Outcome(row, sent=sent, opened=self.doors.worked(house))
        await self.outcomes.writer.write(outcome)
        if self.preparing.crowded:  # whoever waited for this one has its turn
            self.preparing.crowded = False
            self.wake()

    async def _send(self, parcel: Parcel) -> Sent:
        row, platform = parcel.row, self.platforms[parcel.row.platform]
        place = place_of(row)
        if row.op == POST:
            assert parcel.card is not None
            return await platform.send(place, parcel.card, key=parcel.marks)
        if row.op == UPDATE and parcel.card is not None:
            await platform.update(place, row.message, parcel.card)
        else:
            await platform.delete(place, row.message)
        return Sent(row.message)
