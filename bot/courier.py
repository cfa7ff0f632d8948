"""The courier's loop: claim what is due, draw it, mark it, send it once, write down what came of it.

The protocol: a row is claimed (`leased`), then marked `sending` in a committed transaction before the first byte
leaves, then acknowledged. What happened in between is never guessed: an outcome nobody knows is asked of the platform.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.breaker import Breaker
from bot.metrics import Metrics
from bot.outcomes import Outcome, Outcomes
from bot.pacing import Pace
from bot.platforms import Budget, PermanentError, Platform, Sent, TemporaryError
from handlers.chat.cards import Card
from handlers.chat.outgoing import place_of
from handlers.chat.routing import Later, Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from storage.database import UNAVAILABLE, Database, Store
from storage.delivery_rows import CANCELLED, DEAD, DELETE, EXPIRED, POST, UPDATE, Delivery

log = structlog.get_logger()

#: H: the longest a platform call takes, S: the longest a message settles after it, L: the lease; L >= H + S + margin
HTTP_TIMEOUT, SETTLE, LEASE = timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=45)
#: from claim to marker is one short transaction
CLAIM_LEASE = timedelta(seconds=15)
assert LEASE > HTTP_TIMEOUT + SETTLE
#: rows in hand at once, per process
IN_FLIGHT = 50
#: rows prepared in one transaction: it keeps the writer from those who wait for an answer
BATCH = 20
#: seconds between looks when nothing wakes the loop: wall clocks jump, other processes promise
POLL, SWEEP = 0.5, 5.0


@dataclass(slots=True)
class Parcel:
    """A marked row with the card that was drawn for it; `None` for a deletion."""

    row: Delivery
    card: Card | None
    #: the boot clock when it was marked: wall clocks jump, monotonic clocks stop while the machine sleeps
    marked: float


class Courier:
    """One per process; any number of them may share a database."""

    def __init__(
        self, database: Database, platforms: Mapping[str, Platform], router: Router, arena: Arena, metrics: Metrics
    ) -> None:
        self.database = database
        self.platforms = platforms
        self.router = router
        self.arena = arena
        self.metrics = metrics
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{random.getrandbits(32):08x}"[:64]
        self.outcomes = Outcomes(database, router, arena, metrics)
        self.beat = 0.0
        self._woken = asyncio.Event()
        self._stopping = False
        self._tails: dict[str, datetime] = {}
        self._breakers: dict[tuple[str, str], Breaker] = {}
        self._sending: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was promised: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`. A database that is away is waited for."""
        swept = 0.0
        while not self._stopping:
            self._woken.clear()
            try:
                if time.monotonic() - swept > SWEEP:
                    swept = time.monotonic()
                    await self.outcomes.sweep(self.platforms, self.owner)
                busy = await self.round()
                self.beat = time.monotonic()
            except UNAVAILABLE as error:
                log.warning("courier waits for the database", error=type(error).__name__)
                busy = False
            if not busy:
                await self._pause()

    async def stop(self) -> None:
        """Claim no more, finish what is in hand, for at most the time one call may take."""
        self._stopping = True
        self.wake()
        if self._sending:
            await asyncio.wait(self._sending, timeout=HTTP_TIMEOUT.total_seconds())
        await self.outcomes.flush()

    async def drain(self) -> None:
        """Deliver everything that is due now, and return when it is done (tests, command line)."""
        while await self.round() or self._sending:
            if self._sending:
                await asyncio.wait(self._sending)
            await self.outcomes.flush()

    async def round(self) -> bool:
        """One batch; False when there was nothing to claim or no hand free."""
        free = IN_FLIGHT - len(self._sending)
        if free <= 0:
            await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            return True
        async with self.database.begin(patient=True) as store:
            rows = await store.deliveries.claim(self.owner, CLAIM_LEASE, min(free, BATCH))
        if not rows:
            return False
        async with self.database.begin(patient=True) as store:
            parcels = await self._prepare(store, rows)
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return True

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), POLL)
        except TimeoutError:
            return

    async def _prepare(self, store: Store, rows: Sequence[Delivery]) -> list[Parcel]:
        """Check again, pace, draw and mark; what is not to be sent now is given back or over."""
        await store.people.named(
            {row.person_id for row in rows if row.person_id is not None}
        )  # each is asked for below
        buckets = {row.id: self._buckets(row) for row in rows}
        names = {name for of_row in buckets.values() for name in of_row}
        pace = Pace(store.now, await store.deliveries.debts(names), self._tails)
        parcels: list[Parcel] = []
        later: list[tuple[Delivery, datetime]] = []
        for row in rows:
            if row.expires_at is not None and row.expires_at < store.now:
                await store.deliveries.over(row, EXPIRED, "expired")
            elif at := self._away(row, store.now) or pace.wait(buckets[row.id], waited=row.next_at > row.due_at):
                later.append((row, at))
            else:
                try:
                    parcel = await self._parcel(store, row)
                except Later as wait:
                    # never past the time when it is of no use
                    if row.expires_at is not None and wait.at > row.expires_at:
                        await store.deliveries.over(row, EXPIRED, "its reader's hours begin too late")
                    else:
                        later.append((row, wait.at))
                    continue
                if parcel is not None:
                    pace.take(buckets[row.id])
                    parcels.append(parcel)
        await store.deliveries.owe(pace.taken)
        await store.deliveries.later(later)
        marked = await store.deliveries.mark([parcel.row for parcel in parcels], LEASE)
        return [parcel for parcel in parcels if parcel.row in marked]

    async def _parcel(self, store: Store, row: Delivery) -> Parcel | None:
        """One row with its card; None when there is nothing to be sent any more."""
        try:
            card = await self._draw(store, row)
        except (Later, *UNAVAILABLE):
            raise
        except Exception as error:  # one card must not stop the others
            log.exception("card could not be drawn", delivery=row.id, template=row.template)
            await store.deliveries.over(row, DEAD, f"draw: {type(error).__name__}")
            return None
        if card is None and (row.op != DELETE or not row.message):  # or what was to be changed never arrived
            await store.deliveries.over(row, CANCELLED, "no longer wanted")
            return None
        return Parcel(row, card, _boot_clock())

    async def _draw(self, store: Store, row: Delivery) -> Card | None:
        if row.target_id is not None:
            target = await store.outbox.find(row.target_id)
            row.message = target.message if target else ""
        if row.op == DELETE or row.cancel_requested or (row.op == UPDATE and not row.message):
            return None
        person = await store.people.find(row.person_id)
        say = Say(person.language if person else row.language, self.arena.zone)
        return await self.router.cards[row.template](View(store, row, person, say, self.arena))

    def _away(self, row: Delivery, now: datetime) -> datetime | None:
        """When to look again, if its platform is down or not in this process."""
        if row.platform not in self.platforms:
            return now + timedelta(minutes=1)
        pause = self._breaker(row).wait()
        return now + timedelta(seconds=pause) if pause else None

    async def _deliver(self, parcel: Parcel) -> None:
        row = parcel.row
        if _boot_clock() - parcel.marked > (LEASE - HTTP_TIMEOUT - SETTLE).total_seconds():
            return  # too late to send safely: the lease runs out and the platform is asked
        try:
            async with asyncio.timeout(HTTP_TIMEOUT.total_seconds() + 1):
                sent = await self._send(parcel)
            outcome = Outcome(row, sent=sent)
            self._breaker(row).worked()
        except TemporaryError as error:
            outcome = Outcome(row, temporary=error, buckets=tuple(self._buckets(row)))
            if not error.whole_bucket:
                self._breaker(row).failed()
        except PermanentError as error:
            outcome = Outcome(row, permanent=error)
            self._breaker(row).worked()
        except Exception as error:  # noqa: BLE001 - whatever else rises out of send() means: unknown
            log.warning("outcome unknown", delivery=row.id, platform=row.platform, error=type(error).__name__)
            outcome = Outcome(row, unknown=type(error).__name__)
            self._breaker(row).failed()
        await self.outcomes.write(outcome)

    async def _send(self, parcel: Parcel) -> Sent:
        row, platform = parcel.row, self.platforms[parcel.row.platform]
        place = place_of(row)
        if row.op == POST:
            assert parcel.card is not None
            return await platform.send(place, parcel.card, key=row.id)
        if row.op == UPDATE and parcel.card is not None:
            await platform.update(place, row.message, parcel.card)
        else:
            await platform.delete(place, row.message)
        return Sent(row.message)

    def _buckets(self, row: Delivery) -> dict[str, Budget]:
        platform = self.platforms.get(row.platform)
        budgets = platform.budgets(place_of(row)) if platform is not None else {}
        return {f"{row.platform}:{row.workspace}:{name}": budget for name, budget in budgets.items()}

    def _breaker(self, row: Delivery) -> Breaker:
        return self._breakers.setdefault((row.platform, row.workspace), Breaker())


def _boot_clock() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
