"""Reach of a solution: whoever looks after it says who may see it, and its cards stay in the rooms within that."""

from __future__ import annotations

from handlers.access.reaches import choosing, telling
from handlers.chat.cards import Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions.lookup import load_editable_solution
from handlers.library.solutions.publishing import change, spread
from storage.library.solutions import PUBLISHED, Solution

router = Router()


@router.on(Click, "solutions.reach", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    solution, say = await _published(turn, event.value), turn.say
    fields = await choosing.fields(turn, await turn.store.reaches.find(solution.reach_id))
    title, about = say("Who may see it?"), f"{solution.code} {solution.title}"
    return Reply(form=Form(title, "solutions.reach", fields, say("Save"), str(solution.id), note=about))


@router.on(Submission, "solutions.reach")
async def save(event: Submission, turn: Turn) -> Reply:
    """Rooms within its new reach get the card, the others lose it; what it said before is kept with its reach."""
    solution, say = await _published(turn, event.value), turn.say
    reach = await choosing.chosen(turn, event)
    if not await change(turn, solution, {"reach_id": reach.id if reach else None}):
        return note(say("Nothing was changed."))
    await spread(turn.store, solution)
    seen = await telling.seen_by(turn.store, solution.reach_id, say)
    return note(say("{code} has another reach. {seen}", code=solution.code, seen=seen))


async def _published(turn: Turn, value: str) -> Solution:
    solution = await load_editable_solution(turn, value)
    if solution.state != PUBLISHED:
        raise UserError(turn.say("{code} is retired. Bring it back first.", code=solution.code))
    return solution
