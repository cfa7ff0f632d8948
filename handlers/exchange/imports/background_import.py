"""Read and check tables that take long, and bring them in: outside the event that asked for it.

Rows are read in a thread, a quarter of a long table at a time. Its person sees how far it is. All of it is stored in
one unit of work. What a process left when it ended is begun again by the next one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from handlers.access import rights
from handlers.chat.cards import Card, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.documents.tables import UnreadableTable
from handlers.exchange.imports.import_plan import plan_read_rows
from handlers.exchange.imports.import_preview import describe_import_faults, draw_import_preview, draw_import_result
from handlers.exchange.imports.import_progress import build_import_subject, end_import
from handlers.exchange.imports.import_scope import ImportScope, load_import_scope
from handlers.exchange.imports.table_choice import AT_ONCE, TABLE_KINDS, open_draft_table
from handlers.exchange.imports.table_kinds import TableKind
from handlers.exchange.imports.table_reading import TableReading, begin_table_reading
from storage.directory.people import Person
from storage.exchange.import_drafts import READING, SHOWN, ImportDraft
from storage.kit.database import Database, Store

#: parts in which a long table is read
PARTS = 4
#: time after which somebody who was at a table is taken for gone, and number of tries
LEASE, TRIES = timedelta(minutes=1), 5


@dataclass(frozen=True, slots=True)
class _ClaimedImport:
    """Hold a table that this process is at, and its person."""

    draft: ImportDraft
    #: the try that this is: another one has another number
    tries: int
    file: bytes | None
    person: Person
    scope: ImportScope
    say: Say

    @property
    def kind(self) -> TableKind:
        return TABLE_KINDS[self.draft.kind]


async def run_next_import(database: Database, arena: Arena) -> bool:
    """Read or bring in one table; return False when none waits."""
    async with database.read(patient=True) as store:
        if not await store.import_drafts.is_any_due(store.now - LEASE):
            return False
    async with database.begin(patient=True) as store:
        draft = await store.import_drafts.claim_due_draft(store.now - LEASE)
        claim = await _build_claim(store, arena, draft) if draft is not None else None
    if claim is not None:
        await _work_on_import(database, claim)
    return claim is not None


async def _build_claim(store: Store, arena: Arena, draft: ImportDraft) -> _ClaimedImport | None:
    """Return all that the table is read with; None for one that is given up."""
    person = await store.people.find(draft.person_id)
    assert person is not None, "a table goes with its person"
    say = Say(person.language, arena.zone)
    if draft.tries > TRIES:
        text = say("I could not get through that table. Bring it in again, in smaller parts if it fails once more.")
        await end_import(store, draft, Card(say("Nothing was brought in"), (Text(text),)))
        return None
    scope = await _load_present_scope(store, person, arena)
    return _ClaimedImport(draft, draft.tries, await store.import_drafts.load_file(draft.id), person, scope, say)


async def _load_present_scope(store: Store, person: Person, arena: Arena) -> ImportScope:
    """Return what the person may bring in now, which is nothing once they have left the network."""
    if not await rights.is_present(store, person):
        return ImportScope((), (), store.now, arena.zone, person.id)
    return await load_import_scope(store, person, arena)


async def _work_on_import(database: Database, claim: _ClaimedImport) -> None:
    try:
        table = await asyncio.to_thread(open_draft_table, claim.draft.content, claim.file)
        reading = begin_table_reading(claim.kind, table, claim.scope)
    except UnreadableTable as error:
        async with database.begin(patient=True) as store:
            draft = await _lock_claimed(store, claim)
            if draft is not None:
                text = Text(error.text.translate_fault(claim.say))
                await end_import(store, draft, Card(claim.say("Nothing was brought in"), (text,)))
        return
    while not reading.is_over:
        await asyncio.to_thread(reading.read_rows, max(AT_ONCE, -(-reading.total // PARTS)))
        async with database.begin(patient=True) as store:
            draft = await _lock_claimed(store, claim)
            if draft is None:
                return
            await _note_progress(store, draft, reading)
    async with database.begin(patient=True) as store:
        draft = await _lock_claimed(store, claim)
        if draft is not None:
            await _finish_step(store, claim, draft, reading)


async def _lock_claimed(store: Store, claim: _ClaimedImport) -> ImportDraft | None:
    """Return the draft with its row lock; None when it has gone, or is somebody else's by now."""
    draft = await store.import_drafts.lock(claim.draft.id)
    return draft if draft is not None and (draft.state, draft.tries) == (claim.draft.state, claim.tries) else None


async def _note_progress(store: Store, draft: ImportDraft, reading: TableReading) -> None:
    draft.total, draft.checked, draft.claimed_at = reading.total, reading.count, store.now
    if reading.total > AT_ONCE:
        await store.outbox.refresh_copies(build_import_subject(draft.id))


async def _finish_step(store: Store, claim: _ClaimedImport, draft: ImportDraft, reading: TableReading) -> None:
    """Show what would come of the rows, or bring all of them in, in the caller's transaction."""
    say, kind = claim.say, claim.kind
    plan = await plan_read_rows(store, reading)
    if plan.faults:
        text = Text(describe_import_faults(say, plan.faults))
        await end_import(store, draft, Card(say("What the table would do"), (text,)))
    elif draft.state == READING:
        card = draw_import_preview(say, kind, plan, draft.id)
        await (end_import if plan.changes_nothing else _show_import)(store, draft, card)
    elif not await _is_scope_unchanged(store, claim):
        draft.claimed_at = None  # it is read anew for what is theirs now
    else:
        await kind.store_plan(store, reading.scope, plan)
        await end_import(store, draft, draw_import_result(say, kind, plan))


async def _is_scope_unchanged(store: Store, claim: _ClaimedImport) -> bool:
    """Return True if the person may still bring in what the rows were read for."""
    now = await _load_present_scope(store, claim.person, Arena(zone=claim.scope.zone))
    return now.list_place_names() == claim.scope.list_place_names()


async def _show_import(store: Store, draft: ImportDraft, card: Card) -> None:
    draft.state, draft.card = SHOWN, msgspec.to_builtins(card)
    draft.tries, draft.claimed_at = 0, None
    await store.outbox.refresh_copies(build_import_subject(draft.id))
