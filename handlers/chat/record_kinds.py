"""Declare record kinds: each noun of the network once; whatever walks all of them names none.

A module declares its kinds in `KINDS`, and `handlers.RECORDS` lists the modules. A kind leaves out what it does not
take part in: minutes are not searched, and nobody takes over a comment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Form, Item, Part
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_moderation import Moderation
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn

if TYPE_CHECKING:
    from handlers.language.document_search import Document, Hit
    from storage.directory.handovers import Handover
    from storage.directory.organisations import Organisation
    from storage.directory.people import Person
    from storage.directory.rooms import Room
    from storage.directory.topics import Topic
    from storage.kit.database import Store
    from storage.questions.questions import Question


@dataclass(frozen=True, slots=True)
class SearchSupport:
    """Describe how records of a kind are found."""

    #: "policy" or "practical", for the filter of searches
    mode: str
    #: returns the search documents of the rows that may be found
    write_documents: Callable[[Store, Sequence[Any]], Awaitable[list[Document]]]
    #: draws one hit with the value of its button; returns None if this reader may no longer see it
    draw_hit: Callable[[Turn, Hit, str], Awaitable[Item | None]]
    #: action of the button that shows a record, with its id as value
    open: str


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """Describe a record in a list for whoever takes it over.

    `do` and `value`: the button that shows the record, if there is one.
    """

    title: str
    label: str
    do: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Describe one way in which a person owns records of a kind; somebody else takes over when they leave."""

    #: code as its `OwnedRecords` has it, beside the table
    code: str
    describe: Callable[[RenderContext, int], Awaitable[HandoverEntry]]
    #: redraws everything that names the owner
    redraw: Callable[[Store, int], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class SentRecord:
    """Describe a record whose cards go to rooms: its subject, its title, and which topics it is for."""

    #: its value in buttons
    value: RecordValue
    subject: str
    title: str
    #: topics whose rooms should have it
    topics: frozenset[int]
    #: roles of the reader to it
    ties: tuple[str, ...]
    reach_id: int | None = None


@dataclass(frozen=True, slots=True)
class DigestNews:
    """Describe what the weekly digest tells somebody of new records in their topics."""

    title: Callable[[Say], str]
    #: returns what others have made about these topics within the last time, as far as this person may see it
    list_new: Callable[[Turn, Collection[int], timedelta, int], Awaitable[list[Item]]]


class HasAudience(Protocol):
    """Describe a record that not every member may see."""

    @property
    def reach_id(self) -> Any: ...


class DepartureHook(Protocol):
    """Withdraw and restore what a person who leaves has said for their organisation."""

    #: code as in `storage.directory.handovers`
    code: str

    async def withdraw_statements(self, store: Store, handover: Handover, organisation_id: int | None) -> None:
        """Withdraw what was said for this organisation; None: for any."""

    async def restore_statement(self, store: Store, handover: Handover, record_id: int, detail: str) -> None:
        """Restore a withdrawn statement as far as it still makes sense."""


@dataclass(frozen=True, slots=True)
class FollowOn:
    """Describe what can be made of a question: an entry of its menu, with the form that the entry opens."""

    name: str
    label: Callable[[Say], str]
    open_form: Callable[[Turn, Question], Awaitable[Form]]
    #: True if only the secretariat may make it
    for_secretariat: bool = False


def show_argument(
    name: str, find: Callable[[Store, int], Awaitable[Any | None]]
) -> Callable[[Store, Mapping[str, Any]], AsyncIterator[Any]]:
    """Return what yields the one record whose id is an argument of a card."""

    async def list_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Any]:
        id = args.get(name)
        record = await find(store, id) if id is not None else None
        if record is not None:
            yield record

    return list_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """Describe one kind of record."""

    #: name in button values, in the search index and in files
    name: str
    label: Callable[[Say], str]
    #: class of the rows
    table: type[Any]
    find: Callable[[Store, int], Awaitable[Any | None]]
    #: returns ids of people who see a record whatever its audience, because they wrote it or work with it
    list_writers: Callable[[Any], tuple[int | None, ...]] | None = None
    #: yields the records shown on a card that was posted with these arguments
    find_shown: Callable[[Store, Mapping[str, Any]], AsyncIterator[HasAudience]] | None = None
    search: SearchSupport | None = None
    codes: RecordCodes | None = None
    moderation: Moderation | None = None
    ownerships: tuple[Ownership, ...] = ()
    erasure: Erasure | None = None
    find_sending: Callable[[Turn, int], Awaitable[SentRecord | None]] | None = None
    #: returns the records that wait for this person, for their home page and digest
    list_pending: Callable[[Turn], Awaitable[list[Item]]] | None = None
    #: returns what has to be done about records within this time, for the digest
    list_deadlines: Callable[[Turn, timedelta], Awaitable[list[Item]]] | None = None
    news: DigestNews | None = None
    #: Shows what waits for the secretariat to somebody who has joined it. `first`: nobody was in it before.
    show_to_secretariat: Callable[[Store, Person, bool], Awaitable[None]] | None = None
    #: updates a room that could not be written to for a while
    catch_up_room: Callable[[Store, Room], Awaitable[None]] | None = None
    #: sends the records that waited for a room of these topics
    send_waiting: Callable[[Store, Sequence[Topic]], Awaitable[None]] | None = None
    #: Draws the result of a question, for its card. The last argument is the only reader, if there is one.
    describe_outcome: Callable[[Store, Question, Say, Person | None], Awaitable[list[Part]]] | None = None
    follow_on: FollowOn | None = None
    leaving: DepartureHook | None = None
    #: returns the open records that an organisation takes part in, as far as this person may see them
    list_under_way: Callable[[RenderContext, Person, Organisation], Awaitable[list[Item]]] | None = None
    #: redraws what of one organisation says or offers who acts for it
    redraw_for_representatives: Callable[[Store, int], Awaitable[None]] | None = None
    #: actions before which the person chooses one of the organisations they represent
    organisation_choices: frozenset[str] = frozenset()


