"""Route each event to its handler, and each card template to the function that draws it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from handlers.chat.cards import Card, OwnReaction, Reply, Text
from handlers.chat.events import Click, Event, Submission
from handlers.chat.turn import A, Arena, Turn, View

if TYPE_CHECKING:
    from storage.kit.database import Database, Store

E = TypeVar("E", bound=Event)
#: handles one event, in one transaction
Handler = Callable[[Any, Turn], Awaitable[Reply | None]]
#: runs before the handler of every event; returns a Reply to stop the event, or None
Gate = Callable[[Any, Turn], Awaitable[Reply | None]]
#: Draws a card for one viewer when it is sent. None means that it should not be sent any more.
#: A sent card then stays as it is, because it was true at the time (a reminder).
#: What must no longer be read is drawn with `draw_withheld` instead.
Draw = Callable[[View[A]], Awaitable[Card | None]]
#: Says when it is sent how the bot reacts to a message. None means that there is no such message any more.
React = Callable[[View[A]], Awaitable[OwnReaction | None]]
#: runs before any card is drawn; returns True if the reader may see the records on it
Guard = Callable[[View], Awaitable[bool]]
#: runs after the card has arrived, in the transaction that marks it sent
Follow = Callable[[View[A]], Awaitable[None]]
#: recurring job, in its own transaction
Chore = Callable[["Store", Arena], Awaitable[None]]
#: Schedules what is due until the given time and not scheduled yet. The keys of deliveries make it idempotent.
Plan = Callable[["Store", Arena, datetime], Awaitable[None]]
#: Job that computes for long. It opens its own units of work, and computes outside them.
Work = Callable[["Database", Arena], Awaitable[None]]
#: returns one short line for everything that is stuck, without names or texts of people
Audit = Callable[["Store", Arena], Awaitable[list[str]]]


def draw_withheld(view: View) -> Card | None:
    """Draw what replaces a sent message that its reader may no longer see; return None for an unsent one."""
    gone = Card("", (Text(view.say("This is no longer shown here."), "subtle"),))
    return gone if view.delivery.was_told else None


class Later(Exception):
    """Delay a card that must wait: its reader is asleep, or wants to be left alone."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@dataclass
