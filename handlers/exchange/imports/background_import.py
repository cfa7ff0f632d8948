"""Fetch, read and check tables, and bring them in: outside the event that asked for it.

Rows are read in a thread, a quarter of a long table at a time. Its person sees how far it is. All of it is stored in
one unit of work. What a process left when it ended is begun again by the next one.
"""

from __future__ import annotations

import asyncio

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.turn import Arena
from handlers.documents.tables import UnreadableTable
from handlers.exchange.imports.import_claims import (
    ClaimedImport,
    claim_next_import,
    load_present_scope,
    lock_claimed_import,
    refuse_claimed_import,
)
from handlers.exchange.imports.import_plan import plan_read_rows
from handlers.exchange.imports.import_preview import describe_import_faults, draw_import_preview, draw_import_result
from handlers.exchange.imports.import_progress import build_import_subject, end_import
from handlers.exchange.imports.table_choice import AT_ONCE, open_draft_table
from handlers.exchange.imports.table_fetching import FetchTable, fetch_claimed_table
from handlers.exchange.imports.table_reading import TableReading, begin_table_reading
from storage.exchange.import_drafts import FETCHING, READING, SHOWN, ImportDraft
from storage.kit.database import Database, Store

#: parts in which a long table is read
PARTS = 4


async def run_next_import(database: Database, arena: Arena, fetch: FetchTable) -> bool:
    """Fetch, read or bring in one table; return False when none waits."""
    claim = await claim_next_import(database, arena)
    if claim is not None:
        fetches = claim.draft.state == FETCHING
        await (fetch_claimed_table(database, claim, fetch) if fetches else _work_on_import(database, claim))
    return claim is not None


async def _work_on_import(database: Database, claim: ClaimedImport) -> None:
    try:
        table = await asyncio.to_thread(open_draft_table, claim.draft.content, claim.file)
        reading = begin_table_reading(claim.kind, table, claim.scope)
    except UnreadableTable as error:
        await refuse_claimed_import(database, claim, error.text.translate_fault(claim.say))
        return
    while not reading.is_over:
        await asyncio.to_thread(reading.read_rows, max(AT_ONCE, -(-reading.total // PARTS)))
        async with database.begin(patient=True) as store:
            draft = await lock_claimed_import(store, claim)
            if draft is None:
                return
            await _note_progress(store, draft, reading)
    async with database.begin(patient=True) as store:
        draft = await lock_claimed_import(store, claim)
        if draft is not None:
            await _finish_step(store, claim, draft, reading)


async def _note_progress(store: Store, draft: ImportDraft, reading: TableReading) -> None:
    draft.total, draft.checked, draft.claimed_at = reading.total, reading.count, store.now
    if reading.total > AT_ONCE:
        await store.outbox.refresh_copies(build_import_subject(draft.id))


async def _finish_step(store: Store, claim: ClaimedImport, draft: ImportDraft, reading: TableReading) -> None:
    """Show what would come of the rows, or bring all of them in, in the caller's transaction."""
    say, kind = claim.say, claim.kind
    plan = await plan_read_rows(store, reading)
    if plan.faults:
        text = Text(describe_import_faults(say, plan.faults))
        again = Buttons((Button(say("Paste a table"), "exchange.import", kind.name, "primary"),))
        await end_import(store, draft, Card(say("The table has mistakes"), (text, again)))
    elif draft.state == READING:
        card = draw_import_preview(say, kind, plan, draft.id)
        await (end_import if plan.changes_nothing else _show_import)(store, draft, card)
    elif not await _is_scope_unchanged(store, claim):
        draft.claimed_at = None  # it is read anew for what is theirs now
    else:
        await kind.store_plan(store, reading.scope, plan)
        await end_import(store, draft, draw_import_result(say, kind, plan))


async def _is_scope_unchanged(store: Store, claim: ClaimedImport) -> bool:
    """Return True if the person may still bring in what the rows were read for."""
    now = await load_present_scope(store, claim.person, Arena(zone=claim.scope.zone))
    return now.list_place_names() == claim.scope.list_place_names()


async def _show_import(store: Store, draft: ImportDraft, card: Card) -> None:
    draft.state, draft.card = SHOWN, msgspec.to_builtins(card)
    draft.tries, draft.claimed_at = 0, None
    await store.outbox.refresh_copies(build_import_subject(draft.id))
