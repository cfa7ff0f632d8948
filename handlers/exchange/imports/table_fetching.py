"""Fetch a table that is attached to a message, and find out what its rows are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from handlers.chat.cards import Button, Buttons
from handlers.chat.events import Command
from handlers.chat.places import Place
from handlers.chat.typed_commands import list_tables
from handlers.documents.tables import MOST_BYTES, CellTable, UnreadableTable
from handlers.exchange.imports.attached_table_cards import (
    AWAY,
    describe_fetch_refusal,
    draw_other_ways,
    draw_row_choice,
)
from handlers.exchange.imports.import_claims import TRIES, ClaimedImport, lock_claimed_import, refuse_claimed_import
from handlers.exchange.imports.import_progress import begin_reading, build_import_subject
from handlers.exchange.imports.table_choice import (
    TABLE_KINDS,
    find_fitting_kinds,
    list_possible_kinds,
    open_draft_table,
)
from handlers.exchange.imports.table_kinds import TableKind
from storage.exchange.import_drafts import ASKED, ImportDraft
from storage.kit.database import Database, Store

#: returns the file of an address in a chat, of so many bytes at the most; raises TableNotFetched
FetchTable = Callable[[Place, str, int], Awaitable[bytes]]


class TableNotFetched(Exception):
    """Report that the chat did not hand out the file. With AWAY, another try is worth it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def fetch_claimed_table(database: Database, claim: ClaimedImport, fetch: FetchTable) -> None:
    """Fetch the file and leave it to be read, or ask what its rows are. Nothing is fetched for who may not use it."""
    say = claim.say
    if not list_possible_kinds(claim.scope):
        await refuse_claimed_import(database, claim, say("You act for no organisation here, so I have not read it."))
        return
    try:
        file, table = await _fetch_table(claim, fetch)
        kinds = list_possible_kinds(claim.scope, _find_kinds(claim, table))
    except TableNotFetched as error:
        if error.reason != AWAY or claim.tries >= TRIES:
            text = describe_fetch_refusal(say, error.reason)
            await refuse_claimed_import(database, claim, text, draw_other_ways(say, claim.draft.kind))
        return
    except UnreadableTable as error:
        await refuse_claimed_import(database, claim, error.text.translate_fault(say))
        return
    if not kinds:
        row = Buttons((Button(say("Add a site"), "sites.write", style="primary"),))
        await refuse_claimed_import(database, claim, say("Say first where its rows are: add the site."), row)
        return
    async with database.begin(patient=True) as store:
        draft = await lock_claimed_import(store, claim)
        if draft is not None:
            draft.file = file
            await _go_on(store, claim, draft, kinds)


async def _fetch_table(claim: ClaimedImport, fetch: FetchTable) -> tuple[bytes, CellTable]:
    """Return the file and the table in it. Raises TableNotFetched or UnreadableTable."""
    message = msgspec.convert(claim.draft.message, Command)
    (table,) = list_tables(message.files)
    file = await fetch(Place(message.place.platform, message.place.workspace), table.source, MOST_BYTES)
    return file, await asyncio.to_thread(open_draft_table, "", file)


def _find_kinds(claim: ClaimedImport, table: CellTable) -> list[TableKind]:
    return [TABLE_KINDS[claim.draft.kind]] if claim.draft.kind else find_fitting_kinds(table)


async def _go_on(store: Store, claim: ClaimedImport, draft: ImportDraft, kinds: list[TableKind]) -> None:
    """Leave the file to be read; ask first where its headings are those of several kinds."""
    if len(kinds) == 1:
        await begin_reading(store, claim.say, draft, kinds[0].name)
        return
    draft.state, draft.message = ASKED, None
    draft.card = msgspec.to_builtins(draw_row_choice(claim.say, draft.id, kinds))
    draft.tries, draft.claimed_at = 0, None
    await store.outbox.refresh_copies(build_import_subject(draft.id))
