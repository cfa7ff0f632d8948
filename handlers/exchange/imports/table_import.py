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
from handlers.exchange.imports.import_preview import describe_import_faults, draw_import_preview, draw_import_result
from handlers.exchange.imports.import_template import TEMPLATE_PATH, build_example_lines
from handlers.exchange.imports.listing_import import ListingImport
from handlers.exchange.imports.listing_plan import ImportPlan, plan_listing_import
from handlers.exchange.imports.listing_rows import ImportScope
from handlers.exchange.listings.listing_fields import list_own_sites
from handlers.exchange.listings.listing_form import draw_way_to_site
from handlers.exchange.sites.lookup import list_site_organisations
from storage.exchange.import_drafts import ImportDraft
from storage.kit.database import Store

router = Router()
#: how long a table waits for a yes
WAITS = timedelta(days=1)
#: characters of a table that is written after the command
MOST_TYPED = 100_000


async def answer_import_command(turn: Turn, text: str) -> Reply:
    """Show what the table would do; without one, how a table is brought in."""
    scope = await _load_scope(turn)
    if not scope.sites:
        return Reply(await draw_way_to_site(turn))
    if not text.strip():
        return Reply(_draw_guide(turn))
    card, faults = await _preview_table(turn, scope, text[:MOST_TYPED])
    if card is None:
        raise UserError(faults)
    return Reply(card)


async def _load_scope(turn: Turn) -> ImportScope:
    """Return the sites for which this person may bring something in."""
    sites, organisations = await list_own_sites(turn), await list_site_organisations(turn)
    return ImportScope(sites, organisations, turn.now, turn.arena.zone, turn.person.id)


def _draw_guide(turn: Turn) -> Card:
    """Draw what a table looks like, with headings and a row to copy."""
    say, base = turn.say, turn.arena.base_url.rstrip("/")
    how = say(
        "Copy the cells of a spreadsheet with their headings, and paste them below. Only what it is, offer or need"
        " and the site are required. You see what would happen before anything does."
    )
    again = say("A row with an id of yours is known again, so the same table can be brought in anew when it changes.")
    parts: list[Part] = [Text(how), *map(Text, build_example_lines(say)), Text(again, "subtle")]
    row = [Button(say("Paste a table"), "exchange.import", style="primary")]
    if base:
        row.append(Button(say("Template for Excel"), url=base + TEMPLATE_PATH.format(language=say.language)))
    return Card(say("Bring in a table"), (*parts, Buttons(tuple(row))))


@router.on(Click, "exchange.import", opens=True)
async def on_import_open(_event: Click, turn: Turn) -> Reply:
    if not await list_own_sites(turn):
        return Reply(await draw_way_to_site(turn))
    say = turn.say
    rows = Field("rows", say("Table"), "text", hint=say("Copied from a spreadsheet, with its headings."))
    return Reply(form=Form(say("Bring in a table"), "exchange.import", (rows,), say("Show what happens")))


@router.on(Submission, "exchange.import")
async def on_import_submit(event: Submission, turn: Turn) -> Reply:
    card, faults = await _preview_table(turn, await _load_scope(turn), event.get_text("rows"))
    if card is None:
        raise UserError("", {"rows": faults})
    return Reply(card)


async def _preview_table(turn: Turn, scope: ImportScope, text: str) -> tuple[Card | None, str]:
    """Return what the table would do, with the table kept until a yes; else what is wrong with it."""
    plan, faults = await _plan_table(turn, scope, text)
    if plan is None:
        return None, faults
    draft_id = 0
    if not plan.changes_nothing:
        draft = await turn.store.import_drafts.add(ImportDraft(person_id=turn.person.id, content=text))
        draft_id = draft.id
    return draw_import_preview(turn.say, plan, draft_id), ""


async def _plan_table(turn: Turn, scope: ImportScope, text: str) -> tuple[ImportPlan | None, str]:
    try:
        plan = await plan_listing_import(turn.store, read_delimited_text(text), scope)
    except UnreadableTable as error:
        return None, error.text.translate_fault(turn.say)
    return (None, describe_import_faults(turn.say, plan.faults)) if plan.faults else (plan, "")


@router.on(Click, "exchange.import_rows")
async def on_import_rows(event: Click, turn: Turn) -> Reply:
    """Bring in the table as it stands now: what has changed since it was shown counts."""
    draft = await turn.store.import_drafts.lock(parse_id(event.value))
    if draft is None or draft.person_id != turn.person.id:
        raise Missing(turn.say("That table is brought in, or has waited too long. Paste it again."))
    scope = await _load_scope(turn)
    plan, faults = await _plan_table(turn, scope, draft.content)
    if plan is None:
        raise UserError(faults)
    await ListingImport(turn.store, scope).store_plan(plan)
    await turn.store.import_drafts.delete(draft)
    return Reply(draw_import_result(turn.say, plan), replace=event.direct)


@router.every("27 * * * *", "imports.forget")
async def forget_import_drafts(store: Store, arena: Arena) -> None:
    """Delete tables that nobody said yes to."""
    await store.import_drafts.delete_old_drafts(store.now - WAITS)
