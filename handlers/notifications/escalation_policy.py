"""Describe an escalation: its steps, when each is due, and who is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.chat.card_arguments import CardArguments
from storage.directory.people import Person


@dataclass(frozen=True, slots=True)
class RecipientContext:
    """Provide what helps to choose the recipients of a step."""

    #: those who have been promised it before
    known: frozenset[int]
    #: whether somebody wants to be left alone when it is due
    paused: Callable[[Person], bool]


Readers = Callable[[RecipientContext], Awaitable[Sequence[Person]]]


class EscalationCard(CardArguments, frozen=True, kw_only=True):
    """Hold what the card of a step is drawn from, beside what its own class says."""

    #: the id of the record that waits; 0 while the step is not scheduled, and for a card sent by itself
    chain: int = 0
    #: the name of the step
    step: str = ""


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Describe one message to some people, or, when `act` is given, something the bot does by itself."""

    name: str
    #: working hours of whoever reads it, since the chain began, and since somebody was last told
    after: float
    pause: float = 0
    card: EscalationCard | None = None
    readers: Readers | None = None
    act: Callable[[], Awaitable[None]] | None = None
    #: told by itself, and not to those who want to be left alone
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """Hold the escalation steps about one record, as the record stands now."""

    #: of the deliveries; the key of each is this with step and person
    subject: str
    steps: Sequence[EscalationStep]
    key: str
