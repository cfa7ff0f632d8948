"""Claim tables that somebody is to work on: one process at a time, and each try has a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Part
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.exchange.imports.import_progress import draw_nothing_imported, end_import
from handlers.exchange.imports.import_scope import ImportScope, load_import_scope
from handlers.exchange.imports.table_choice import TABLE_KINDS
from handlers.exchange.imports.table_kinds import TableKind
from storage.directory.people import Person
from storage.exchange.import_drafts import ImportDraft
from storage.kit.database import Database, Store

#: time after which somebody who was at a table is taken for gone, and number of tries
LEASE, TRIES = timedelta(minutes=1), 5


@dataclass(frozen=True, slots=True)
class ClaimedImport:
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


async def claim_next_import(database: Database, arena: Arena) -> ClaimedImport | None:
    """Return a table that is to be worked on, with all that it takes; None when none waits."""
    async with database.read(patient=True) as store:
        if not await store.import_drafts.is_any_due(store.now - LEASE):
            return None
    async with database.begin(patient=True) as store:
        draft = await store.import_drafts.claim_due_draft(store.now - LEASE)
        return await _build_claim(store, arena, draft) if draft is not None else None


async def _build_claim(store: Store, arena: Arena, draft: ImportDraft) -> ClaimedImport | None:
    """Return all that the table is read with; None for one that is given up."""
    person = await store.people.find(draft.person_id)
    assert person is not None, "a table goes with its person"
    say = Say(person.language, arena.zone)
    if draft.tries > TRIES:
        text = say("I could not get through that table. Bring it in again, in smaller parts if it fails once more.")
        await end_import(store, draft, draw_nothing_imported(say, text))
        return None
    scope = await load_present_scope(store, person, arena)
    return ClaimedImport(draft, draft.tries, await store.import_drafts.load_file(draft.id), person, scope, say)


async def load_present_scope(store: Store, person: Person, arena: Arena) -> ImportScope:
    """Return what the person may bring in now, which is nothing once they have left the network."""
    if not await rights.is_present(store, person):
        return ImportScope((), (), store.now, arena.zone, person.id)
    return await load_import_scope(store, person, arena)


async def lock_claimed_import(store: Store, claim: ClaimedImport) -> ImportDraft | None:
    """Return the draft with its row lock; None when it has gone, or is somebody else's by now."""
    draft = await store.import_drafts.lock(claim.draft.id)
    return draft if draft is not None and (draft.state, draft.tries) == (claim.draft.state, claim.tries) else None


async def refuse_claimed_import(database: Database, claim: ClaimedImport, text: str, *more: Part) -> None:
    """End a table of which nothing can come, and say why."""
    async with database.begin(patient=True) as store:
        draft = await lock_claimed_import(store, claim)
        if draft is not None:
            await end_import(store, draft, draw_nothing_imported(claim.say, text, *more))