class Router:
    """Hold a dictionary per kind of entry; two claims to one entry stop the bot at start."""

    handlers: dict[tuple[type[Event], str], Handler] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    searches: set[tuple[type[Event], str]] = field(default_factory=set)
    cards: dict[str, Draw[Any]] = field(default_factory=dict)
    reactions: dict[str, React[Any]] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    followers: dict[str, Follow[Any]] = field(default_factory=dict)
    undeliverable: dict[str, Follow[Any]] = field(default_factory=dict)
    unchangeable: dict[str, Follow[Any]] = field(default_factory=dict)
    chores: dict[str, tuple[str, Chore]] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    audits: dict[str, Audit] = field(default_factory=dict)

    def on(
        self, kind: type[E], name: str = "", *, opens: bool = False, searches: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register the handler of events of this kind and name.

        `opens`: a click that opens a form, so no I/O may come before the form. `searches`: the event's text is
        searched with, so its embedding is computed before the unit of work begins.
        """

        def register_handler(handler: Handler) -> Handler:
            self._claim_entry(self.handlers, (kind, name), handler)
            if opens:
                self.forms.add(name)
            if searches:
                self.searches.add((kind, name))
            return handler

        return register_handler

    def gate(self, gate: Gate) -> Gate:
        """Register a check that runs before every event, in the order in which capabilities are listed."""
        self.gates.append(gate)
        return gate

    def card(self, kind: type[A]) -> Callable[[Draw[A]], Draw[A]]:
        """Register the function that draws the card of these arguments when it is sent."""

        def register_card(draw: Draw[A]) -> Draw[A]:
            self._claim_entry(self.cards, kind.template, draw)
            return draw

        return register_card

    def reaction(self, kind: type[A]) -> Callable[[React[A]], React[A]]:
        """Register the function that says how the bot reacts to the message of these arguments."""

        def register_reaction(react: React[A]) -> React[A]:
            self._claim_entry(self.reactions, kind.template, react)
            return react

        return register_reaction

    def guard(self, name: str) -> Callable[[Guard], Guard]:
        """Register a check that runs before any card is drawn."""

        def register_guard(guard: Guard) -> Guard:
            self._claim_entry(self.guards, name, guard)
            return guard

        return register_guard

    async def draw_delivery(self, view: View) -> Card | None:
        """Draw the card of the view's delivery.

        A card that a guard withholds is not sent, or replaced where it is out.
        """
        for guard in self.guards.values():
            if not await guard(view):
                return draw_withheld(view)
        return await self.cards[view.delivery.template](view)

    def sent(self, kind: type[A]) -> Callable[[Follow[A]], Follow[A]]:
        """Register what runs when a card of these arguments has arrived."""

        def register_sent(follow: Follow[A]) -> Follow[A]:
            self._claim_entry(self.followers, kind.template, follow)
            return follow

        return register_sent

    def lost(self, kind: type[A]) -> Callable[[Follow[A]], Follow[A]]:
        """Register what runs when a card of these arguments can never arrive; with `AnyCard`, for every card."""

        def register_lost(follow: Follow[A]) -> Follow[A]:
            self._claim_entry(self.undeliverable, kind.template, follow)
            return follow

        return register_lost

    def stale(self, kind: type[A]) -> Callable[[Follow[A]], Follow[A]]:
        """Register what runs when a change of a sent card was refused for good; with `AnyCard`, for every card.

        The view has the change: `target_id` is the card, `last_error` why.
        """

        def register_stale(follow: Follow[A]) -> Follow[A]:
            self._claim_entry(self.unchangeable, kind.template, follow)
            return follow

        return register_stale

    def every(self, cron: str, name: str) -> Callable[[Chore], Chore]:
        """Register a chore that runs by the clock (crontab expression, the arena's time zone)."""

        def register_chore(job: Chore) -> Chore:
            self._claim_entry(self.chores, name, (cron, job))
            return job

        return register_chore

    def plan(self, name: str) -> Callable[[Plan], Plan]:
        """Register a planner that runs every five minutes and at start, for the next fortnight."""

        def register_plan(plan: Plan) -> Plan:
            self._claim_entry(self.plans, name, plan)
            return plan

        return register_plan

    def work(self, name: str) -> Callable[[Work], Work]:
        """Register a job that runs after the planners, in no unit of work."""

        def register_work(work: Work) -> Work:
            self._claim_entry(self.works, name, work)
            return work

        return register_work

    def audit(self, name: str) -> Callable[[Audit], Audit]:
        """Register an audit that reports every minute what should have moved and did not."""

        def register_audit(audit: Audit) -> Audit:
            self._claim_entry(self.audits, name, audit)
            return audit

        return register_audit

    def include_router(self, other: Router) -> None:
        for mine, theirs in (
            (self.handlers, other.handlers),
            (self.cards, other.cards),
            (self.reactions, other.reactions),
            (self.guards, other.guards),
            (self.followers, other.followers),
            (self.undeliverable, other.undeliverable),
            (self.unchangeable, other.unchangeable),
            (self.chores, other.chores),
            (self.plans, other.plans),
            (self.works, other.works),
            (self.audits, other.audits),
        ):
            for key, value in theirs.items():
                self._claim_entry(mine, key, value)
        self.gates += other.gates
        self.forms |= other.forms
        self.searches |= other.searches

    async def ask_gates(self, event: Event, turn: Turn) -> Reply | None:
        """Return the reply of the first gate that stops the event; None if all let it through."""
        for gate in self.gates:
            reply = await gate(event, turn)
            if reply is not None:
                return reply
        return None

    def is_form_click(self, name: str) -> bool:
        """Return True if a click of this name opens a form."""
        return name in self.forms

    def is_outdated_control(self, event: Event) -> bool:
        """Return True for a button or a form of an earlier version."""
        return isinstance(event, Click | Submission) and (type(event), event.name) not in self.handlers

    @staticmethod
    def _claim_entry(entries: dict[Any, Any], key: Any, value: Any) -> None:
        if key in entries:
            raise ValueError(f"two capabilities claim {key}: {entries[key]} and {value}")
        entries[key] = value
