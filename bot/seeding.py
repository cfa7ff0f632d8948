"""Fills a database from files: organisations, people, topics, rooms, solutions and meetings; all rows or none."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from bot.records import SEED
from handlers.understanding.lexicon import FOLDER
from storage.database import Database, Store
from storage.tidying import tidy

#: rows that are read in together
TOGETHER = 500
#: faults of one file that are shown
SHOWN = 50
#: what a cell of an exported table may begin with, behind the apostrophe that makes it text to a spreadsheet
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SeedError(Exception):
    """Nothing was loaded; the text has one line for each fault, with the line of the file and the field."""


async def seed(database: Database, kind: str, lines: Iterable[str], name: str = "-") -> int:
    """Bring the database in line with the rows of a file, JSON Lines, a JSON list or CSV. Returns how many there were.

    A row is known by its id, so that the same file may be loaded again. Raises SeedError.
    """
    if kind not in SEED:
        raise SeedError(f"{name}: {kind} cannot be loaded in this version")
    faults: list[str] = []
    rows = _new_ones(_read(lines, faults), faults)
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
            raise SeedError(_told(name, faults))
    if count > TOGETHER:
        await tidy(database)
    return count


async def ensure_topics(store: Store) -> None:
    """A new database holds the topics that come with the bot; one with topics of its own is left alone."""
    if await store.topics.today():
        return
    for error in await SEED["topics"](store, json.loads((FOLDER / "topics.json").read_text("utf-8"))):
        if error is not None:
            raise error


def _told(name: str, faults: list[str]) -> str:
    shown = [f"{name}: {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(f"{name}: and {len(faults) - SHOWN} more")
    return "\n".join([*shown, "Nothing was loaded."])


def _read(lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row with where it stands; what cannot be read at all becomes a fault."""
    rest = iter(lines)
    first = next((line for line in rest if line.strip("\ufeff \t\r\n")), "").lstrip("\ufeff")
    whole = chain([first], rest)
    if not first:
        faults.append("line 1: the file is empty")
        return iter(())
    if first.lstrip().startswith("["):
        return _list(whole, faults)
    return _json_lines(whole, faults) if first.lstrip().startswith("{") else _table(first, whole, faults)


def _list(lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        rows = json.loads("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    except ValueError as error:
        faults.append(f"not JSON: {error}")
        return
    for number, row in enumerate(rows, 1):
        yield from _object(f"row {number}", row, faults)


def _json_lines(lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                faults.append(f"line {number}: not JSON: {error}")
                continue
            yield from _object(f"line {number}", row, faults)


def _object(where: str, row: Any, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(row, dict):
        yield where, row
    else:
        faults.append(f"{where}: must be an object with named fields")


def _table(header: str, lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """With a comma between cells, or the semicolon or tab that spreadsheets write."""
    delimiter = next((sign for sign in (",", ";", "\t") if sign in header), ",")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    names = [name.strip() for name in next(reader)]
    try:
        for cells in reader:
            where = f"line {reader.line_num}"
            if not any(cells):
                continue
            if len(cells) != len(names):
                faults.append(f"{where}: has {len(cells)} cells, and the header {len(names)}")
                continue
            yield where, {name: _unquoted(cell) for name, cell in zip(names, cells, strict=True)}
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: not CSV: {error}")


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _new_ones(rows: Iterable[tuple[str, dict[str, Any]]], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An id twice in one file is a slip: the second row would undo the first."""
    seen: dict[str, str] = {}
    for where, row in rows:
        name = "slug" if "slug" in row else "id"
        id = row.get(name)
        if isinstance(id, str) and id and seen.setdefault(id, where) != where:
            faults.append(f"{where}: {name}: {id!r} is in {seen[id]} already")
        else:
            yield where, row
