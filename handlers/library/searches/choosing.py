"""Choose: which solution words that found nothing were meant for."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.library.searches import records, rows
from handlers.library.searches.listing import whose
from handlers.library.searches.teaching import taught

router = Router()
#: solutions to choose from, and characters of an option on every platform
MOST, OPTION = 99, 75


@router.on(Click, "searches.choose", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    """Among those of its topic, newest first, where the reader may decide; any other by its code."""
    (row, topic_id), say = await rows.meant(turn, event.value), turn.say
    topics = [topic_id] if topic_id is not None else await whose(turn)
    sight = await turn.store.reaches.sight(turn.person)
    newest = await turn.store.solutions.newest(topics, rights.levels(turn.person), sight, MOST)
    options = tuple((str(one.id), shorten(f"{one.code} {one.title}", OPTION)) for one in newest)
    label = say("Or its code") if options else say("Its code")
    code = Field("code", label, hint=say("As on its card: L-012."), required=False, most=32)
    fields = (
        (Field("solution", say("Solution"), "choice", options=options, required=False), code) if options else (code,)
    )
    title, what = say("Choose a solution"), say("«{words}» finds it from now on.", words=row.words)
    return Reply(form=Form(title, "searches.choose", fields, say("Save"), event.value, note=what))


@router.on(Submission, "searches.choose")
async def add(event: Submission, turn: Turn) -> Reply:
    row, _ = await rows.meant(turn, event.value)
    code, id = event.text("code"), parse_optional_id(event.text("solution"))
    if code:
        solution = await turn.store.solutions.by_code(code)
        id = solution.id if solution else None
    if id is None or await records.seen(turn, "solution", id) is None:
        wrong = turn.say("I find no solution {code}.", code=code) if code else turn.say("Choose a solution.")
        raise UserError("", {"code": wrong})
    return await taught(turn, await records.held(turn, f"solution:{id}"), row)
