"""Define what a handler is given besides the event: the store, the person, the words and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, cast
from zoneinfo import ZoneInfo

from typing_extensions import TypeVar

from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.places import Place
from handlers.chat.rate_budgets import Paces, list_no_budgets
from handlers.chat.say import Say

if TYPE_CHECKING:
    from handlers.chat.events import Event
    from handlers.chat.routing import Handler
    from handlers.language import TopicClassifier
    from handlers.language.text_embeddings import TextEmbeddings
    from storage.directory.people import Account, Person
    from storage.kit.database import Store
    from storage.queue.delivery_rows import Delivery

#: what a card is drawn from; for whoever draws parts of any card, anything
A = TypeVar("A", bound=CardArguments, default=Any)


@dataclass(frozen=True, slots=True)
class Arena:
    """Hold the settings that every handler may know."""

    name: str = "Arena"
    language: str = "nb"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Oslo"))
    grace_seconds: int = 20
    base_url: str = ""
    #: the platform whose workspaces come in only when the secretariat has let them in; empty: none
    gated: str = ""
    #: signs links, and the code with which the first member of the secretariat shows who they are; empty: neither
    secret: bytes = b""
    #: what was signed with these is still good
    older_secrets: tuple[bytes, ...] = ()
    #: how fast each place may be written to
    pace: Paces = list_no_budgets


class RenderContext(Protocol):
    """Provide the context needed to render a record: a turn, a view, or somebody who has opened a file."""

    @property
    def store(self) -> Store: ...
    @property
    def say(self) -> Say: ...
    @property
    def arena(self) -> Arena: ...
    @property
    def now(self) -> datetime: ...


class ReaderContext(RenderContext, Protocol):
    """Provide a render context with its reader: only what the reader may know is rendered."""

    @property
    def person(self) -> Person: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold the context of one event being answered. Nothing here commits or talks to a platform."""

    store: Store
    person: Person
    account: Account
    say: Say
    arena: Arena
    mind: TopicClassifier
    #: what texts mean, where there is a model
    meanings: TextEmbeddings | None = None
    #: the line of the table of rights that this comes under
    action: str = ""
    #: what the person has turned out to be to the record, and what they are in any case
    ties: set[str] = field(default_factory=set)
    #: what answers which event, for what was held back and goes on after all
    handlers: Mapping[tuple[type[Event], str], Handler] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.store.now


@dataclass(frozen=True, slots=True)
class View(Generic[A]):
    """Hold the context of one card about to be drawn (or just sent) for one place."""

    store: Store
    delivery: Delivery
    #: who reads it; None for a room
    person: Person | None
    say: Say
    arena: Arena

    @property
    def now(self) -> datetime:
        return self.store.now

    @property
    def place(self) -> Place:
        from handlers.chat.outgoing import build_delivery_place

        return build_delivery_place(self.delivery)

    @property
    def args(self) -> A:
        """Return what the card is drawn from, as the class of its template has it."""
        return cast("A", read_arguments(self.delivery))
