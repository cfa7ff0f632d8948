"""Hand over: a solution whose owner does not answer is taken over by whoever says yes, or by one whom they name."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import away, signature
from handlers.library.solutions import verifying
from handlers.library.solutions.curation import looked_at
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.publishing import VERIFY, redraw, verify_subject
from handlers.library.solutions.showing import owner_buttons
from handlers.notifications import chains
from handlers.notifications.pushes import push
from storage.directory.people import Person
from storage.library.solutions import PUBLISHED, Solution

router = Router()
#: a form holds no more to choose from
MOST = 99


@router.card("solutions.unlooked")
async def draw(view: View) -> Card | None:
    """To the contact of its house, and to whoever leads its topic."""
    solution, say, person = await view.store.solutions.find(view["solution"]), view.say, view.person
    if solution is None or person is None:
        return None
    stands = solution.verify_by is not None and solution.verify_by.isoformat() == view["verify_by"]
    if not stands or not verifying.waits(solution) or not await rights.may_see(view.store, person, solution):
        return await looked_at(view, solution)
    owner = await view.store.people.find(solution.owner_id)
    if owner is not None:
        text = say("{name} looks after it, and has not said whether it is still true.", name=owner.name)
    else:
        text = say("Nobody looks after it, and nobody has said whether it is still true.")
    more = say("Take it over, or name somebody who can.")
    row = (*_ways(view, solution), Button(say("Show"), "solutions.open", str(solution.id)))
    parts = (Text(solution.title, "strong"), Text(text), Text(more), Buttons(row))
    return Card(say("{code} needs somebody", code=solution.code), parts)


@router.card("solutions.named")
async def draw_named(view: View) -> Card | None:
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None:
        return None
    if not verifying.waits(solution):
        return await looked_at(view, solution)
    by = await signature(view.store, view["by"], None, say)
    text = say("{name} thinks that you can look after it: say now and then whether it is still true.", name=by)
    row = (
        Button(say("Take it over"), "solutions.take", str(solution.id), "primary"),
        Button(say("Show"), "solutions.open", str(solution.id)),
    )
    title = say("Do you look after {code}?", code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Text(text), Buttons(row)))


@router.on(Click, "solutions.take")
async def take(event: Click, turn: Turn) -> Reply:
    """By their own yes alone; the one before is told."""
    solution, say = await _offered(turn, event.value), turn.say
    before = await turn.store.people.find(solution.owner_id)
    if before is None or before.id != turn.person.id:
        solution.owner_id = turn.person.id
        about = verify_subject(solution.id)
        # they have it before their eyes: they are asked again when they say nothing
        await chains.restart(turn.store, VERIFY, solution.id, about, since=turn.now, behind=1)
        await chains.redraw(turn.store, about)
        await redraw(turn.store, solution)
        if before is not None:
            args = {"solution": solution.id, "by": turn.person.id}
            key = f"solution:{solution.id}:taken:{turn.now.isoformat()}"
            await outgoing.to_person(turn.store, before, "solutions.taken", args, key=key)
    text = say("You look after {code} from now on. Is it still true?", code=solution.code)
    parts = (Text(text), Text(solution.title, "strong"), Buttons(owner_buttons(say, solution)))
    return Reply(Card("", parts), replace=True)


@router.card("solutions.taken")
async def draw_taken(view: View) -> Card | None:
    solution = await view.store.solutions.find(view["solution"])
    if solution is None or solution.owner_id != view["by"]:
        return None
    by = await signature(view.store, view["by"], None, view.say)
    text = view.say("{name} looks after {code} from now on.", name=by, code=solution.code)
    return Card("", (Text(text), Text(solution.title, "subtle")))


@router.on(Click, "solutions.name", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    solution, say = await _offered(turn, event.value), turn.say
    people = await _nameable(turn, solution)
    if not people:
        raise UserError(say("I know nobody else who could look after it."))
    options = [(str(person.id), await signature(turn.store, person.id, person.stands_for, say)) for person in people]
    who = Field("who", say("Who can look after it?"), "choice", options=tuple(options[:MOST]))
    title, words = say("Name somebody"), solution.title
    return Reply(form=Form(title, "solutions.name", (who,), say("Ask them"), str(solution.id), note=words))


@router.on(Submission, "solutions.name")
async def name(event: Submission, turn: Turn) -> Reply:
    """They are asked; it is theirs when they say so."""
    solution, say = await _offered(turn, event.value), turn.say
    person = next((one for one in await _nameable(turn, solution) if str(one.id) == event.text("who")), None)
    if person is None:
        raise UserError("", {"who": say("Choose somebody.")})
    about = verify_subject(solution.id)
    args = {"solution": solution.id, "by": turn.person.id}
    key = f"{about}:{solution.verify_by}:named:{person.id}"
    told = await push(turn.store, turn.arena, person, "solutions.named", args, key=key, at=turn.now, subject=about)
    if not told:
        raise UserError("", {"who": say("{name} cannot be reached here.", name=person.name)})
    return note(say("{name} is asked.", name=person.name))


async def _offered(turn: Turn, value: str) -> Solution:
    """One that this person was asked about, as long as it waits for somebody."""
    solution, say = await load_visible_solution(turn, value, lock=True), turn.say
    rows = await turn.store.pushes.promised([verify_subject(solution.id)])
    asked = not turn.person.guest and turn.person.id in {row.person_id for row in rows}
    await rights.need(turn, *((rights.HELPER,) if asked else ()))
    if solution.state != PUBLISHED or not verifying.waits(solution):
        raise UserError(say("{code} needs nobody any more: it has been looked at.", code=solution.code))
    return solution


async def _nameable(turn: Turn, solution: Solution) -> list[Person]:
    """Those of its house, who lead its topic, and its author; not who looks after it now, nor oneself."""
    house = await verifying.house_of(turn.store, solution)
    leads = {person.id for person in await turn.store.topics.leads(solution.topic_id)}
    apart = {turn.person.id, solution.owner_id}
    return [
        person
        for person in await turn.store.people.all()
        if (house is not None and person.stands_for == house) or person.id in leads or person.id == solution.author_id
        if person.id not in apart and not person.guest and not away(person, turn.now)
        if await rights.may_see(turn.store, person, solution)
    ]


def _ways(view: View, solution: Solution) -> tuple[Button, ...]:
    id = str(solution.id)
    return (
        Button(view.say("Take it over"), "solutions.take", id, "primary"),
        Button(view.say("Name somebody"), "solutions.name", id),
    )
