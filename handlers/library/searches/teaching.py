"""Teach: words become a keyword of a record, with one tap, and another tap undoes it; its keywords can be rewritten."""

from __future__ import annotations

from handlers.chat.cards import Button, Field, Form, Reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import records, rows
from handlers.library.searches.listing import after
from handlers.library.searches.records import Record
from handlers.library.solutions import keywords
from storage.library.search_terms import IGNORED, OPEN, TAUGHT, ChosenSearch

router = Router()


@router.on(Click, "searches.teach")
async def teach(event: Click, turn: Turn) -> Reply:
    """What was opened after these words is found by them from now on."""
    row, _ = await rows.meant(turn, event.value)
    if not isinstance(row, ChosenSearch):
        raise Missing(turn.say("That is gone."))
    return await taught(turn, await records.held(turn, f"{row.kind}:{row.record_id}"), row)


async def taught(turn: Turn, record: Record, row: rows.Row) -> Reply:
    await records.tell(turn, record, keywords.with_words(record.row.keywords, row.words))
    await turn.store.searches.restate(row.words, OPEN, TAUGHT)
    text = turn.say("«{words}» finds {record} from now on.", words=row.words, record=record.title(turn))
    undo = Button(turn.say("Undo"), "searches.unteach", f"{record.value}:{row.words}")
    return await after(turn, text, undo, Button(turn.say("Keywords"), "searches.keywords", record.value))


@router.on(Click, "searches.unteach")
async def unteach(event: Click, turn: Turn) -> Reply:
    """ "solution:12:brukt syre": with the words, since a search that finds something by now is no longer there."""
    kind, id, words = [*event.value.split(":", 2), "", ""][:3]
    record = await records.held(turn, f"{kind}:{id}")
    await records.tell(turn, record, keywords.without(record.row.keywords, words))
    await turn.store.searches.restate(words, TAUGHT, OPEN)
    return await after(turn, turn.say("«{words}» is no keyword any more.", words=words))


@router.on(Click, "searches.ignore")
async def ignore(event: Click, turn: Turn) -> Reply:
    row, _ = await rows.meant(turn, event.value)
    row.state = IGNORED
    text = turn.say("«{words}» is not shown again.", words=row.words)
    return await after(turn, text, Button(turn.say("Undo"), "searches.reopen", event.value))


@router.on(Click, "searches.reopen")
async def reopen(event: Click, turn: Turn) -> Reply:
    row, _ = await rows.meant(turn, event.value)
    row.state = OPEN
    return await after(turn, turn.say("«{words}» is in the list again.", words=row.words))


@router.on(Click, "searches.keywords", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """All keywords of the record at once."""
    record, say = await records.held(turn, event.value), turn.say
    hint = say("Other words people may search for it with, with commas between.")
    words = keywords.joined(record.row.keywords)
    field = Field("keywords", say("Keywords"), "text", words, hint, required=False, most=keywords.ROOM)
    title = record.title(turn)
    return Reply(form=Form(say("Keywords"), "searches.keywords", (field,), say("Save"), record.value, note=title))


@router.on(Submission, "searches.keywords")
async def save(event: Submission, turn: Turn) -> Reply:
    record = await records.held(turn, event.value)
    await records.tell(turn, record, keywords.parted(event.text("keywords")))
    return await after(turn, turn.say("The keywords of {record} are saved.", record=record.title(turn)))
