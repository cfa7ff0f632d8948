"""Change the audience of a solution by its curator; its cards stay in rooms within the audience."""

from __future__ import annotations

from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat.cards import Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions.lookup import load_editable_solution
from handlers.library.solutions.publication import change_solution, synchronise_solution
from storage.library.solutions import PUBLISHED, Solution

router = Router()


@router.on(Click, "solutions.reach", opens=True)
async def on_solution_reach_open(event: Click, turn: Turn) -> Reply:
    solution, say = await _load_audience_solution(turn, event.value), turn.say
    fields = await audience_fields.draw_audience_fields(turn, await turn.store.audiences.find(solution.reach_id))
    title, about = say("Who may see it?"), f"{solution.code} {solution.title}"
    return Reply(form=Form(title, "solutions.reach", fields, say("Save"), str(solution.id), note=about))


@router.on(Submission, "solutions.reach")
async def on_solution_reach_submit(event: Submission, turn: Turn) -> Reply:
    """Set the audience: rooms inside get the card, others lose it. Save the previous version with its audience."""
    solution, say = await _load_audience_solution(turn, event.value), turn.say
    audience = await audience_fields.parse_audience_fields(turn, event)
    if not await change_solution(turn, solution, {"reach_id": audience.id if audience else None}):
        return build_text_reply(say("Nothing was changed."))
    await synchronise_solution(turn.store, solution)
    seen = await audience_texts.describe_audience_size(turn.store, solution.reach_id, say)
    return build_text_reply(say("You changed who can see {code}. {seen}", code=solution.code, seen=seen))


async def _load_audience_solution(turn: Turn, value: str) -> Solution:
    solution = await load_editable_solution(turn, value)
    if solution.state != PUBLISHED:
        raise UserError(turn.say("{code} is retired. Restore it first.", code=solution.code))
    return solution
