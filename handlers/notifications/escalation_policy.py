"""Describe an escalation: its steps, when each is due, and who is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.chat.card_arguments import CardArguments
from storage.directory.people import Person


@dataclass(frozen=True, slots=True)
class RecipientContext:
    """Provide what helps to choose the recipients of a step."""

    #: ids of people who were promised an earlier step
    known: frozenset[int]
    #: returns True if the person has paused notifications when the step is due
    paused: Callable[[Person], bool]


Readers = Callable[[RecipientContext], Awaitable[Sequence[Person]]]


class EscalationCard(CardArguments, frozen=True, kw_only=True):
    """Hold what the card of a step is drawn from, beside what its own class says."""

    #: id of the escalated record; 0 while the step is not scheduled, and for a card outside an escalation
    chain: int = 0
    #: the name of the step
    step: str = ""


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Describe one message to some people, or, when `act` is given, something the bot does by itself."""

    name: str
    #: Minimum working hours of the recipient since the escalation began, and since the previous step.
    after: float
    pause: float = 0
    card: EscalationCard | None = None
    readers: Readers | None = None
    act: Callable[[], Awaitable[None]] | None = None
    #: True: sent at once and on its own, but not to people who have paused notifications.
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """Hold the escalation steps about one record, as the record stands now."""

    #: Subject of the deliveries. The key of a delivery is `key` with step and person.
    subject: str
    steps: Sequence[EscalationStep]
    key: str
