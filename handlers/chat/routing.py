"""Which handler answers which event, and which function draws which card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Event
from handlers.chat.turn import Arena, Turn, View

if TYPE_CHECKING:
    from storage.kit.database import Store

E = TypeVar("E", bound=Event)
#: answers one event, in one transaction
Handler = Callable[[Any, Turn], Awaitable[Reply | None]]
#: asked before the handler of every event; a Reply ends it there, None lets it go on
Gate = Callable[[Any, Turn], Awaitable[Reply | None]]
#: draws a card for one viewer when it is sent; None means it should no longer be sent: one that is out stands as it is,
#: where what it told was so then (a reminder); what must not be read any more draws `withheld` instead
Draw = Callable[[View], Awaitable[Card | None]]
#: asked before any card is drawn: whether its reader may see what it shows
Guard = Callable[[View], Awaitable[bool]]
#: what follows when the card has reached its place, in the transaction that marks it sent
Follow = Callable[[View], Awaitable[None]]
#: a recurring chore, in a transaction of its own
Chore = Callable[["Store", Arena], Awaitable[None]]
#: promises what is due until then, as far as it is not promised yet; idempotent by the keys of deliveries
Plan = Callable[["Store", Arena, datetime], Awaitable[None]]
#: what should have moved and did not: one short line each, without names or texts of people
Audit = Callable[["Store", Arena], Awaitable[list[str]]]


def withheld(view: View) -> Card | None:
    """In place of a message that is out and is not for its reader any more; what is not out yet is not sent."""
    gone = Card("", (Text(view.say("This is no longer shown here."), "subtle"),))
    return gone if view.delivery.message else None


class Later(Exception):
    """Raised by a card that must wait: its reader is asleep, or wants to be left alone."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@dataclass
class Router:
    """A dictionary per kind of entry. Two claims to one entry stop the bot at start."""

    handlers: dict[tuple[type[Event], str], Handler] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    searches: set[tuple[type[Event], str]] = field(default_factory=set)
    cards: dict[str, Draw] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    followers: dict[str, Follow] = field(default_factory=dict)
    undeliverable: dict[str, Follow] = field(default_factory=dict)
    unchangeable: dict[str, Follow] = field(default_factory=dict)
    chores: dict[str, tuple[str, Chore]] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    audits: dict[str, Audit] = field(default_factory=dict)

    def on(
        self, kind: type[E], name: str = "", *, opens: bool = False, searches: bool = False
    ) -> Callable[[Handler], Handler]:
        """Answer events of this kind and name; `opens`: a click that opens a form, so no I/O may come before it.

        `searches`: its text is searched with, so that what it means is found out before the unit of work begins.
        """

        def keep(handler: Handler) -> Handler:
            self._claim(self.handlers, (kind, name), handler)
            if opens:
                self.forms.add(name)
            if searches:
                self.searches.add((kind, name))
            return handler

        return keep

    def gate(self, gate: Gate) -> Gate:
        """Ask this before every event is answered, in the order in which capabilities are listed."""
        self.gates.append(gate)
        return gate

    def card(self, name: str) -> Callable[[Draw], Draw]:
        """Draw the card of this name when it is sent: what is at rest are ids, never text."""

        def keep(draw: Draw) -> Draw:
            self._claim(self.cards, name, draw)
            return draw

        return keep

    def guard(self, name: str) -> Callable[[Guard], Guard]:
        """Ask this before any card is drawn."""

        def keep(guard: Guard) -> Guard:
            self._claim(self.guards, name, guard)
            return guard

        return keep

    async def draw(self, view: View) -> Card | None:
        """The card of the view's delivery; one that a guard withholds is not sent, or gone where it is out."""
        for guard in self.guards.values():
            if not await guard(view):
                return withheld(view)
        return await self.cards[view.delivery.template](view)

    def sent(self, name: str) -> Callable[[Follow], Follow]:
        """Run when a card of this name has arrived."""

        def keep(follow: Follow) -> Follow:
            self._claim(self.followers, name, follow)
            return follow

        return keep

    def lost(self, name: str) -> Callable[[Follow], Follow]:
        """Run when a card of this name can never arrive; under "*", for every card."""

        def keep(follow: Follow) -> Follow:
            self._claim(self.undeliverable, name, follow)
            return follow

        return keep

    def stale(self, name: str) -> Callable[[Follow], Follow]:
        """Run when a change of a card that is out was refused for good; under "*", for every card.

        The view has the change: `target_id` is the card, `last_error` why.
        """

        def keep(follow: Follow) -> Follow:
            self._claim(self.unchangeable, name, follow)
            return follow

        return keep

    def every(self, cron: str, name: str) -> Callable[[Chore], Chore]:
        """Run by the clock (crontab expression, the arena's time zone)."""

        def keep(chore: Chore) -> Chore:
            self._claim(self.chores, name, (cron, chore))
            return chore

        return keep

    def plan(self, name: str) -> Callable[[Plan], Plan]:
        """Run every five minutes and at start, for the next fortnight."""

        def keep(plan: Plan) -> Plan:
            self._claim(self.plans, name, plan)
            return plan

        return keep

    def audit(self, name: str) -> Callable[[Audit], Audit]:
        """Ask every minute what should have moved and did not."""

        def keep(audit: Audit) -> Audit:
            self._claim(self.audits, name, audit)
            return audit

        return keep

    def include(self, other: Router) -> None:
        for mine, theirs in (
            (self.handlers, other.handlers),
            (self.cards, other.cards),
            (self.guards, other.guards),
            (self.followers, other.followers),
            (self.undeliverable, other.undeliverable),
            (self.unchangeable, other.unchangeable),
            (self.chores, other.chores),
            (self.plans, other.plans),
            (self.audits, other.audits),
        ):
            for key, value in theirs.items():
                self._claim(mine, key, value)
        self.gates += other.gates
        self.forms |= other.forms
        self.searches |= other.searches

    async def stopped(self, event: Event, turn: Turn) -> Reply | None:
        """What the first gate says that does not let it through; None: none of them."""
        for gate in self.gates:
            reply = await gate(event, turn)
            if reply is not None:
                return reply
        return None

    def opens(self, name: str) -> bool:
        """Whether a click of this name opens a form."""
        return name in self.forms

    @staticmethod
    def _claim(entries: dict[Any, Any], key: Any, value: Any) -> None:
        if key in entries:
            raise ValueError(f"two capabilities claim {key}: {entries[key]} and {value}")
        entries[key] = value
