"""Import organisations from a table: pasted into a form, or written after `admin import`; all rows or none."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat.cards import Card, Field, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.rows import RowError, told
from handlers.chat.rows.organisations import FIELDS, seed_row
from handlers.chat.rows.reading import read
from handlers.chat.turn import Turn

router = Router()
#: faults that are shown
SHOWN = 8
EXAMPLE = "id;name;kind;place;region;industry;employees\neksempel;Eksempel Industripark;park;Eksempelvik;;;120"


@router.on(Click, "admin.import", opens=True)
async def paste(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("The first line names the columns. Known are: {names}.", names=", ".join(FIELDS))
    rows = Field("rows", say("Table"), "text", hint=hint[:140])
    why = say("From a spreadsheet, with its first line. An organisation is known by its id; an empty cell empties.")
    return Reply(form=Form(say("Import organisations"), "admin.import", (rows,), say("Import"), note=why))


@router.on(Submission, "admin.import")
async def take(event: Submission, turn: Turn) -> Reply:
    count, faults = await _seed(turn, event.text("rows"))
    if faults:
        raise UserError("", {"rows": faults})
    return note(_done(turn, count))


async def read_in(turn: Turn, text: str) -> Reply:
    """`admin import` and the rows below it; without rows: what they look like."""
    await rights.need_secretariat(turn)
    if not text.strip():
        how = turn.say("Write «admin import» and the table below it, from a spreadsheet or like this:")
        return Reply(Card(turn.say("Import organisations"), (Text(how), Text(EXAMPLE))))
    count, faults = await _seed(turn, text)
    if faults:
        raise UserError(faults)
    await trail.note_typed(turn, "admin.import")
    return note(_done(turn, count))


async def _seed(turn: Turn, text: str) -> tuple[int, str]:
    """How many rows there were, and what is wrong with them: then nothing may be kept."""
    say, faults, count = turn.say, list[str](), 0
    for where, row in read(text.splitlines(), faults):
        count += 1
        try:
            await seed_row(turn.store, row)
        except RowError as error:
            faults.append(f"{told(where, say)}: {error.field}: {told(error.text, say)}")
    if not faults:
        return count, ""
    shown = [str(told(fault, say)) for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(say.many("and {n} more", "and {n} more", len(faults) - SHOWN))
    return count, "\n".join([say("Nothing was imported. Correct these lines:"), *shown])


def _done(turn: Turn, count: int) -> str:
    return turn.say.many("{n} organisation is imported.", "{n} organisations are imported.", count)
