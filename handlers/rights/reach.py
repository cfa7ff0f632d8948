"""Who may see a record as far as its reach goes: what is out of somebody's reach is not there for them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.consultations import Consultation
from storage.database import Store
from storage.issues import Issue
from storage.people import Person
from storage.questions import Question
from storage.solutions import CIRCLE, MEMBERS, OPEN, Solution


def belongs(person: Person) -> bool:
    """Return whether an organisation has confirmed the person, or they are of the secretariat; never of guests."""
    return not person.guest and (person.secretariat or person.stands_for is not None)


def levels(person: Person) -> tuple[str, ...]:
    """The levels of solutions this person may see. A circle's are the secretariat's until circles exist."""
    if person.guest:
        return (OPEN,)
    return (OPEN, MEMBERS, CIRCLE) if person.secretariat else (OPEN, MEMBERS)


async def within(store: Store, person: Person, thing: Question | Solution | Issue | Consultation) -> bool:
    """Whether it is within this person's reach, whatever its state: of its organisations, or written by them."""
    match thing:
        case Question():
            mine: tuple[int | None, ...] = (thing.asker_id,)
        case Issue():
            mine = (thing.raised_by_id, thing.owner_id)
        case Consultation():
            mine = (thing.registered_by_id, thing.owner_id)
        case _:
            mine = (thing.owner_id, thing.author_id)
    return await store.reaches.sees(await store.reaches.sight(person), thing.reach_id, *mine)


async def those_within(store: Store, people: Iterable[Person], thing: Question | Solution) -> list[Person]:
    """Those of them who may know of it."""
    return [person for person in people if await within(store, person, thing)]


async def may_see(store: Store, person: Person, solution: Solution) -> bool:
    if person.id in (solution.owner_id, solution.author_id):
        return True
    return solution.level in levels(person) and await within(store, person, solution)