@cache
def list_record_kinds() -> Mapping[str, RecordKind]:
    """Return every kind by its name, in the order of `handlers.RECORDS`. Raises ValueError for two of one name."""
    kinds: dict[str, RecordKind] = {}
    for name in import_module("handlers").RECORDS:
        for kind in import_module(f"handlers.{name}").KINDS:
            if kind.name in kinds:
                raise ValueError(f"two record kinds are called {kind.name}")
            kinds[kind.name] = kind
    return kinds


def list_writers(record: Any) -> tuple[int | None, ...]:
    """Return the ids of the people who see a record whatever its audience. Raises KeyError for what is no record."""
    kind = _map_kinds_by_table()[type(record)]
    return kind.list_writers(record) if kind.list_writers is not None else ()


@cache
def _map_kinds_by_table() -> Mapping[type[Any], RecordKind]:
    return {kind.table: kind for kind in list_record_kinds().values()}


def list_searched_kinds() -> dict[str, SearchSupport]:
    """Return how each kind is found that can be found."""
    return {name: kind.search for name, kind in list_record_kinds().items() if kind.search is not None}


def list_opening_actions() -> set[str]:
    """Return the actions that show one record and change nothing."""
    kinds = list_record_kinds().values()
    return {facet.open for kind in kinds for facet in (kind.search, kind.codes) if facet is not None}


def list_moderations() -> dict[str, Moderation]:
    """Return how each kind is moderated that others can report."""
    return {name: kind.moderation for name, kind in list_record_kinds().items() if kind.moderation is not None}


def list_follow_ons() -> dict[str, FollowOn]:
    """Return what can be made of a question, by its name."""
    found = [kind.follow_on for kind in list_record_kinds().values() if kind.follow_on is not None]
    return {one.name: one for one in found}


def list_ownerships() -> dict[str, Ownership]:
    """Return each way of owning a record, by its code."""
    return {one.code: one for kind in list_record_kinds().values() for one in kind.ownerships}
