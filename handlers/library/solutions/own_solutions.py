"""List one's own solutions, and what became of each."""

from __future__ import annotations

from handlers.chat.cards import LONGEST_VALUE, Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions.solution_badge import describe_solution_badge, describe_use_count
from handlers.library.solutions.solution_origins import TYPED
from storage.library.solutions import CONSENT, Solution

router = Router()
#: entries on a page; the newest ones that are looked at
PAGE, LOOKED_AT = 5, 200


@router.on(Click, "solutions.mine")
async def on_own_solutions_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_own_solutions(turn, skip=parse_position(event.value)), replace=bool(event.value))


async def draw_own_solutions(turn: Turn, typed: str = "", skip: int = 0) -> Card:
    """Draw the way to save one, and below it those that this person has saved. `typed`: what a new one begins with."""
    say = turn.say
    found = [] if typed else await turn.store.own_solutions.list_own_solutions(turn.person.id, LOOKED_AT)
    parts: list[Part] = [Text(say("Share something that worked."))]
    parts += [await _draw_item(turn, solution) for solution in found[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(found))
    value = f"{TYPED}{typed}"[:LONGEST_VALUE] if typed else ""
    row = [Button(say("Save a solution"), "solutions.write", value, "primary")]
    row += [] if typed else [Button(say("Find help"), "solutions.search")]
    row += draw_page_buttons(say, "solutions.mine", skip, PAGE, more=len(found) > skip + PAGE)
    return Card(say("Your solutions") if found else "", (*parts, Buttons(tuple(row))))


async def _draw_item(turn: Turn, solution: Solution) -> Item:
    say = turn.say
    if solution.state == CONSENT:
        author = await turn.store.people.find(solution.author_id)
        state = say("waits for {name}", name=author.name) if author is not None else say("waits for its author")
    else:
        state = describe_solution_badge(solution, say, turn.today)
    uses = describe_use_count(say, await turn.store.solutions.count_solution_uses(solution.id))
    show = Button(say("Show"), "solutions.open", str(solution.id))
    return Item(f"{solution.code} {solution.title}", "", " · ".join(filter(None, (state, uses))), (show,))
