"""Choose the solution that a search without results was meant to find."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import lookup, search_targets
from handlers.library.searches.record_keywords import add_searched_keyword
from handlers.library.searches.search_list import find_search_topic_ids

router = Router()
#: maximum number of solutions to choose from, and of characters of an option on any platform
MOST_SOLUTIONS, LONGEST_OPTION = 99, 75


@router.on(Click, "searches.choose", opens=True)
async def on_search_choose_open(event: Click, turn: Turn) -> Reply:
    """Offer the newest solutions of the topics that the reader leads; any other solution is named by its code."""
    (row, topic_id), say = await lookup.load_search_row(turn, event.value), turn.say
    topics = [topic_id] if topic_id is not None else await find_search_topic_ids(turn)
    viewer = await turn.store.audiences.build_viewer(turn.person)
    newest = await turn.store.solutions.list_newest_solutions(
        topics, rights.list_solution_levels(turn.person), viewer, MOST_SOLUTIONS
    )
    options = tuple((str(one.id), shorten_text(f"{one.code} {one.title}", LONGEST_OPTION)) for one in newest)
    label = say("Or its code") if options else say("Its code")
    code = Field("code", label, hint=say("As shown on its card: L-012."), required=False, most=32)
    fields = (
        (Field("solution", say("Solution"), "choice", options=options, required=False), code) if options else (code,)
    )
    title, what = say("Choose a solution"), say("“{words}” finds it from now on.", words=row.words)
    return Reply(form=Form(title, "searches.choose", fields, say("Save"), event.value, note=what))


@router.on(Submission, "searches.choose")
async def on_search_choose_submit(event: Submission, turn: Turn) -> Reply:
    row, _ = await lookup.load_search_row(turn, event.value)
    code, id = event.get_text("code"), parse_optional_id(event.get_text("solution"))
    if code:
        solution = await turn.store.solutions.find_solution_by_code(code)
        id = solution.id if solution else None
    if id is None or await search_targets.find_visible_target(turn, "solution", id) is None:
        wrong = turn.say("I cannot find solution {code}.", code=code) if code else turn.say("Choose a solution.")
        raise UserError("", {"code": wrong})
    return await add_searched_keyword(turn, await search_targets.lock_target(turn, "solution", id), row)
