"""Take a table in chat: pasted into a form, or written after `bytte import`. What would come of it is shown first."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Event, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.documents.tables import UnreadableTable
from handlers.documents.tables.delimited_text import read_delimited_text
from handlers.exchange.imports.import_plan import plan_table_import
from handlers.exchange.imports.import_preview import describe_import_faults, draw_import_preview, draw_import_result
from handlers.exchange.imports.import_progress import answer_with_progress, begin_storing, end_import
from handlers.exchange.imports.import_scope import ImportScope, load_import_scope
from handlers.exchange.imports.import_template import TEMPLATE_PATH
from handlers.exchange.imports.listing_import import LISTINGS
from handlers.exchange.imports.table_choice import AT_ONCE, TABLE_KINDS, has_import_place, open_draft_table
from handlers.exchange.imports.table_kinds import TableKind
from handlers.exchange.imports.table_reading import TableReading, begin_table_reading
from handlers.exchange.imports.upload_link import build_upload_address
from handlers.exchange.listings.listing_form import draw_way_to_site
from storage.exchange.import_drafts import ENDED, READING, SHOWN, ImportDraft
from storage.kit.database import Store

router = Router()
#: how long a table waits for a yes
WAITS = timedelta(days=1)
#: characters of a table that is written after the command
MOST_TYPED = 100_000


async def answer_import_command(event: Event, turn: Turn, kind: TableKind, text: str) -> Reply:
    """Show what the table would do; without one, how a table is brought in."""
    scope = await load_import_scope(turn.store, turn.person, turn.arena)
    if not has_import_place(scope, kind):
        return Reply(await draw_way_to_site(turn))
    if not text.strip():
        return Reply(_draw_guide(turn, kind))
    reply, faults = await _preview_table(event, turn, scope, kind, text[:MOST_TYPED])
    if reply is None:
        raise UserError(faults)
    return reply


def _draw_guide(turn: Turn, kind: TableKind) -> Card:
    """Draw what a table looks like, with headings and a row to copy, and how it comes in."""
    say, base = turn.say, turn.arena.base_url.rstrip("/")
    again = say("A row with an id of yours is known again, so the same table can be brought in anew when it changes.")
    attached = say("You can also attach the file to a message to me alone.")
    parts: list[Part] = [Text(kind.explain(say)), *map(Text, kind.list_example_lines(say)), Text(attached)]
    parts.append(Text(again, "subtle"))
    row = [Button(say("Paste a table"), "exchange.import", kind.name, "primary")]
    if upload := build_upload_address(turn, kind):
        row.append(Button(say("Send a file"), url=upload))
    if base and kind is LISTINGS:
        row.append(Button(say("Template for Excel"), url=base + TEMPLATE_PATH.format(language=say.language)))
    return Card(say("Bring in a table"), (*parts, Buttons(tuple(row))))


@router.on(Click, "exchange.import", opens=True)
async def on_import_open(event: Click, turn: Turn) -> Reply:
    say, kind = turn.say, TABLE_KINDS.get(event.value, LISTINGS)
    if not has_import_place(await load_import_scope(turn.store, turn.person, turn.arena), kind):
        return Reply(await draw_way_to_site(turn))
    rows = Field(
        "rows",
        say("Table"),
        "text",
        hint=say("With its headings. A long one: write the command to me, with the table below it."),
    )
    title, submit = say("Bring in a table"), say("Show what happens")
    note = say("Headings: {names}", names=kind.list_example_lines(say)[0])
    return Reply(form=Form(title, "exchange.import", (rows,), submit, kind.name, note=note))


@router.on(Submission, "exchange.import")
async def on_import_submit(event: Submission, turn: Turn) -> Reply:
    kind, scope = TABLE_KINDS.get(event.value, LISTINGS), await load_import_scope(turn.store, turn.person, turn.arena)
    reply, faults = await _preview_table(event, turn, scope, kind, event.get_text("rows"))
    if reply is None:
        raise UserError("", {"rows": faults})
    return reply


async def _preview_table(
    event: Event, turn: Turn, scope: ImportScope, kind: TableKind, text: str
) -> tuple[Reply | None, str]:
    """Return what the table would do, with the table kept until a yes; else what is wrong with it.

    A long one is read afterwards, and its card says how far that is.
    """
    try:
        table = read_delimited_text(text)
        if len(table.rows) > AT_ONCE:
            return await _leave_long_table(event, turn, begin_table_reading(kind, table, scope), text), ""
        plan = await plan_table_import(turn.store, kind, table, scope)
    except UnreadableTable as error:
        return None, error.text.translate_fault(turn.say)
    if plan.faults:
        return None, describe_import_faults(turn.say, plan.faults)
    draft_id = 0
    if not plan.changes_nothing:
        draft = await turn.store.import_drafts.add(ImportDraft(person_id=turn.person.id, kind=kind.name, content=text))
        draft_id = draft.id
    return Reply(draw_import_preview(turn.say, kind, plan, draft_id)), ""


async def _leave_long_table(event: Event, turn: Turn, reading: TableReading, text: str) -> Reply:
    draft = ImportDraft(person_id=turn.person.id, kind=reading.kind.name, content=text)
    draft.state, draft.total = READING, reading.total
    return await answer_with_progress(event, turn, await turn.store.import_drafts.add(draft))


@router.on(Click, "exchange.import_rows")
async def on_import_rows(event: Click, turn: Turn) -> Reply:
    """Bring in the table as it stands now: what has changed since it was shown counts."""
    draft = await turn.store.import_drafts.lock(parse_id(event.value))
    if draft is None or draft.person_id != turn.person.id or draft.state == ENDED:
        raise UserError(turn.say("That table is brought in, or has waited too long. Paste it again."))
    if draft.state == SHOWN and draft.total > AT_ONCE:
        await begin_storing(turn.store, draft)
    if draft.state != SHOWN:
        return Reply()  # the card that was clicked says how far it is
    scope, kind = await load_import_scope(turn.store, turn.person, turn.arena), TABLE_KINDS[draft.kind]
    try:
        table = open_draft_table(draft.content, await turn.store.import_drafts.load_file(draft.id))
        plan = await plan_table_import(turn.store, kind, table, scope)
    except UnreadableTable as error:
        raise UserError(error.text.translate_fault(turn.say)) from error
    if plan.faults:
        raise UserError(describe_import_faults(turn.say, plan.faults))
    await kind.store_plan(turn.store, scope, plan)
    card = draw_import_result(turn.say, kind, plan)
    if draft.card is None:
        await turn.store.import_drafts.delete(draft)
        return Reply(card, replace=event.direct)
    await end_import(turn.store, draft, card)
    return Reply()  # the card that was clicked says it


@router.every("27 * * * *", "imports.forget")
async def forget_import_drafts(store: Store, arena: Arena) -> None:
    """Delete tables that nobody said yes to."""
    await store.import_drafts.delete_old_drafts(store.now - WAITS)
