"""Define what a handler is given besides the event: the store, the person, the words and the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, cast
from zoneinfo import ZoneInfo

from typing_extensions import TypeVar

from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.places import Place
from handlers.chat.rate_budgets import Paces, list_no_budgets
from handlers.chat.say import Say

if TYPE_CHECKING:
    from handlers.chat.events import Event
    from handlers.chat.routing import Gate, Handler
    from handlers.language import TopicClassifier
    from handlers.language.text_embeddings import TextEmbeddings
    from storage.directory.people import Account, Person
    from storage.kit.database import Store
    from storage.queue.delivery_rows import Delivery

#: arguments of a card; any class where parts of all cards are drawn
A = TypeVar("A", bound=CardArguments, default=Any)


@dataclass(frozen=True, slots=True)
class Arena:
    """Hold the settings that every handler may know."""

    name: str = "Arena"
    language: str = "nb"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Oslo"))
    grace_seconds: int = 20
    base_url: str = ""
    #: platform whose new workspaces the secretariat must accept; empty: none
    gated: str = ""
    #: platform whose people may read the pages inside it, as a tab; empty: none
    tab_platform: str = ""
    #: signs links, and the code that admits the first member of the secretariat; empty: neither
    secret: bytes = b""
    #: earlier secrets, whose signatures are still valid
    older_secrets: tuple[bytes, ...] = ()
    #: place -> rate budgets for posting there
    pace: Paces = list_no_budgets

    def find_day(self, at: datetime) -> date:
        """Return the day of this instant, where the arena is."""
        return at.astimezone(self.zone).date()


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
    @property
    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class LinkContext:
    """Hold what is rendered for whoever has a link."""

    store: Store
    say: Say
    arena: Arena

    @property
    def now(self) -> datetime:
        return self.store.now

    @property
    def today(self) -> date:
        """Return the day that it is where the arena is."""
        return self.arena.find_day(self.store.now)


class ReaderContext(RenderContext, Protocol):
    """Provide a render context with its reader: only what the reader may know is rendered."""

    @property
    def person(self) -> Person: ...


@dataclass(frozen=True, slots=True)
class PersonContext(LinkContext):
    """Hold what is rendered for one person, in nobody's turn."""

    person: Person


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold the context of one event being answered. Nothing here commits or talks to a platform."""

    store: Store
    person: Person
    account: Account
    say: Say
    arena: Arena
    classifier: TopicClassifier
    #: text embeddings, if a model is installed
    meanings: TextEmbeddings | None = None
    #: action in the table of rights
    action: str = ""
    #: roles of the person to the record so far, and those that do not depend on a record
    ties: set[str] = field(default_factory=set)
    #: all handlers, for held messages that are released
    handlers: Mapping[tuple[type[Event], str], Handler] = field(default_factory=dict)
    #: all gates, for words that turn out to be for others
    gates: Sequence[Gate] = ()

    @property
    def now(self) -> datetime:
        return self.store.now

    @property
    def today(self) -> date:
        """Return the day that it is where the arena is."""
        return self.arena.find_day(self.store.now)


@dataclass(frozen=True, slots=True)
class View(Generic[A]):
    """Hold the context of one card about to be drawn (or just sent) for one place."""

    store: Store
    delivery: Delivery
    #: reader; None for a room
    person: Person | None
    say: Say
    arena: Arena

    @property
    def now(self) -> datetime:
        return self.store.now

    @property
    def today(self) -> date:
        """Return the day that it is where the arena is."""
        return self.arena.find_day(self.store.now)

    @property
    def place(self) -> Place:
        from handlers.chat.outgoing import build_delivery_place

        return build_delivery_place(self.delivery)

    def build_person_context(self) -> PersonContext | None:
        """Return what a card of one person's own is drawn with; None for a room."""
        return None if self.person is None else PersonContext(self.store, self.say, self.arena, self.person)

    @property
    def args(self) -> A:
        """Return what the card is drawn from, as the class of its template has it."""
        return cast("A", read_arguments(self.delivery))
