"""Import organisations from a table: pasted into a form, or written after `admin import`; all rows or none."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat.cards import Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.rows import RowError, translate_if_fault
from handlers.chat.rows.organisation_rows import seed_organisation_row
from handlers.chat.rows.row_reader import read_rows
from handlers.chat.turn import Turn
from handlers.exchange.matches.place_names import redraw_organisation_name
from handlers.library.solutions.publication import rename_organisation_on_solutions
from handlers.overview.admin.organisation_columns import (
    USUAL,
    draw_example_table,
    label_organisation_columns,
    rename_organisation_columns,
)

router = Router()
MOST_FAULTS = 8


@router.on(Click, "admin.import", opens=True)
async def on_admin_import_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    labels = label_organisation_columns(say)
    usual = ", ".join(labels[field] for field in USUAL)
    hint = say("The first line names the columns. Use these: {names}.", names=usual)
    rows = Field("rows", say("Table"), "text", hint=hint[:140])
    why = say(
        "From a spreadsheet, including its header row. An organisation is matched by its id; an empty cell clears"
        " the field."
    )
    return Reply(form=Form(say("Import organisations"), "admin.import", (rows,), say("Import"), note=why))


@router.on(Submission, "admin.import")
async def on_admin_import_submit(event: Submission, turn: Turn) -> Reply:
    count, faults = await _import_organisations(turn, event.get_text("rows"))
    if faults:
        raise UserError("", {"rows": faults})
    return build_text_reply(_describe_import(turn, count))


async def import_typed_rows(turn: Turn, text: str) -> Reply:
    """Import the rows below `admin import`; without rows, show an example."""
    await rights.need_secretariat(turn)
    if not text.strip():
        how = turn.say("Write “admin import” with the table below it, from a spreadsheet or like this:")
        return Reply(Card(turn.say("Import organisations"), (Text(how), Text(draw_example_table(turn.say)))))
    count, faults = await _import_organisations(turn, text)
    if faults:
        raise UserError(faults)
    await audit_trail.record_typed_action(turn, "admin.import")
    return build_text_reply(_describe_import(turn, count))


async def _import_organisations(turn: Turn, text: str) -> tuple[int, str]:
    """Import the rows and return their number, with the errors. After an error nothing may be stored."""
    say, faults, count = turn.say, list[str](), 0
    before = await turn.store.organisations.map_organisation_names()
    for where, row in read_rows(text.splitlines(), faults):
        count += 1
        headings = dict[str, str]()
        try:
            named, headings = rename_organisation_columns(row, say)
            await seed_organisation_row(turn.store, named)
        except RowError as error:
            field = headings.get(error.field, error.field)
            faults.append(f"{translate_if_fault(where, say)}: {field}: {translate_if_fault(error.text, say)}")
    if not faults:
        for id, name in (await turn.store.organisations.map_organisation_names()).items():
            if before.get(id, name) != name:
                await redraw_organisation_name(turn.store, id)
                await rename_organisation_on_solutions(turn.store, id, before[id], name)
        return count, ""
    shown = [str(translate_if_fault(fault, say)) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        shown.append(say.many("and {n} more", "and {n} more", len(faults) - MOST_FAULTS))
    return count, "\n".join([say("Nothing was imported. Correct these lines:"), *shown])


def _describe_import(turn: Turn, count: int) -> str:
    return turn.say.many("{n} organisation is imported.", "{n} organisations are imported.", count)
