"""What a handler is given besides the event: the store, the person, the words and the arena's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from handlers.chat.paces import Paces, unpaced
from handlers.chat.places import Place
from handlers.chat.say import Say

if TYPE_CHECKING:
    from handlers.chat.events import Event
    from handlers.chat.routing import Handler
    from handlers.language import Mind
    from handlers.language.meanings import Meanings
    from storage.directory.people import Account, Person
    from storage.kit.database import Store
    from storage.queue.delivery_rows import Delivery


@dataclass(frozen=True, slots=True)
class Arena:
    """What every handler may know of the settings."""

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
    pace: Paces = unpaced


class Telling(Protocol):
    """What it takes to tell of a record: a turn, a view, or somebody who has opened a file."""

    @property
    def store(self) -> Store: ...
    @property
    def say(self) -> Say: ...
    @property
    def arena(self) -> Arena: ...
    @property
    def now(self) -> datetime: ...


class Reading(Telling, Protocol):
    """With the one who reads it: what is told is what they may know."""

    @property
    def person(self) -> Person: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One event being answered. Nothing here commits or talks to a platform."""

    store: Store
    person: Person
    account: Account
    say: Say
    arena: Arena
    mind: Mind
    #: what texts mean, where there is a model
    meanings: Meanings | None = None
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
class View:
    """One card about to be drawn (or just sent) for one place."""

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
        from handlers.chat.outgoing import place_of

        return place_of(self.delivery)

    def __getitem__(self, name: str) -> Any:
        """An argument the card was posted with."""
        return self.delivery.args[name]
