"""Load tables as members have them: workbooks, and CSV with headings in one of their languages."""

from __future__ import annotations

from pathlib import Path

from bot.importers.rows.listings import LISTING
from bot.importers.rows.plots import PLOT
from bot.importers.rows.streams import STREAM
from bot.importers.seeding import SeedError, describe_seed_faults
from bot.runtime.counted_words import count_things
from handlers.chat.turn import Arena
from handlers.documents.tables import MOST_BYTES, UnreadableTable, read_table_file
from handlers.exchange.imports.import_plan import plan_table_import
from handlers.exchange.imports.import_scope import ImportScope
from handlers.exchange.imports.table_choice import TABLE_KINDS
from storage.kit.database import Database

#: kind -> the fields that its other files have
_FIELDS = {"listings": LISTING, "streams": STREAM, "plots": PLOT}
#: bytes that say what a file is
_HEAD = 4096


def is_member_table(kind: str, file: str) -> bool:
    """Return True for a workbook, and for a table whose headings are not the names of fields."""
    if kind not in _FIELDS or file == "-":
        return False
    with Path(file).open("rb") as opened:
        head = opened.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"PK", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff")):
        return True
    first = head.partition(b"\n")[0].decode("utf-8", errors="replace").strip()
    if not first or first.startswith(("{", "[")):
        return False
    delimiter = next((sign for sign in (",", ";", "\t") if sign in first), ",")
    return not {name.strip() for name in first.split(delimiter)} <= {*_FIELDS[kind].columns, *_FIELDS[kind].beside}


async def seed_member_table(database: Database, arena: Arena, kind: str, file: str) -> str:
    """Bring in the rows of a table, for whatever sites and organisations there are, and return what came of it.

    Raise SeedError.
    """
    try:
        table = read_table_file(_read_member_file(file))
    except UnreadableTable as error:
        raise SeedError(describe_seed_faults(file, [str(error.text)])) from error
    async with database.begin() as store:
        sites, organisations = await store.sites.list_all_sites(), await store.organisations.list_all_organisations()
        scope = ImportScope(sites, organisations, store.now, arena.zone)
        try:
            plan = await plan_table_import(store, TABLE_KINDS[kind], table, scope)
        except UnreadableTable as error:
            raise SeedError(describe_seed_faults(file, [str(error.text)])) from error
        if plan.faults:
            raise SeedError(describe_seed_faults(file, [str(fault) for fault in plan.faults]))
        await TABLE_KINDS[kind].store_plan(store, scope, plan)
    notes = "".join(f"{file}: {note}\n" for note in plan.notes)
    counts = f"{len(plan.new)} new, {len(plan.changed)} changed, {len(plan.same)} unchanged"
    return f"{notes}{count_things(len(plan.new) + len(plan.changed) + len(plan.same), kind)}: {counts}."


def _read_member_file(file: str) -> bytes:
    """Read the whole file, up to one byte more than the largest that is taken."""
    with Path(file).open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
