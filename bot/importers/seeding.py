"""Fills a database from files, one kind of record at a time; all rows or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from bot.importers.rows import SEED
from handlers.chat.rows.reading import read
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.kit.planner_statistics import tidy

#: rows that are read in together
TOGETHER = 500
#: faults of one file that are shown
SHOWN = 50


class SeedError(Exception):
    """Nothing was loaded; the text has one line for each fault, with the line of the file and the field."""


async def seed(database: Database, kind: str, lines: Iterable[str], name: str = "-") -> int:
    """Bring the database in line with the rows of a file, JSON Lines, a JSON list or CSV. Returns how many there were.

    A row is known by its id, so that the same file may be loaded again. Raises SeedError.
    """
    if kind not in SEED:
        raise SeedError(f"{name}: {kind} cannot be loaded in this version")
    faults: list[str] = []
    return await _load(database, kind, read(lines, faults, may_be_empty=True), faults, name)


async def seed_consultations(database: Database, content: bytes, name: str = "-") -> int:
    """As `seed`, from a table, a feed, a calendar or the open data of the Storting: its content says which it is."""
    from handlers.policy.consultations.reading import LARGEST, Reader, Unreadable, rows  # the parsers take memory

    if len(content) <= LARGEST and not content.strip():
        return 0
    faults: list[str] = []
    zone = Arena().zone
    async with database.read() as store:
        reader = Reader(store.now.astimezone(zone).date(), zone)
    try:
        found = rows(content, reader, faults)
    except Unreadable as error:
        raise SeedError(describe_faults(name, [str(error)])) from error
    return await _load(database, "consultations", found, faults, name)


async def _load(
    database: Database, kind: str, rows: Iterator[tuple[str, dict[str, Any]]], faults: list[str], name: str
) -> int:
    count = 0
    async with database.begin() as store:
        while batch := [(where, row, len(faults)) for where, row in islice(rows, TOGETHER)]:
            errors = await SEED[kind](store, [row for _, row, _ in batch])
            await store.let_go()
            for (where, _, place), error in reversed([*zip(batch, errors, strict=True)]):
                if error is not None:  # told in the order of the file, among what could not be read
                    faults.insert(place, f"{where}: {error.field}: {error.text}")
            count += len(batch)
        if faults:
            raise SeedError(describe_faults(name, faults))
    if count > TOGETHER:
        await tidy(database)
    return count


def describe_faults(name: str, faults: list[str]) -> str:
    """Return a line for each fault, as far as they are shown."""
    shown = [f"{name}: {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(f"{name}: and {len(faults) - SHOWN} more")
    return "\n".join([*shown, "Nothing was loaded."])
