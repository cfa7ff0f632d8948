"""Describe a kind of file: how its rows are read in and written out, and when in a network they come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handlers.chat.rows import RowError
from handlers.chat.turn import Arena
from storage.kit.database import Store

if TYPE_CHECKING:
    from bot.importers.rows.columns import ColumnMapping

Row = dict[str, Any]
#: error of each row; None for a row that was loaded
Errors = list[RowError | None]
Export = Callable[[Store], Awaitable[list[Row]]]
Seed = Callable[[Store, Arena, Sequence[Row]], Awaitable[Errors]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """Describe one kind of file."""

    name: str
    #: returns all rows to export
    export: Export
    #: loads rows into the database; None for kinds that are only exported
    seed: Seed | None = None
    #: returns the rows for the export of a whole network, if those have more fields
    export_whole: Export | None = None
    #: fields loaded in a second pass, because they refer to later kinds
    named_later: tuple[str, ...] = ()
    #: fields that refer to people
    people: tuple[str, ...] = ()
    #: fields that are computed from the others
    computed: tuple[str, ...] = ()
    #: fields that a row may have, under ""; those of the objects within it, under the field that holds them
    fields: Mapping[str, ColumnMapping | Collection[str]] = field(default_factory=dict)
    #: True if rows refer to each other, and are loaded as one batch
    together: bool = False


def seed_one_by_one(seed_row: Callable[[Store, Row], Awaitable[None]]) -> Seed:
    """Return a function that reads in one row after the other and collects what is wrong with each."""

    async def seed_anywhere(store: Store, _arena: Arena, row: Row) -> None:
        await seed_row(store, row)

    return seed_in_arena(seed_anywhere)


def seed_in_arena(seed_row: Callable[[Store, Arena, Row], Awaitable[None]]) -> Seed:
    """Do the same for rows of which something happens on a day of the arena."""

    async def seed_each_row(store: Store, arena: Arena, rows: Sequence[Row]) -> Errors:
        errors: Errors = []
        for row in rows:
            try:
                await seed_row(store, arena, row)
                await store.session.flush()
                errors.append(None)
            except RowError as error:
                errors.append(error)
        return errors

    return seed_each_row
