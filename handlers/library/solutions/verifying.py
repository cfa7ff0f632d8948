"""Verify: when its verify-by date comes, a solution's owner is asked, and in the end whoever can take it over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.access import rights
from handlers.chat.cards import Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates import zones
from handlers.dates.workdays import is_workday
from handlers.library.solutions.curation import looked_at
from handlers.library.solutions.publishing import VERIFY, redraw, verify_subject
from handlers.library.solutions.showing import owner_buttons
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import PUBLISHED, Solution

router = Router()
#: working hours between two words about the same solution
PAUSE = 80


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    """The owner twice, then the contact of the house, then whoever leads its topic."""
    solution = await store.solutions.lock(id)
    if solution is None or not waits(solution):
        return None
    assert solution.verify_by is not None
    day = solution.verify_by.isoformat()

    async def owner(_: Candidates) -> Sequence[Person]:
        return await owners(store, solution)

    async def contact(_: Candidates) -> Sequence[Person]:
        return await contacts(store, solution)

    async def lead(_: Candidates) -> Sequence[Person]:
        found = [
            person for person in await store.topics.leads(solution.topic_id) if await _may_take(store, person, solution)
        ]
        return found or [person for person in await store.people.secretariat() if person.id != solution.owner_id]

    steps = (
        Step("owner", 0, 0, "solutions.verify", owner),
        Step("again", PAUSE, PAUSE, "solutions.verify", owner),
        Step("contact", 2 * PAUSE, PAUSE, "solutions.unlooked", contact),
        Step("lead", 3 * PAUSE, PAUSE, "solutions.unlooked", lead),
    )
    args = {"solution": id, "verify_by": day}
    return Course(verify_subject(id), steps, key=f"{verify_subject(id)}:{day}", args=args)


def waits(solution: Solution) -> bool:
    """It has been asked about, and nobody has said anything since."""
    asked = solution.verify_by is not None and solution.asked_for == solution.verify_by
    return asked and solution.state == PUBLISHED


async def owners(store: Store, solution: Solution) -> Sequence[Person]:
    """The secretariat, where there is no owner who can be asked."""
    owner = await store.people.find(solution.owner_id)
    if owner is not None and await store.people.accounts(owner.id):
        return [owner]
    return await store.people.secretariat()


async def house_of(store: Store, solution: Solution) -> int | None:
    """The organisation it comes from, else its owner's."""
    owner = await store.people.find(solution.owner_id)
    return solution.organisation_id or (owner.stands_for if owner else None)


async def contacts(store: Store, solution: Solution) -> list[Person]:
    """Of the house; its deputies, where the owner is the only contact."""
    house = await house_of(store, solution)
    if house is None:
        return []
    roles = await store.organisations.roles(house)
    acting = await store.organisations.representatives(house)
    people = [one for one in acting if await _may_take(store, one, solution)]
    return [person for person in people if roles.get(person.id) == CONTACT] or people


async def _may_take(store: Store, person: Person, solution: Solution) -> bool:
    if person.id == solution.owner_id or person.guest:
        return False
    return await rights.may_see(store, person, solution)


async def _begin_all(store: Store, arena: Arena) -> None:
    """Each verify-by date once, on a workday, and a few a day for each owner."""
    today = zones.local(store.now, arena.zone).date()
    if not is_workday(today):
        return
    morning = zones.instant(datetime.combine(today, time()), arena.zone)
    begun = await store.solutions.many(await store.chains.begun(VERIFY, morning))
    busy = {solution.owner_id for solution in begun.values()}
    for solution in await store.solutions.due(today):
        if solution.owner_id not in busy:
            solution.asked_for = solution.verify_by
            await store.chains.restart(VERIFY, solution.id, store.now)


chains.watch(router, VERIFY, course_of, _begin_all)
chains.hook(router, VERIFY, course_of, "solutions.verify", "solutions.unlooked")


@router.card("solutions.verify")
async def draw_verify(view: View) -> Card | None:
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None:
        return None
    day = date.fromisoformat(view["verify_by"])
    if solution.state != PUBLISHED or solution.verify_by != day:
        return await looked_at(view, solution)
    owner = view.person is not None and view.person.id in {one.id for one in await owners(view.store, solution)}
    if not owner:
        return await looked_at(view, solution)
    text = say("It is to be verified by {day}. After that, readers see that it needs a check.", day=say.day(day))
    parts: tuple[Part, ...] = (Text(solution.title, "strong"), Text(text), Buttons(owner_buttons(say, solution)))
    return Card(say("Is {code} still true?", code=solution.code), parts)


@router.every("5 1 * * *", "solutions.overdue")
async def redraw_overdue(store: Store, arena: Arena) -> None:
    """A badge changes when its date is past, although nobody did anything."""
    today = store.now.astimezone(arena.zone).date()
    for solution in await store.solutions.expired(today - timedelta(days=3), today):
        await redraw(store, solution)
