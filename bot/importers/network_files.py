"""A whole network as one file of JSON Lines: `export all` writes it, `seed all` loads it, in any order of its rows.

Each row says in `record` what kind it is of; the rest is as in a file of that kind. People come with their accounts
here, so that they are known again where the file is loaded, and input rounds with what each organisation has answered:
the file is kept as the database is. What would break a promise is not in it: who asks anonymously, the names of those
who have left, figures that are told in sums alone, drafts. Nobody hears of what is loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.importers.rows import EXPORT, SEED, WHOLE, Errors
from bot.importers.seeding import TOGETHER, SeedError, describe_faults
from handlers.chat.rows.reading import read
from storage.kit.database import Database, Store
from storage.kit.planner_statistics import tidy

#: says of a row what it is
KIND = "record"
#: kind -> what a row leaves out at first, since it may name what is loaded after it
FIRST = {
    "organisations": ("topics", "contacts", "deputies"),
    "topics": ("leads", "deputy_leads"),
    "schemes": ("reports", "editions"),
}
#: what follows when those are there
ORDER = (
    "people", "organisations", "topics", "rooms", "solutions", "questions", "issues", "consultations", "meetings",
    "occurrences", "rounds", "schemes",
)  # fmt: skip
#: kinds whose rows name one another, and are read in together however many they are
TOGETHER_ALL = ("questions", "occurrences")
#: kind -> fields that name people
NAMES_PEOPLE = {
    "organisations": ("contacts", "deputies"),
    "topics": ("leads", "deputy_leads"),
    "solutions": ("owner",),
    "issues": ("owner", "followers"),
    "meetings": ("organiser",),
}
#: kind -> fields that the bot makes anew from the others
MADE = {"consultations": ("steps",)}

Row = dict[str, Any]
#: a row with where it stands in the file
Placed = tuple[str, Row]


async def export_network(database: Database) -> Iterator[str]:
    """Return every record that can be loaded, a JSON object a line, in the same order whenever nothing has changed."""
    async with database.read() as store:
        found = {kind: await _export_kind(store, kind) for kind in ORDER}
    known = {row["id"] for row in found["people"]}
    return (
        json.dumps({KIND: kind} | _name_known_people(kind, row, known), ensure_ascii=False)
        for kind in ORDER
        for row in found[kind]
    )


async def _export_kind(store: Store, kind: str) -> list[Row]:
    rows = await WHOLE.get(kind, EXPORT[kind])(store)
    made = MADE.get(kind, ())
    kept = [{name: _in_order(value) for name, value in row.items() if name not in made} for row in rows]
    return sorted(kept, key=_natural_order)


def _in_order(value: Any) -> Any:
    """Names are sorted: in which order they were said is not kept in every database."""
    return sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _natural_order(row: Row) -> list[tuple[int, str]]:
    """S-9 before S-10."""
    id = str(row.get("id", row.get("slug", "")))
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", id)]


def _name_known_people(kind: str, row: Row, known: set[str]) -> Row:
    """Without those who have left: they are in no file."""
    changed = dict(row)
    for field in NAMES_PEOPLE.get(kind, ()):
        value = row[field]
        if isinstance(value, list):
            changed[field] = [one for one in value if one in known]
        elif value not in known:
            changed[field] = ""
    return changed


async def seed_network(database: Database, lines: Iterable[str], name: str = "-") -> int:
    """Bring the database in line with all rows, or with none. Return how many there were. Raise SeedError."""
    faults: list[str] = []
    rows = [(where, row, len(faults)) for where, row in read(lines, faults, within=KIND, may_be_empty=True)]
    wrong: dict[str, str] = {}
    async with database.begin() as store:
        for kind, batch in _passes(rows, wrong):
            errors = await SEED[kind](store, [row for _, row in batch])
            _note_errors(batch, errors, wrong)
            await store.let_go()
        for where, _, place in reversed(rows):  # told in the order of the file, among what could not be read
            if where in wrong:
                faults.insert(place, f"{where}: {wrong[where]}")
        if faults:
            raise SeedError(describe_faults(name, faults))
    if len(rows) > TOGETHER:
        await tidy(database)
    return len(rows)


def _note_errors(batch: list[Placed], errors: Errors, wrong: dict[str, str]) -> None:
    for (where, _), error in zip(batch, errors, strict=True):
        if error is not None:
            wrong.setdefault(where, f"{error.field}: {error.text}")


def _passes(rows: list[tuple[str, Row, int]], wrong: dict[str, str]) -> Iterator[tuple[str, list[Placed]]]:
    """Yield batches of one kind each, so that all that a row names is there when it comes."""
    kinds: dict[str, list[Placed]] = {kind: [] for kind in ORDER}
    for where, row, _ in rows:
        kind = row.get(KIND)
        if kind in kinds:
            kinds[str(kind)].append((where, {name: value for name, value in row.items() if name != KIND}))
        else:
            wrong[where] = f"{KIND}: must be one of {', '.join(ORDER)}"
    for kind, later in FIRST.items():
        bare = [
            (where, {name: value for name, value in row.items() if name not in later}) for where, row in kinds[kind]
        ]
        yield from _in_batches(kind, _put_parents_first(bare))
    for kind in ORDER:
        yield from _in_batches(kind, sorted(kinds[kind], key=lambda placed: _natural_order(placed[1])))


def _in_batches(kind: str, rows: list[Placed]) -> Iterator[tuple[str, list[Placed]]]:
    together = len(rows) or 1 if kind in TOGETHER_ALL else TOGETHER
    for start in range(0, len(rows), together):
        yield kind, rows[start : start + together]


def _put_parents_first(rows: list[Placed]) -> list[Placed]:
    """What lies in itself stays where it is, for its row to be refused."""
    parents = {str(row.get("id")): str(row.get("parent") or "") for _, row in rows}

    def depth(id: str) -> int:
        seen = {id}
        while (id := parents.get(id, "")) and id not in seen:
            seen.add(id)
        return len(seen)

    return sorted(rows, key=lambda placed: depth(str(placed[1].get("id"))))
