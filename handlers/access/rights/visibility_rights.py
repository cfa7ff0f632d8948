"""Decide who may see a record by its audience: a record outside somebody's visibility does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.record_kinds import HasAudience, list_writers
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, MEMBERS, OPEN, Solution


def is_confirmed_member(person: Person) -> bool:
    """Return True if an organisation has confirmed the person, or they are of the secretariat; never for guests."""
    return not person.guest and (person.secretariat or person.stands_for is not None)


async def is_present(store: Store, person: Person) -> bool:
    """Return True while the person is in the network: reachable in a chat, and in no workspace that is shut out."""
    if person.left_at is not None or person.erased_at is not None:
        return False
    reachable = await store.people.list_reachable_accounts(person.id)
    return bool(reachable) and not await store.workspaces.is_person_blocked(person.id)


def list_solution_levels(person: Person) -> tuple[str, ...]:
    """Return the levels of solutions this person may see: only what is open until an organisation has confirmed them.

    A circle's solutions are the secretariat's until circles exist.
    """
    if not is_confirmed_member(person):
        return (OPEN,)
    return (OPEN, MEMBERS, CIRCLE) if person.secretariat else (OPEN, MEMBERS)


async def is_visible_to(store: Store, person: Person, record: HasAudience) -> bool:
    """Return True if the person may see the record, whatever its state: as one of its audience, or as its writer."""
    return await store.audiences.may_viewer_see(
        await store.audiences.build_viewer(person), record.reach_id, *list_writers(record)
    )


async def is_visible_to_member(store: Store, person: Person, record: HasAudience) -> bool:
    """Return True for confirmed members within the audience, and for whoever wrote the record; never for guests."""
    if person.guest:
        return False
    return person.id in list_writers(record) or (
        is_confirmed_member(person) and await is_visible_to(store, person, record)
    )


async def filter_by_visibility(store: Store, people: Iterable[Person], record: HasAudience) -> list[Person]:
    """Return the people who may see the record."""
    return [person for person in people if await is_visible_to(store, person, record)]


async def is_solution_visible_to(store: Store, person: Person, solution: Solution) -> bool:
    if person.id in (solution.owner_id, solution.author_id):
        return True
    return solution.level in list_solution_levels(person) and await is_visible_to(store, person, solution)
