"""Bundles: at most one push a day. What is due for somebody on the same day is told in one message.

The first to be drawn leads: the others wait until its message is over. When it has arrived, they have; when it never
will, each of them goes by itself. So nothing is lost, whenever a process ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from handlers.chat.cards import Buttons, Card, Item, Part, Rule, Text
from handlers.chat.routing import Later
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from handlers.notifications.pushes import MORNING
from handlers.notifications.repeats import gather_things, without_repeats
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.delivery_rows import LEASED, REMINDER, UPDATE, Delivery

#: what one message holds, as `size` counts: platforms cut what is longer
ROOM = 42
#: the longest day there is, when the clocks go back
_DAY = timedelta(hours=26)
#: draws one card; None when there is nothing to tell any more
Show = Callable[[View], Awaitable[Card | None]]


@dataclass(slots=True)
class Bundles:
    """The pushes of one round of the courier, with all that is still to come for the same people."""

    arena: Arena
    #: person -> pushes to come, in order of time
    waiting: Mapping[int, Sequence[Delivery]] = field(default_factory=dict)
    #: person -> when they were last told something
    told: dict[int, datetime] = field(default_factory=dict)
    #: ids of those that are told in another's message
    taken: set[str] = field(default_factory=set)

    async def draw(self, view: View, show: Show) -> Card | None:
        """A push with what else there is that day. Raises Later when the person's day has none left, or is not open."""
        row, person = view.delivery, view.person
        if row.op == UPDATE and row.kind == REMINDER:
            return await _again(view, show)
        if not row.is_push or person is None:
            return await show(view)
        if not any(mine.id == row.id and mine.state == LEASED for mine in self._of(person)):
            raise Later(view.now)  # another worker tells it meanwhile: to give it back has no effect
        at = self._later(row, person, view.now)
        if at is not None:
            await view.store.pushes.put_off(row.id, at)
            raise Later(at)
        card = await show(view)
        if card is None:
            return None
        cards, ids = [card], []
        for other in self._today(row, person, view.now):
            more = await _shown(replace(view, delivery=other), show)
            if more is not None and sum(map(size, (*cards, more))) <= ROOM:
                cards.append(more)
                ids.append(other.id)
        await self._tie(view.store, row, ids)
        self.told[person.id] = view.now
        return join(cards, view.say)

    async def _tie(self, store: Store, lead: Delivery, ids: list[str]) -> None:
        """These are told in its message, and those no longer that were when it was tried before."""
        before = [row.id for row in self.waiting.get(lead.person_id or 0, ()) if row.told_in_id == lead.id]
        loose = [id for id in before if id not in ids]
        if loose:
            await store.pushes.untie(loose)
        if ids:
            await store.pushes.tell_in(lead.id, ids)
            self.taken.update(ids)

    def _of(self, person: Person) -> list[Delivery]:
        return [row for row in self.waiting.get(person.id, ()) if row.id not in self.taken]

    def _later(self, row: Delivery, person: Person, now: datetime) -> datetime | None:
        """When it is its turn; None: now."""
        hours = hours_of(person, self.arena)
        if not hours.opens(now):
            return hours.next_open(now)
        last, today = self.told.get(person.id), _day(now, hours)
        if last is not None and _day(last, hours) == today:
            at = hours.at_or_after(today + timedelta(days=1), MORNING)
            if row.expires_at is None or at < row.expires_at:
                return at
        return None

    def _today(self, lead: Delivery, person: Person, now: datetime) -> list[Delivery]:
        """What else is due on this day of theirs, or was before."""
        hours = hours_of(person, self.arena)
        today = _day(now, hours)
        return [
            row
            for row in self._of(person)
            if row.id != lead.id
            and _day(row.due_at, hours) <= today
            and (row.expires_at is None or row.expires_at > now)
        ]


async def gather(store: Store, rows: Sequence[Delivery], arena: Arena) -> Bundles:
    """For these rows, which are about to be drawn; holds them and the pushes of their people until the end."""
    people = {row.person_id for row in rows if row.is_push and row.person_id is not None}
    if not people:
        return Bundles(arena)
    waiting: dict[int, list[Delivery]] = {}
    found = await store.pushes.hold(people, [row.id for row in rows])
    # what may have been told in a message whose fate is not known yet is not told in another
    gone = await store.pushes.on_the_way({row.told_in_id for row in found if row.told_in_id is not None})
    for row in found:
        if row.told_in_id not in gone:
            waiting.setdefault(row.person_id or 0, []).append(row)
    return Bundles(arena, waiting, await store.pushes.out(people, store.now - _DAY))


def size(card: Card) -> int:
    """How much room it takes in a message: a piece for its title, and for each part those it is drawn in."""
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


def join(cards: Sequence[Card], say: Say) -> Card:
    """One card that shows all of them, with lines between; what two of them ask, or say of one thing, stands once."""
    cards = gather_things(without_repeats(cards))
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


async def _again(view: View, show: Show) -> Card | None:
    """A message that is out, as it is now: without what was called off meanwhile."""
    lead = view.delivery.target_id or ""
    cards = [await show(view)]
    cards += [await _shown(replace(view, delivery=row), show) for row in await view.store.pushes.parts(lead)]
    left = [card for card in cards if card is not None]
    return join(left, view.say) if left else None


async def _shown(view: View, show: Show) -> Card | None:
    try:
        return await show(view)
    except Later:
        return None


def _day(at: datetime, hours: Hours) -> date:
    return zones.local(at, hours.zone).date()
