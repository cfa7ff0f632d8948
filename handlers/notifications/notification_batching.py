"""Gather scheduled notifications into batches: at most one a day; what is due for a person that day shares a
message.

The first to be drawn leads: the others wait until its message is over. When the lead has arrived, so have they;
when the lead never will, each of them goes by itself. So nothing is lost, whenever a process ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from handlers.chat.card_arguments import get_most_together
from handlers.chat.cards import Buttons, Card, Item, Part, Rule, Text
from handlers.chat.routing import Later
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.deduplication import merge_cards_about_one_thing, remove_repeated_entries
from handlers.notifications.scheduled_notifications import MORNING
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.delivery_rows import LEASED, REMINDER, UPDATE, Delivery

#: Maximum size of one message as `measure_card` counts, because platforms cut longer ones.
ROOM = 42
#: the longest possible day, when daylight saving time ends
_DAY = timedelta(hours=26)
#: draws one card; returns None when it is no longer relevant
Show = Callable[[View], Awaitable[Card | None]]


@dataclass(slots=True)
class NotificationBatches:
    """Hold the scheduled notifications of one delivery round, and all still to come for the same people."""

    arena: Arena
    #: person id -> upcoming notifications, by due time
    waiting: Mapping[int, Sequence[Delivery]] = field(default_factory=dict)
    #: person id -> time of the last notification
    told: dict[int, datetime] = field(default_factory=dict)
    #: ids of notifications that are delivered in another's message
    taken: set[str] = field(default_factory=set)

    async def draw_batch(self, view: View, show: Show) -> Card | None:
        """Draw a notification with what else there is that day.

        Raises Later when the person was told something that day already, or is outside working hours. Raises Later
        too when another worker tells it meanwhile.
        """
        row, person = view.delivery, view.person
        if row.op == UPDATE and row.kind == REMINDER:
            return await _redraw_batch(view, show)
        if not row.is_push or person is None:
            return await show(view)
        if not any(mine.id == row.id and mine.state == LEASED for mine in self._list_unattached(person)):
            raise Later(view.now)  # sent by another worker: this has no effect
        at = self._find_next_turn(row, person, view.now)
        if at is not None:
            await view.store.scheduled_notifications.postpone_notification(row.id, at)
            raise Later(at)
        card = await show(view)
        if card is None:
            return None
        cards, ids, alike = [card], list[str](), Counter((row.template,))
        for other in self._list_due_today(row, person, view.now):
            if 0 < get_most_together(other) <= alike[other.template] and other.expires_at is None:
                continue  # it comes tomorrow
            more = await _draw_unless_later(replace(view, delivery=other), show)
            if more is not None and sum(map(measure_card, (*cards, more))) <= ROOM:
                cards.append(more)
                ids.append(other.id)
                alike[other.template] += 1
        await self._attach_members(view.store, row, ids)
        self.told[person.id] = view.now
        return merge_cards(cards, view.say)

    async def _attach_members(self, store: Store, lead: Delivery, ids: list[str]) -> None:
        """Attach these notifications to the lead's message, and detach those that an earlier try had attached."""
        before = [row.id for row in self.waiting.get(lead.person_id or 0, ()) if row.told_in_id == lead.id]
        loose = [id for id in before if id not in ids]
        if loose:
            await store.scheduled_notifications.detach_from_batch(loose)
        if ids:
            await store.scheduled_notifications.attach_to_batch(lead.id, ids)
            self.taken.update(ids)

    def _list_unattached(self, person: Person) -> list[Delivery]:
        return [row for row in self.waiting.get(person.id, ()) if row.id not in self.taken]

    def _find_next_turn(self, row: Delivery, person: Person, now: datetime) -> datetime | None:
        """Return when it is the notification's turn; None: now."""
        hours = build_working_hours(person, self.arena)
        if not hours.is_open(now):
            return hours.find_next_open(now)
        last, today = self.told.get(person.id), _find_local_day(now, hours)
        if last is not None and _find_local_day(last, hours) == today:
            at = hours.clamp_at_or_after(today + timedelta(days=1), MORNING)
            if row.expires_at is None or at < row.expires_at:
                return at
        return None

    def _list_due_today(self, lead: Delivery, person: Person, now: datetime) -> list[Delivery]:
        """List what else is due on this day of the person's, or was due before."""
        hours = build_working_hours(person, self.arena)
        today = _find_local_day(now, hours)
        return [
            row
            for row in self._list_unattached(person)
            if row.id != lead.id
            and _find_local_day(row.due_at, hours) <= today
            and (row.expires_at is None or row.expires_at > now)
        ]


async def load_batches(store: Store, rows: Sequence[Delivery], arena: Arena) -> NotificationBatches:
    """Load the batches for these rows, which are about to be drawn.

    Locks the rows and the scheduled notifications of their people until the end of the transaction.
    """
    people = {row.person_id for row in rows if row.is_push and row.person_id is not None}
    if not people:
        return NotificationBatches(arena)
    waiting: dict[int, list[Delivery]] = {}
    found = await store.scheduled_notifications.lock_upcoming_notifications(people, [row.id for row in rows])
    # Skip notifications that were part of a message with an unknown outcome: they may have arrived.
    gone = await store.scheduled_notifications.filter_notifications_in_flight(
        {row.told_in_id for row in found if row.told_in_id is not None}
    )
    for row in found:
        if row.told_in_id not in gone:
            waiting.setdefault(row.person_id or 0, []).append(row)
    return NotificationBatches(
        arena, waiting, await store.scheduled_notifications.map_last_sent_times(people, store.now - _DAY)
    )


def measure_card(card: Card) -> int:
    """Return how much room the card takes in a message.

    That is a piece for its title, and for each part the pieces that the part is drawn in.
    """
    pieces = 2
    for part in card.parts:
        match part:
            case Item(note=note, buttons=buttons):
                pieces += 1 + bool(note) + bool(buttons)
            case Buttons(row=row):
                pieces += -(-len(row) // 5)
            case _:
                pieces += 1
    return pieces


def merge_cards(cards: Sequence[Card], say: Say) -> Card:
    """Draw one card that shows all of them, with lines between.

    What two of them ask, or say of one thing, stands once.
    """
    cards = merge_cards_about_one_thing(remove_repeated_entries(cards))
    if len(cards) == 1:
        return cards[0]
    parts: list[Part] = []
    for n, card in enumerate(cards):
        parts += [Rule()] if n else []
        parts += [Text(card.title, "strong")] if card.title else []
        parts += card.parts
    title = say.many("{n} message", "{n} messages", len(cards))
    summary = " · ".join(card.title or card.fallback.partition("\n")[0] for card in cards)
    return Card(title, tuple(parts), summary)


async def _redraw_batch(view: View, show: Show) -> Card | None:
    """Draw a sent message as it is now: without what was cancelled meanwhile."""
    lead = view.delivery.target_id or ""
    cards = [await show(view)]
    cards += [
        await _draw_unless_later(replace(view, delivery=row), show)
        for row in await view.store.scheduled_notifications.list_batched_notifications(lead)
    ]
    left = [card for card in cards if card is not None]
    return merge_cards(left, view.say) if left else None


async def _draw_unless_later(view: View, show: Show) -> Card | None:
    try:
        return await show(view)
    except Later:
        return None


def _find_local_day(at: datetime, hours: WorkingHours) -> date:
    return time_zones.convert_to_local(at, hours.zone).date()
