"""Take a table in chat: pasted into a form, or written after `bytte import`. What would come of it is shown first."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.documents.tables import UnreadableTable
from handlers.documents.tables.delimited_text import read_delimited_text
from handlers.exchange.imports.import_plan import plan_table_import
from handlers.exchange.imports.import_preview import describe_import_faults, draw_import_preview, draw_import_result
from handlers.exchange.imports.import_scope import ImportScope
from handlers.exchange.imports.import_template import TEMPLATE_PATH
from handlers.exchange.imports.listing_import import LISTINGS
from handlers.exchange.imports.plot_import import PLOTS
from handlers.exchange.imports.stream_import import STREAMS
from handlers.exchange.imports.table_kinds import ImportPlan, TableKind
from handlers.exchange.listings.listing_fields import list_own_sites
from handlers.exchange.listings.listing_form import draw_way_to_site
from handlers.exchange.sites.lookup import list_site_organisations
from storage.exchange.import_drafts import ImportDraft
from storage.kit.database import Store

router = Router()
KINDS = {kind.name: kind for kind in (LISTINGS, STREAMS, PLOTS)}
#: how long a table waits for a yes
WAITS = timedelta(days=1)
#: characters of a table that is written after the command
MOST_TYPED = 100_000


async def answer_import_command(turn: Turn, kind: TableKind, text: str) -> Reply:
    """Show what the table would do; without one, how a table is brought in."""
    scope = await _load_scope(turn)
    if not _has_place(scope, kind):
        return Reply(await draw_way_to_site(turn))
    if not text.strip():
        return Reply(_draw_guide(turn, kind))
    card, faults = await _preview_table(turn, scope, kind, text[:MOST_TYPED])
    if card is None:
        raise UserError(faults)
    return Reply(card)


async def _load_scope(turn: Turn) -> ImportScope:
    """Return the sites for which this person may bring something in."""
    sites, organisations = await list_own_sites(turn), await list_site_organisations(turn)
    return ImportScope(sites, organisations, turn.now, turn.arena.zone, turn.person.id)


def _has_place(scope: ImportScope, kind: TableKind) -> bool:
    return bool(scope.sites if kind.needs_site else scope.organisations)


def _draw_guide(turn: Turn, kind: TableKind) -> Card:
    """Draw what a table looks like, with headings and a row to copy."""
    say, base = turn.say, turn.arena.base_url.rstrip("/")
    again = say("A row with an id of yours is known again, so the same table can be brought in anew when it changes.")
    parts: list[Part] = [Text(kind.explain(say)), *map(Text, kind.list_example_lines(say)), Text(again, "subtle")]
    row = [Button(say("Paste a table"), "exchange.import", kind.name, "primary")]
    if base and kind is LISTINGS:
        row.append(Button(say("Template for Excel"), url=base + TEMPLATE_PATH.format(language=say.language)))
    return Card(say("Bring in a table"), (*parts, Buttons(tuple(row))))


@router.on(Click, "exchange.import", opens=True)
async def on_import_open(event: Click, turn: Turn) -> Reply:
    say, kind = turn.say, KINDS.get(event.value, LISTINGS)
    if not _has_place(await _load_scope(turn), kind):
        return Reply(await draw_way_to_site(turn))
    rows = Field(
        "rows",
        say("Table"),
        "text",
        hint=say("With its headings. A long one: write the command to me, with the table below it."),
    )
    title, submit = say("Bring in a table"), say("Show what happens")
    note = kind.list_example_lines(say)[0]
    return Reply(form=Form(title, "exchange.import", (rows,), submit, kind.name, note=note))


@router.on(Submission, "exchange.import")
async def on_import_submit(event: Submission, turn: Turn) -> Reply:
    kind = KINDS.get(event.value, LISTINGS)
    card, faults = await _preview_table(turn, await _load_scope(turn), kind, event.get_text("rows"))
    if card is None:
        raise UserError("", {"rows": faults})
    return Reply(card)


async def _preview_table(turn: Turn, scope: ImportScope, kind: TableKind, text: str) -> tuple[Card | None, str]:
    """Return what the table would do, with the table kept until a yes; else what is wrong with it."""
    plan, faults = await _plan_table(turn, scope, kind, text)
    if plan is None:
        return None, faults
    draft_id = 0
    if not plan.changes_nothing:
        draft = await turn.store.import_drafts.add(ImportDraft(person_id=turn.person.id, kind=kind.name, content=text))
        draft_id = draft.id
    return draw_import_preview(turn.say, kind, plan, draft_id), ""


async def _plan_table(turn: Turn, scope: ImportScope, kind: TableKind, text: str) -> tuple[ImportPlan | None, str]:
    try:
        plan = await plan_table_import(turn.store, kind, read_delimited_text(text), scope)
    except UnreadableTable as error:
        return None, error.text.translate_fault(turn.say)
    return (None, describe_import_faults(turn.say, plan.faults)) if plan.faults else (plan, "")


@router.on(Click, "exchange.import_rows")
async def on_import_rows(event: Click, turn: Turn) -> Reply:
    """Bring in the table as it stands now: what has changed since it was shown counts."""
    draft = await turn.store.import_drafts.lock(parse_id(event.value))
    if draft is None or draft.person_id != turn.person.id:
        raise Missing(turn.say("That table is brought in, or has waited too long. Paste it again."))
    scope, kind = await _load_scope(turn), KINDS[draft.kind]
    plan, faults = await _plan_table(turn, scope, kind, draft.content)
    if plan is None:
        raise UserError(faults)
    await kind.store_plan(turn.store, scope, plan)
    await turn.store.import_drafts.delete(draft)
    return Reply(draw_import_result(turn.say, kind, plan), replace=event.direct)


@router.every("27 * * * *", "imports.forget")
async def forget_import_drafts(store: Store, arena: Arena) -> None:
    """Delete tables that nobody said yes to."""
    await store.import_drafts.delete_old_drafts(store.now - WAITS)
