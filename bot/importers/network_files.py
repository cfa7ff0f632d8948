"""Export and seed a whole network as one file of JSON Lines.

`export all` writes the file, `seed all` loads it, in any order of its rows. Each row says in `record`
what kind it is of; the rest is as in a file of that kind.

People come with their accounts here, so that they are known again where the file is loaded. Input
rounds come with what each organisation has answered: the file is kept as the database is. What would
break a promise is not in the file. That is: who asks anonymously, the names of people who have left,
figures that are told in sums alone, drafts. Nobody is notified of what is loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.importers.file_kinds import Errors, FileKind, Row
from bot.importers.rows import FILE_KINDS, SEED
from bot.importers.seeding import TOGETHER, SeedError, describe_seed_faults
from handlers.chat.rows.row_reader import read_rows
from handlers.chat.turn import Arena
from storage.kit.database import Database, Store
from storage.kit.planner_statistics import refresh_planner_statistics

#: field with the kind of a row
KIND = "record"
#: kinds in the file of a network, in the order of loading
PARTS = {kind.name: kind for kind in FILE_KINDS if kind.seed is not None}

#: (row, its position in the file)
Placed = tuple[str, Row]


async def export_network(database: Database) -> Iterator[str]:
    """Return every record that can be loaded, one JSON object a line.

    The order is the same whenever nothing has changed.
    """
    async with database.read() as store:
        found = {name: await _export_whole_kind(store, part) for name, part in PARTS.items()}
    known = {row["id"] for row in found["people"]}
    return (
        json.dumps({KIND: name} | _omit_unknown_people(part, row, known), ensure_ascii=False)
        for name, part in PARTS.items()
        for row in found[name]
    )


async def _export_whole_kind(store: Store, part: FileKind) -> list[Row]:
    rows = await (part.export_whole or part.export)(store)
    kept = [{name: _sort_texts(value) for name, value in row.items() if name not in part.computed} for row in rows]
    return sorted(kept, key=_build_natural_sort_key)


def _sort_texts(value: Any) -> Any:
    """Sort a list of texts: not every database keeps the order in which they were given."""
    return sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _build_natural_sort_key(row: Row) -> list[tuple[int, str]]:
    """Return a sort key that puts S-9 before S-10."""
    id = str(row.get("id", row.get("slug", "")))
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", id)]


def _omit_unknown_people(part: FileKind, row: Row, known: set[str]) -> Row:
    """Remove people who have left from a row: they are in no file."""
    changed = dict(row)
    for field in part.people:
        value = row[field]
        if isinstance(value, list):
            changed[field] = [one for one in value if one in known]
        elif value not in known:
            changed[field] = ""
    return changed


async def seed_network(database: Database, lines: Iterable[str], name: str = "-", *, arena: Arena | None = None) -> int:
    """Bring the database in line with all rows, or with none.

    Return how many rows there were. Raise SeedError.
    """
    faults: list[str] = []
    arena = arena or Arena()
    rows = [(where, row, len(faults)) for where, row in read_rows(lines, faults, within=KIND, may_be_empty=True)]
    wrong: dict[str, str] = {}
    async with database.begin() as store:
        for kind, batch in _split_into_passes(rows, wrong):
            errors = await SEED[kind](store, arena, [row for _, row in batch])
            _collect_row_errors(batch, errors, wrong)
            await store.bulk_rows.release_loaded_rows()
        for where, _, place in reversed(rows):  # keep the order of the file among other faults
            if where in wrong:
                faults.insert(place, f"{where}: {wrong[where]}")
        if faults:
            raise SeedError(describe_seed_faults(name, faults))
    if len(rows) > TOGETHER:
        await refresh_planner_statistics(database)
    return len(rows)


def _collect_row_errors(batch: list[Placed], errors: Errors, wrong: dict[str, str]) -> None:
    for (where, _), error in zip(batch, errors, strict=True):
        if error is not None:
            wrong.setdefault(where, f"{error.field}: {error.text}")


def _split_into_passes(rows: list[tuple[str, Row, int]], wrong: dict[str, str]) -> Iterator[tuple[str, list[Placed]]]:
    """Yield batches of one kind each, so that all that a row names is there when the row comes."""
    kinds: dict[str, list[Placed]] = {name: [] for name in PARTS}
    for where, row, _ in rows:
        kind = row.get(KIND)
        if kind in kinds:
            kinds[str(kind)].append((where, {name: value for name, value in row.items() if name != KIND}))
        else:
            wrong[where] = f"{KIND}: must be one of {', '.join(PARTS)}"
    for part in PARTS.values():
        if part.named_later:
            bare = [(where, _omit_fields(row, part.named_later)) for where, row in kinds[part.name]]
            yield from _split_into_batches(part, _put_parents_first(bare))
    for part in PARTS.values():
        rows_of_kind = sorted(kinds[part.name], key=lambda placed: _build_natural_sort_key(placed[1]))
        yield from _split_into_batches(part, rows_of_kind)


def _omit_fields(row: Row, fields: tuple[str, ...]) -> Row:
    return {name: value for name, value in row.items() if name not in fields}


def _split_into_batches(part: FileKind, rows: list[Placed]) -> Iterator[tuple[str, list[Placed]]]:
    batch_size = len(rows) or 1 if part.together else TOGETHER
    for start in range(0, len(rows), batch_size):
        yield part.name, rows[start : start + batch_size]


def _put_parents_first(rows: list[Placed]) -> list[Placed]:
    """Sort parents before their children.

    A row in a cycle stays where it is, to be refused when it is loaded.
    """
    parents = {str(row.get("id")): str(row.get("parent") or "") for _, row in rows}

    def count_ancestors(id: str) -> int:
        seen = {id}
        while (id := parents.get(id, "")) and id not in seen:
            seen.add(id)
        return len(seen)

    return sorted(rows, key=lambda placed: count_ancestors(str(placed[1].get("id"))))
