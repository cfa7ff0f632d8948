"""Deliveries whose fate nobody knows: the platform is asked, and what cannot be found out is decided by kind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.delivery.circuit_breaker import Doors, house_of, slot
from bot.delivery.delivery_protocol import ANSWERED, ASK, ASK_LEASE, MOST_ATTEMPTS, PATIENCE, SETTLE, backoff
from bot.delivery.outcomes import Outcomes, as_kept
from bot.platforms import CannotTell, PermanentError, Platform, Sent, TemporaryError
from handlers.chat.outgoing import place_of
from storage.kit.database import Database, Store
from storage.queue.delivery_rows import CANCELLED, POST, READY, RESENT, RESTORED, SENT, Delivery

log = structlog.get_logger()
#: asked about at once, per worker: platforms let few be asked
MOST = 10
#: the pause before a question is asked again, and for how long one is repeated that the platform has no time for
AGAIN, LONGEST_ASKING = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Fate:
    """What asking came to: found, certainly not there, or (`unclear`) neither."""

    found: Sent | None = None
    unclear: str = ""
    #: asked again after this long, instead of deciding
    later: timedelta | None = None


class Asking:
    """One per worker."""

    def __init__(
        self, database: Database, platforms: Mapping[str, Platform], outcomes: Outcomes, doors: Doors, owner: str
    ) -> None:
        self.database = database
        self.platforms = platforms
        self.outcomes = outcomes
        self.doors = doors
        self.owner = owner
        self._deciding = asyncio.Lock()
        #: something may be asked about
        self._due = asyncio.Event()

    async def rest(self, seconds: float) -> None:
        """Wait until the next sweep: so long, or until an outcome has settled that settles early."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), seconds)
        self._due.clear()

    def settle(self, error: Exception) -> timedelta:
        """Return how long after this error the message may still arrive; sees to it that it is asked about then."""
        if not getattr(error, "answered", False):
            return SETTLE
        asyncio.get_running_loop().call_later(ANSWERED.total_seconds() + 0.1, self._due.set)
        return ANSWERED

    async def sweep(self) -> None:
        """Free what a dead worker held, and ask the platforms about messages nobody knows the fate of."""
        async with self.database.begin(patient=True) as store:
            await store.fates.sweep()
            shut = self.doors.shut(store.now)
            rows = await store.fates.claim(self.owner, ASK_LEASE, MOST, list(self.platforms), shut)
            rows = await self._let_in(store, rows) if rows else rows
        await asyncio.gather(*(self._find_out(row) for row in rows))

    async def _let_in(self, store: Store, rows: Sequence[Delivery]) -> list[Delivery]:
        """Those whose workspace is not left alone just now; one of them may be its probe."""
        houses = {house_of(row) for row in rows}
        self.doors.look(houses, await store.slots.until({slot(house) for house in houses}), store.now)
        taken: dict[str, datetime] = {}
        allowed = []
        for row in rows:
            at = self.doors.wait(house_of(row), store.now, taken) if row.op == POST else None
            if at is None:
                allowed.append(row)
            else:
                await store.fates.ask_later(row, at)
        await store.slots.put(taken)
        return allowed

    async def _find_out(self, row: Delivery) -> None:
        """A change may be made twice without harm, so that nothing needs to be asked about it."""
        try:
            fate = await self._ask(row) if row.op == POST else Fate()
            # one by one: two that were told in one message see each other
            async with self._deciding, self.database.begin(patient=True) as store:
                await self._decide(store, row, fate)
        except Exception:  # the row stays unknown, and is asked about again when this lease has run out
            log.exception("asking failed", delivery=row.id)

    async def _ask(self, row: Delivery) -> Fate:
        house = house_of(row)
        try:
            async with asyncio.timeout(ASK.total_seconds()):
                since = row.started_at or row.created_at
                found = await self.platforms[row.platform].find(place_of(row), row.marks, since)
        except (CannotTell, PermanentError) as error:
            fate = Fate(unclear=str(error))
        except TemporaryError as error:
            if not error.whole_bucket:
                return await self._failed(house, str(error))
            waited = self.database.now() - (row.started_at or row.created_at)
            if waited > LONGEST_ASKING:
                return Fate(unclear=str(error))
            return Fate(later=max(AGAIN, timedelta(seconds=error.after)), unclear=str(error))
        except Exception as error:  # noqa: BLE001 - no answer is no answer, whatever the reason
            return await self._failed(house, type(error).__name__)
        else:
            fate = Fate(found)
        if self.doors.worked(house):
            async with self.database.begin(patient=True) as store:
                await store.slots.free([slot(house)])
        return fate

    async def _failed(self, house: str, why: str) -> Fate:
        until = self.doors.failed(house, self.database.now())
        if until is not None:
            async with self.database.begin(patient=True) as store:
                await store.slots.hold(slot(house), until)
        return Fate(later=AGAIN, unclear=why)

    async def _decide(self, store: Store, row: Delivery, fate: Fate) -> None:
        if fate.later is not None:
            log.info("unknown outcome is asked about later", delivery=row.id, why=fate.unclear)
            await store.fates.ask_later(row, store.now + fate.later)
        elif fate.found is not None:
            await self._found(store, row, fate.found)
        else:
            await self._not_found(store, row, fate.unclear)

    async def _found(self, store: Store, row: Delivery, found: Sent) -> None:
        """It is out. What follows may have gone out too since the backup: it is asked about before it is sent."""
        if row.last_error == RESTORED:
            store.outbox.set_aside(row.started_at or row.created_at)
        told = as_kept(found)
        await self._take_back_copies(store, row, found)
        lead = await store.fates.told_with(row, found.message)
        if lead is not None:
            why = f"told in {lead.id}"
            if await store.fates.resolve(row, CANCELLED, why, told_in_id=lead.id, last_error=why):
                await self.outcomes.told(store, row)
        elif await store.fates.resolve(row, SENT, "found", sent_at=store.now, last_error="", **told):
            await self.outcomes.arrived(store, row, told)

    async def _take_back_copies(self, store: Store, row: Delivery, found: Sent) -> None:
        """One of its messages stays: the one that it is known by, if somebody has written that down meanwhile."""
        if not found.copies:
            return
        now = await store.outbox.find(row.id)
        kept = (now.message if now is not None else "") or found.message
        others = sorted({found.message, *found.copies} - {kept})
        await self.outcomes.take_back_copies(store, row, [as_kept(replace(found, message=one)) for one in others])

    async def _not_found(self, store: Store, row: Delivery, unclear: str) -> None:
        why = f"cannot tell: {unclear}" if unclear else "not found"
        given_up = row.attempts >= MOST_ATTEMPTS and (unclear or store.now - row.due_at > PATIENCE)
        if given_up or (unclear and not RESENT[row.kind]):
            await self.outcomes.give_up(store, row, why[:200])
            return
        # the first time at once: it is late already
        pause = backoff(row.attempts) if row.attempts > 1 else timedelta(0)
        next_at = max(store.now + pause, row.due_at)
        await store.fates.resolve(row, READY, why, next_at=next_at, last_error=why[:200])
        log.info("unknown outcome resolved", delivery=row.id, why=why)
