"""Which solution a button or a line means, for this person: foreign and missing look the same."""

from __future__ import annotations

from datetime import date

from handlers import rights
from handlers.chat.errors import Missing, UserError
from handlers.chat.turn import Turn, View
from handlers.record_ids import parse_id
from storage.database import Store
from storage.people import Person
from storage.solutions import CONSENT, DRAFT, HIDDEN, RETIRED, Solution


def number(value: str) -> int | None:
    """The id a button carries; None for anything else, or for more than a column holds."""
    return parse_id(value) or None


def today(at: Turn | View) -> date:
    """The day in the arena's time zone."""
    return at.now.astimezone(at.arena.zone).date()


async def visible_to(store: Store, person: Person, solution: Solution) -> bool:
    """Drafts are their owner's; what waits for a yes is also the author's; deleted ones are nobody's."""
    if solution.state == DRAFT:
        return person.id == solution.owner_id
    if solution.state == CONSENT:
        return person.id in {solution.owner_id, solution.author_id}
    if solution.state == HIDDEN:
        return person.secretariat or person.id in {solution.owner_id, solution.author_id}
    if solution.state == RETIRED and not solution.title:
        return False
    return await rights.may_see(store, person, solution)


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Solution:
    id = number(value)
    found = None
    if id is not None:
        found = await (turn.store.solutions.lock(id) if lock else turn.store.solutions.find(id))
    sees = found is not None and await visible_to(turn.store, turn.person, found)
    rights.see(turn, sees, turn.say("I do not find that solution."))
    assert found is not None
    return found


async def editable(turn: Turn, value: str) -> Solution:
    """Held for a change, by its owner, its author or the secretariat."""
    solution = await visible(turn, value, lock=True)
    if solution.state == DRAFT:
        raise Missing(turn.say("I do not find that solution."))
    await rights.need(turn, *rights.ties_to_solution(turn.person, solution))
    return solution


async def own_draft(turn: Turn, value: str, *, waiting: bool = False) -> Solution:
    """`waiting`: also one that waits for its author's yes, which its saver may stop waiting for."""
    solution = await visible(turn, value, lock=True)
    owns = (rights.OWNER,) if solution.owner_id == turn.person.id else ()
    await rights.need(turn, *owns, missing=turn.say("I do not find that solution."))
    if solution.state != DRAFT and not (waiting and solution.state == CONSENT):
        raise UserError(turn.say("{code} is no longer a draft.", code=solution.code))
    return solution
