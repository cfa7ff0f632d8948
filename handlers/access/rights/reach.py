"""Who may see a record as far as its reach goes: what is out of somebody's reach is not there for them."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.records import HasAudience, list_writers
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, MEMBERS, OPEN, Solution


def belongs(person: Person) -> bool:
    """Return whether an organisation has confirmed the person, or they are of the secretariat; never of guests."""
    return not person.guest and (person.secretariat or person.stands_for is not None)


def levels(person: Person) -> tuple[str, ...]:
    """The levels of solutions this person may see. A circle's are the secretariat's until circles exist."""
    if person.guest:
        return (OPEN,)
    return (OPEN, MEMBERS, CIRCLE) if person.secretariat else (OPEN, MEMBERS)


async def within(store: Store, person: Person, record: HasAudience) -> bool:
    """Whether it is within this person's reach, whatever its state: of its organisations, or written by them."""
    return await store.reaches.sees(await store.reaches.sight(person), record.reach_id, *list_writers(record))


async def those_within(store: Store, people: Iterable[Person], record: HasAudience) -> list[Person]:
    """Those of them who may know of it."""
    return [person for person in people if await within(store, person, record)]


async def may_see(store: Store, person: Person, solution: Solution) -> bool:
    if person.id in (solution.owner_id, solution.author_id):
        return True
    return solution.level in levels(person) and await within(store, person, solution)
