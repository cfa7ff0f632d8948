"""Open the form of a new solution; where the question is saved already, say so first."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions import forms
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.solution_origins import SolutionOrigin, load_clicked_origin
from storage.library.solutions import CONSENT, PUBLISHED, Solution

router = Router()


@router.on(Click, "solutions.write", opens=True)
async def on_solution_write_open(event: Click, turn: Turn) -> Reply:
    origin = await load_clicked_origin(event, turn)
    saved = await _find_saved_solution(turn, origin.question_id)
    return Reply(_draw_saved_already(turn, saved, event.value)) if saved else await _draw_form(turn, origin)


@router.on(Click, "solutions.write_more", opens=True)
async def on_solution_write_more_open(event: Click, turn: Turn) -> Reply:
    """Open the form for one more solution of the same question."""
    return await _draw_form(turn, await load_clicked_origin(event, turn))


async def _draw_form(turn: Turn, origin: SolutionOrigin) -> Reply:
    """Draw the form. Above it stands whose consent is needed first."""
    author = await turn.store.people.find(origin.author_id)
    hint = turn.say("{name} wrote the text, and is asked before it is shared.", name=author.name) if author else ""
    return Reply(
        form=await forms.draw_new_solution_form(
            turn, "solutions.save", origin.words, origin.value, origin.reach_id, hint
        )
    )


async def _find_saved_solution(turn: Turn, question_id: int | None) -> Solution | None:
    """Return what was saved of the question, or waits for its author, if this person may see it."""
    if question_id is None:
        return None
    for solution in await turn.store.solutions.list_solutions_of_question(question_id):
        if solution.state in (CONSENT, PUBLISHED) and await may_see_solution(turn.store, turn.person, solution):
            return solution
    return None


def _draw_saved_already(turn: Turn, solution: Solution, value: str) -> Card:
    say, id = turn.say, str(solution.id)
    if solution.state == PUBLISHED:
        text = say("This question is saved already, as {code}.", code=solution.code)
        first = Button(say("Show"), "solutions.open", id, "primary")
    else:
        text = say("This question is saved already, as {code}. Its author has not answered yet.", code=solution.code)
        first = Button(say("Write it myself"), "solutions.rewrite", id, "primary")
    more = Button(say("Save one more"), "solutions.write_more", value)
    return Card("", (Text(text), Text(solution.title, "strong"), Buttons((first, more))))
