"""Before a delivery goes out: check again whether it should, keep the pace, draw it, mark it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.circuit_breaker import Doors, house_of, slot
from bot.delivery.delivery_protocol import LEASE
from bot.delivery.pacing import Pace, buckets
from bot.platforms import Budget, Platform
from handlers.chat.cards import Card
from handlers.chat.outgoing import place_of
from handlers.chat.routing import Later, Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.directory.departures.gate import reaches
from handlers.notifications.bundles import Bundles, gather
from handlers.questions.threads import Threads
from handlers.questions.threads import gather as gather_threads
from storage.kit.database import UNAVAILABLE, Store
from storage.queue.delivery_rows import CANCELLED, DEAD, DELETE, EXPIRED, POST, UPDATE, Delivery, mark_of

log = structlog.get_logger()
#: a card that says "later" and means "now" is not asked in a circle
BREATH = timedelta(seconds=1)


@dataclass(slots=True)
class Parcel:
    """A marked row with the card that was drawn for it; `None` for a deletion."""

    row: Delivery
    card: Card | None
    #: the boot clock before it was marked
    begun: float
    #: what stays with its message, so that it is found again
    marks: str = ""


class Preparing:
    """One per worker: it remembers who waits for a turn in which bucket."""

    def __init__(self, platforms: Mapping[str, Platform], router: Router, arena: Arena, doors: Doors) -> None:
        self.platforms = platforms
        self.router = router
        self.arena = arena
        self.doors = doors
        self._tails: dict[str, datetime] = {}
        #: something waits for what this worker has in hand
        self.crowded = False

    async def prepare(self, store: Store, rows: Sequence[Delivery], begun: float) -> list[Parcel]:
        """Those that may go out now, marked. What is not to be sent now is given back, or over.

        `begun`: the boot clock before this unit of work.
        """
        # first of all, for everybody takes rows before slots
        bundles = await gather(store, rows, self.arena)
        rows = await store.deliveries.hold(rows)
        threads = await gather_threads(store, rows)
        people = {row.person_id for row in rows if row.person_id is not None}
        if people:
            await store.people.named(people)  # each is asked for below
        buckets = {row.id: self.buckets(row) for row in rows}
        houses = {house_of(row) for row in rows}
        names = {name for of_row in buckets.values() for name in of_row}
        shut = await store.workspaces.shut()
        slots = await store.slots.until(names | {slot(house) for house in houses}, needed=names)
        self.doors.look(houses, slots, store.now)
        pace = Pace(store.now, slots, self._tails)
        parcels: list[Parcel] = []
        later: list[tuple[Delivery, datetime]] = []
        for row in rows:
            if (row.platform, row.workspace) in shut:
                await store.deliveries.over(row, CANCELLED, "the workspace is shut out")
                continue
            try:
                parcel = await self._parcel(store, row, pace, buckets[row.id], bundles, threads)
            except Later as wait:
                later.append((row, wait.at))
                threads.waits[row.id] = wait.at
                continue
            if parcel is not None:
                parcel.begun = begun
                parcels.append(parcel)
        await store.slots.put(pace.owed(timedelta(seconds=self.doors.clock() - begun)))
        await store.deliveries.later(later, threads.asleep)
        self.crowded |= threads.crowded
        marked = await store.deliveries.mark([parcel.row for parcel in parcels], LEASE)
        return await _named(store, [parcel for parcel in parcels if parcel.row in marked])

    def buckets(self, row: Delivery) -> dict[str, Budget]:
        place = place_of(row)
        # a change goes to what is there: it begins no thread
        return buckets(self.platforms, place.in_thread(place.thread or row.target_id or ""))

    async def _parcel(
        self,
        store: Store,
        row: Delivery,
        pace: Pace,
        buckets: Mapping[str, Budget],
        bundles: Bundles,
        threads: Threads,
    ) -> Parcel | None:
        """One row with its card; None when there is nothing to be sent any more. Raises Later."""
        if row.id in threads.joined:
            return None
        if row.expires_at is not None and row.expires_at < store.now:
            await store.deliveries.over(row, EXPIRED, "expired")
            return None
        at = threads.behind(row, store.now) or pace.wait(buckets, waited=row.next_at > row.due_at)
        at = at or self.doors.wait(house_of(row), store.now, pace.probes)
        if at is not None:
            raise Later(at)
        after = threads.after(row, store.now)
        if after and pace.crowded(buckets, len(after)):
            await threads.join(store, row, after)
        try:
            card = await self._draw(store, row, bundles)
        except Later as wait:
            if row.expires_at is None or wait.at <= row.expires_at:
                threads.asleep.add(row.id)
                raise Later(max(wait.at, store.now + BREATH)) from None
            await store.deliveries.over(row, EXPIRED, "its reader's hours begin too late")
            return None
        if row.state == DEAD:
            return None
        if card is None and (row.op != DELETE or not row.message):  # or what was to be changed never arrived
            await store.deliveries.over(row, CANCELLED, "no longer wanted")
            return None
        pace.take(buckets)
        return Parcel(row, card, 0.0)

    async def _draw(self, store: Store, row: Delivery, bundles: Bundles) -> Card | None:
        if row.target_id is not None:
            target = await store.outbox.find(row.target_id)
            row.message = target.message if target else ""
            row.args = target.args if target else row.args  # more may have been told in it since
        if row.op == DELETE or row.cancel_requested or (row.op == UPDATE and not row.message):
            return None
        person = await store.people.find(row.person_id)
        if not reaches(person, row.kind, row.template):
            return None
        say = Say(person.language if person else row.language, self.arena.zone)
        return await bundles.draw(View(store, row, person, say, self.arena), self._show)

    async def _show(self, view: View) -> Card | None:
        """A bug in one card ends its delivery and stops no other."""
        row = view.delivery
        try:
            return await self.router.draw(view)
        except (Later, *UNAVAILABLE):
            raise
        except Exception as error:
            log.exception("card could not be drawn", delivery=row.id, template=row.template)
            await view.store.deliveries.over(row, DEAD, f"draw: {type(error).__name__}")
            return None


async def _named(store: Store, parcels: list[Parcel]) -> list[Parcel]:
    """Say by which words each message is found again: of what it tells, be it of several deliveries."""
    others = await store.pushes.keys_told_in([parcel.row.id for parcel in parcels if parcel.row.op == POST])
    for parcel in parcels:
        parcel.marks = " ".join((parcel.row.marks, *map(mark_of, others.get(parcel.row.id, ()))))
    return parcels
