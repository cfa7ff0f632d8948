"""Load the solution that a button or a line names, for whoever may do with it what they want."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import Missing, UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT, HIDDEN, RETIRED, Solution


async def may_see_solution(store: Store, person: Person, solution: Solution) -> bool:
    """Return True if the person may see the solution: drafts are their owner's, and deleted ones nobody's."""
    if solution.state == DRAFT:
        return person.id == solution.owner_id
    if solution.state == CONSENT:
        return person.id in {solution.owner_id, solution.author_id}
    if solution.state == HIDDEN:
        return person.secretariat or person.id in {solution.owner_id, solution.author_id}
    if solution.state == RETIRED and not solution.title:
        return False
    return await rights.is_solution_visible_to(store, person, solution)


async def load_visible_solution(turn: Turn, value: str, *, lock: bool = False) -> Solution:
    missing = turn.say("I cannot find that solution.")
    return await load_visible_record(turn, turn.store.solutions, parse_id(value), may_see_solution, missing, lock=lock)


async def find_numbered_solution(turn: Turn, number: int) -> Solution | None:
    """Return the solution with this number in its code if the person may see it; a file may leave out zeros."""
    found = await turn.store.solutions.map_solutions_by_code((f"L-{number:03d}", f"L-{number}"))
    for solution in found.values():
        if await may_see_solution(turn.store, turn.person, solution):
            return solution
    return None


async def load_editable_solution(turn: Turn, value: str) -> Solution:
    """Return the locked solution for its owner, its author or the secretariat."""
    solution = await load_visible_solution(turn, value, lock=True)
    if solution.state == DRAFT:
        raise Missing(turn.say("I cannot find that solution."))
    await rights.need_right(turn, *rights.list_solution_ties(turn.person, solution))
    return solution


async def load_own_solution_draft(turn: Turn, value: str, *, waiting: bool = False) -> Solution:
    """Return a draft of this person. `waiting`: also a solution that waits for the consent of its author."""
    solution = await load_visible_solution(turn, value, lock=True)
    owns = (rights.OWNER,) if solution.owner_id == turn.person.id else ()
    await rights.need_right(turn, *owns, missing=turn.say("I cannot find that solution."))
    if solution.state != DRAFT and not (waiting and solution.state == CONSENT):
        raise UserError(turn.say("{code} is no longer a draft.", code=solution.code))
    return solution
