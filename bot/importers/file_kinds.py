"""Describe a kind of file: how its rows are read in and written out, and when in a network they come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.chat.rows import RowError
from storage.kit.database import Store

Row = dict[str, Any]
#: what is wrong with each row; None for one that has been read in
Errors = list[RowError | None]
Export = Callable[[Store], Awaitable[list[Row]]]
Seed = Callable[[Store, Sequence[Row]], Awaitable[Errors]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """Describe one kind of file."""

    name: str
    #: every row that may be taken out
    export: Export
    #: bring the database in line with some rows; None for what is only taken out
    seed: Seed | None = None
    #: the same rows in a file of a whole network, where that holds more
    export_whole: Export | None = None
    #: fields that a row of a network leaves out at first, since they may name what is loaded after it
    named_later: tuple[str, ...] = ()
    #: fields that name people
    people: tuple[str, ...] = ()
    #: fields that the bot makes anew from the others
    computed: tuple[str, ...] = ()
    #: rows name one another, and are read in together however many they are
    together: bool = False


def seed_one_by_one(seed_row: Callable[[Store, Row], Awaitable[None]]) -> Seed:
    """Return a function that reads in one row after the other and collects what is wrong with each."""

    async def seed_each_row(store: Store, rows: Sequence[Row]) -> Errors:
        errors: Errors = []
        for row in rows:
            try:
                await seed_row(store, row)
                await store.session.flush()
                errors.append(None)
            except RowError as error:
                errors.append(error)
        return errors

    return seed_each_row
