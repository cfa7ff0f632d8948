"""Retract the solutions of a person who is erased."""

from __future__ import annotations

from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT, Solution


async def retract_solutions(store: Store, person: Person) -> set[int]:
    solutions = await store.personal_data.authored_content.list_authored_solutions(person.id)
    found = {solution.id for solution in solutions}
    for solution in solutions:
        await _retract_solution(store, solution, person)
    return found


async def _retract_solution(store: Store, solution: Solution, person: Person) -> None:
    """Delete a draft with its owner. A shared solution is handed over with everything else they own."""
    if solution.state == CONSENT and solution.author_id == person.id:
        solution.state, solution.done, solution.author_id, solution.contact = DRAFT, "", None, ""
        return
    if solution.state in (DRAFT, CONSENT) and solution.owner_id == person.id:
        await store.solutions.delete_draft(solution)
        return
    solution.contact = ""
    if solution.author_id == person.id:
        solution.author_id = None
