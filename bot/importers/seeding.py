"""Fill a database from files, one kind of record at a time; all rows or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from bot.importers.rows import SEED
from handlers.chat.rows.row_reader import read_rows
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.kit.planner_statistics import refresh_planner_statistics

#: rows loaded in one transaction
TOGETHER = 500
#: maximum number of faults shown of one file
SHOWN = 50


class SeedError(Exception):
    """Report that nothing was loaded.

    The text has one line for each fault, with the line of the file and the field.
    """


async def seed_records(
    database: Database, kind: str, lines: Iterable[str], name: str = "-", *, arena: Arena | None = None
) -> int:
    """Bring the database in line with the rows of a file: JSON Lines, a JSON list or CSV.

    Return how many rows there were. A row is known by its id, so that the same file may be loaded again.
    Raise SeedError.
    """
    if kind not in SEED:
        raise SeedError(f"{name}: {kind} cannot be loaded in this version")
    faults: list[str] = []
    return await _seed_batches(
        database, arena or Arena(), kind, read_rows(lines, faults, may_be_empty=True), faults, name
    )


async def seed_consultation_file(
    database: Database, content: bytes, name: str = "-", *, arena: Arena | None = None
) -> int:
    """Seed consultations from a table, a feed, a calendar or the open data of the Storting.

    The content says which of these it is. Return and raise as `seed_records` does.
    """
    from handlers.policy.source_parsers import (  # the parsers take memory
        LARGEST,
        ParsingContext,
        UnreadableSource,
        parse_source,
    )

    if len(content) <= LARGEST and not content.strip():
        return 0
    faults: list[str] = []
    arena = arena or Arena()
    async with database.read() as store:
        reader = ParsingContext(arena.find_day(store.now), arena.zone)
    try:
        found = parse_source(content, reader, faults)
    except UnreadableSource as error:
        raise SeedError(describe_seed_faults(name, [str(error)])) from error
    return await _seed_batches(database, arena, "consultations", found, faults, name)


async def _seed_batches(
    database: Database,
    arena: Arena,
    kind: str,
    rows: Iterator[tuple[str, dict[str, Any]]],
    faults: list[str],
    name: str,
) -> int:
    count = 0
    async with database.begin() as store:
        while batch := [(where, row, len(faults)) for where, row in islice(rows, TOGETHER)]:
            errors = await SEED[kind](store, arena, [row for _, row, _ in batch])
            await store.bulk_rows.release_loaded_rows()
            for (where, _, place), error in reversed([*zip(batch, errors, strict=True)]):
                if error is not None:  # keep the order of the file among other faults
                    faults.insert(place, f"{where}: {error.field}: {error.text}")
            count += len(batch)
        if faults:
            raise SeedError(describe_seed_faults(name, faults))
    if count > TOGETHER:
        await refresh_planner_statistics(database)
    return count


def describe_seed_faults(name: str, faults: list[str]) -> str:
    """Return a line for each fault, as far as they are shown."""
    shown = [f"{name}: {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(f"{name}: and {len(faults) - SHOWN} more")
    return "\n".join([*shown, "Nothing was loaded."])
